"""What decks read from the database."""
