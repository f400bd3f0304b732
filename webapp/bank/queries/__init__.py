"""What is stored of the bank."""
