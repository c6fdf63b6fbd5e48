"""Attacks on the engine: seeded, resumable campaigns whose findings are kept in benchmarks/results/soundness.md."""
