"""`python -m solvent_reference`: the reference over standard input and output."""

from solvent_reference.venue import ReferenceVenue
from solvent_spec.serving import serve_stdio

if __name__ == "__main__":
    serve_stdio(ReferenceVenue())
