"""What is done to classes."""
