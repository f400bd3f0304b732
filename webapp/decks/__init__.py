"""Cards as decks of Anki: taken along with their history, and the history brought back."""
