"""Shared reads over the review log and what is folded from it."""
