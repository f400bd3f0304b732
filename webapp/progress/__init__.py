"""A student's progress: what falls due, what was done, what was kept, what is known."""
