"""What quizzes read: what can be asked, attempts, and what their results rest on."""
