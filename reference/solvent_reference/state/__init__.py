"""State: plain data. Events change it, through `evolve`, and nothing else does."""
