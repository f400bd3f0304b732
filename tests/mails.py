"""The mails that the application wrote."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


def read_mails(instance: Path) -> list[EmailMessage]:
    """The mails that were put into the outbox, the oldest first."""
    files = sorted((instance / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """What a mail says as plain text or, of the ``kind`` html, as a page."""
    body = mail.get_body((kind,))
    assert body is not None, f"a mail without {kind} text"
    return str(body.get_content())
