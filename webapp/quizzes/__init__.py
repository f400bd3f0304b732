"""Quizzes that a student makes on the spot, takes, hands in once and learns from."""
