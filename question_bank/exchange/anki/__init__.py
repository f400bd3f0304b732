"""Anki's packages (.apkg): read with suspicion, in all their layouts, and written with their history."""
