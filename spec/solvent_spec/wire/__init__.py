"""Messages as models: what travels over HTTP and what fixtures hold, checked with pydantic."""
