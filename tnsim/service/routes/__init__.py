"""The routes, a family a file; each reads its request, asks a service, and answers."""
