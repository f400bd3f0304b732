"""The reviewer's eye: rules that find what is doubtful in a bank whose files are sound."""

from .findings import Finding, Severity
from .material import Material
from .registry import RULES, review, review_one

__all__ = ["RULES", "Finding", "Material", "Severity", "review", "review_one"]
