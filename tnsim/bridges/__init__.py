"""Other packages, each behind a bridge of its own; every one is optional."""
