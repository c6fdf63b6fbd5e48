"""The command line; docs/command-line.md is its contract."""

from tnsim.cli.app import main

__all__ = ["main"]
