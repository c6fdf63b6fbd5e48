"""Alembic's environment and its versions."""
