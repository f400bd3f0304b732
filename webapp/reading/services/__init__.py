"""Putting pages together from what is stored."""
