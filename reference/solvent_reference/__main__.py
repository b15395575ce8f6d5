"""`python -m solvent_reference`: the reference over standard input and output."""

from solvent_adapter.stdio import serve_stdio
from solvent_reference.venue import ReferenceVenue

if __name__ == "__main__":
    serve_stdio(ReferenceVenue())
