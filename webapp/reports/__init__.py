"""Reports: students say that something is wrong with a question, instructors answer."""
