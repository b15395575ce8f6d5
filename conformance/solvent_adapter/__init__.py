"""What the author of a venue imports: an adapter, without the suite and without the reference.

A venue written in Python implements `solvent_spec.vocabulary.messages.Venue`; `stdio` serves it to
whoever asks over standard input and output.
"""
