"""What studying does: today's queue, cards as they are shown, answers, and settings."""
