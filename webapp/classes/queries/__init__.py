"""What the pages of classes read."""
