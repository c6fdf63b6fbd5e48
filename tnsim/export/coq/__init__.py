"""Certificates as scripts that the proof assistant Coq checks; see docs/coq.md."""
