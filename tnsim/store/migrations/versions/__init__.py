"""One change of the tables a file, each with its way back."""
