"""Batches of work on many processes: on this machine, or on a Dask cluster (extra `cluster`)."""
