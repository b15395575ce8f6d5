"""Choices: where a clause permits several things, which of them a venue does."""
