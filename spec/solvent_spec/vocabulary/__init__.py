"""The words of the specification: quantities, contracts, commands, events and messages."""
