"""Scheduling without a database or a clock: memory, fuzz, study days, the queue, and the fold of the review log."""
