"""Tables, all queries, migrations, seed rows, backups and the cache; needs the extra `server`."""
