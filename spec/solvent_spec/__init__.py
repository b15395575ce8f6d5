"""What a crypto-derivatives venue may do: clauses, and the functions that execute them."""
