"""What every page and every address of the API share: who asks, what they may, and how answers are dressed."""
