"""The students of the tests of reviews, whose logs are read here."""

from tests.reviews.conftest import ada, ben, students

__all__ = ["ada", "ben", "students"]
