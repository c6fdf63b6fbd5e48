"""`python -m tnsim` is the command line `tnsim`."""

from tnsim.cli.app import main

if __name__ == "__main__":
    main()
