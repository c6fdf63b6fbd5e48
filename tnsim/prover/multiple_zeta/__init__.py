"""See docs/euler-sums.md."""
