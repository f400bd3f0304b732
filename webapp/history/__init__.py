"""Shared reads: over the review log, what is folded from it, and the parts of the bank that it is asked about by."""
