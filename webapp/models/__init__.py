"""The tables, one module an area."""

from .bank import (
    Article,
    ArticleVersion,
    Bank,
    Claim,
    ClaimLink,
    ClaimPassage,
    ClaimRevision,
    Passage,
    Question,
    QuestionClaim,
    QuestionRevision,
    Topic,
)
from .base import Base
from .study import Card, NewCardFrontier, ReviewDay, ReviewLog, SchedulingPolicy
from .user import AccessToken, AuditEvent, Role, User, UserRole, UserSession, UserSettings

__all__ = [
    "AccessToken",
    "Article",
    "ArticleVersion",
    "AuditEvent",
    "Bank",
    "Base",
    "Card",
    "Claim",
    "ClaimLink",
    "ClaimPassage",
    "ClaimRevision",
    "NewCardFrontier",
    "Passage",
    "Question",
    "QuestionClaim",
    "QuestionRevision",
    "ReviewDay",
    "ReviewLog",
    "Role",
    "SchedulingPolicy",
    "Topic",
    "User",
    "UserRole",
    "UserSession",
    "UserSettings",
]
