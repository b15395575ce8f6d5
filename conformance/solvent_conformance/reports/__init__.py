"""Reports: what a run leaves behind, for a person and for a program."""
