"""What is done with decks."""
