"""Hypothesis without a deadline per example (test machines are busy) and without files of its own."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("question_bank", deadline=None, database=None)
settings.load_profile("question_bank")
