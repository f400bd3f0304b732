"""What is done with quizzes: made, answered, handed in, and their wrong answers studied."""
