"""Maps: interpolated, painted, ordered, and their regions."""
