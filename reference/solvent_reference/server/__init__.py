"""The shell that serves a venue over HTTP. It owns the clock, the keys and the sockets.

Any `solvent_spec.vocabulary.messages.Venue` can be served; the reference is the default.
"""
