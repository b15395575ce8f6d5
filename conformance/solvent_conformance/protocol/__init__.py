"""The ground: what is said to a venue, by whom, and what a venue declares to have."""
