"""WZ pairs: from a series to one that converges at another speed."""
