"""The HTTP service: thin routes over services over the store; needs the extra `server`."""
