"""The pages of classes."""

from . import joining, keeping, students, work
from .blueprint import blueprint

__all__ = ["blueprint", "joining", "keeping", "students", "work"]
