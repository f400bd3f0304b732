"""Planning, loading and exporting the bank."""
