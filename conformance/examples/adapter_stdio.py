"""The same engine as a program of its own, reached over standard input and output:

solvent certify "stdio:python adapter_stdio.py" --profile trading
"""

# ruff: noqa: INP001 - a script, not a package

from adapter_in_process import Adapter

from solvent_adapter.stdio import serve_stdio

if __name__ == "__main__":
    serve_stdio(Adapter())
