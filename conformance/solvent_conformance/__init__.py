"""The suite that judges any venue against the specification."""
