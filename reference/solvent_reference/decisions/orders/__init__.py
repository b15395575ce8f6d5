"""Decisions about orders, from the request to the book."""
