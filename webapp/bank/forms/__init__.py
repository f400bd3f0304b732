"""The forms in which instructors edit the bank."""
