"""The tables, one module an area."""

from .bank import (
    Actor,
    Article,
    ArticleRevision,
    ArticleVersion,
    Bank,
    Claim,
    ClaimActor,
    ClaimIssue,
    ClaimLink,
    ClaimLook,
    ClaimPassage,
    ClaimRevision,
    Issue,
    Passage,
    Question,
    QuestionClaim,
    QuestionRevision,
    Topic,
)
from .base import Base
from .classes import ClassBank, ClassInstructor, ClassStudent, ClassWork, SchoolClass
from .collection import ChosenCollection, Collection, CollectionQuestion
from .deck import DeckImport
from .exchange import ImportedQuestion, QuestionImport
from .job import Job, JobPart
from .planning import Exam, MemoryParameters
from .quiz import Attempt, AttemptItem
from .remarks import Note, Report
from .rights import BankInvitation, BankMember
from .study import Card, NewCardFrontier, ReviewDay, ReviewLog, SchedulingPolicy
from .user import AccessToken, AuditEvent, CalendarFeed, MovedGuest, Role, User, UserRole, UserSession, UserSettings
from .workshop import (
    BulkChange,
    EditorDraft,
    QuestionComment,
    QuestionEntry,
    QuestionProposal,
    QuestionTag,
    SavedView,
)

__all__ = [
    "AccessToken",
    "Actor",
    "Article",
    "ArticleRevision",
    "ArticleVersion",
    "Attempt",
    "AttemptItem",
    "AuditEvent",
    "Bank",
    "BankInvitation",
    "BankMember",
    "Base",
    "BulkChange",
    "CalendarFeed",
    "Card",
    "ChosenCollection",
    "Claim",
    "ClaimActor",
    "ClaimIssue",
    "ClaimLink",
    "ClaimLook",
    "ClaimPassage",
    "ClaimRevision",
    "ClassBank",
    "ClassInstructor",
    "ClassStudent",
    "ClassWork",
    "Collection",
    "CollectionQuestion",
    "DeckImport",
    "EditorDraft",
    "Exam",
    "ImportedQuestion",
    "Issue",
    "Job",
    "JobPart",
    "MemoryParameters",
    "MovedGuest",
    "NewCardFrontier",
    "Note",
    "Passage",
    "Question",
    "QuestionClaim",
    "QuestionComment",
    "QuestionEntry",
    "QuestionImport",
    "QuestionProposal",
    "QuestionRevision",
    "QuestionTag",
    "Report",
    "ReviewDay",
    "ReviewLog",
    "Role",
    "SavedView",
    "SchedulingPolicy",
    "SchoolClass",
    "Topic",
    "User",
    "UserRole",
    "UserSession",
    "UserSettings",
]
