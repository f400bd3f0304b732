"""The question bank: articles, claims, questions, their kinds and grading. Pure: no web, database, clock or network."""
