"""All of a small world: every history of a scope, breadth first, until a sentence breaks."""
