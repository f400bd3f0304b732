"""Planning: weights fitted to the person, what retention costs, and exams to be ready for."""
