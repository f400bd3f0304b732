"""Classes: students who learn together, and the instructors who see who of them needs help."""
