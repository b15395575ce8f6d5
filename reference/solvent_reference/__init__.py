"""One venue that conforms: it does one of the things the specification permits."""
