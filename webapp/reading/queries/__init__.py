"""What is read of the bank."""
