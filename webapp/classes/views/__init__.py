"""The pages of classes."""

from . import joining, keeping, students
from .blueprint import blueprint

__all__ = ["blueprint", "joining", "keeping", "students"]
