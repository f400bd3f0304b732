"""Mail: sent by SMTP where TUMEN_SMTP_URL names a server, else put into instance/outbox/ for the operator to read.

Each is plain text and, beside it, the same as HTML with the mark, which comes along: nothing is fetched from anywhere.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import uuid
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask import Flask, current_app, render_template, url_for
from flask_babel import gettext as _
from flask_security import MailUtil
from flask_security.mail_util import EmailValidateException

from webapp.web.afterwards import afterwards
from webapp.web.logs import log

SECONDS = 20
MARK = "mark@tumen"  # how the HTML names the picture that comes along
MARK_FILE = Path("icons") / "mark-192.png"


@dataclass(frozen=True, slots=True)
class Post:
    """Where mail goes: ``smtp`` is an address of TUMEN_SMTP_URL's form, None means the outbox."""

    smtp: str | None
    outbox: Path
    sender: str
    host: str

    def deliver(self, message: EmailMessage) -> None:
        if self.smtp:
            _send(self.smtp, message)
            log().info("mail sent", subject=message["Subject"])
            return
        self.outbox.mkdir(mode=0o700, exist_ok=True)
        path = self.outbox / f"{uuid.uuid4().hex}.eml"
        path.touch(mode=0o600)
        path.write_bytes(bytes(message))
        log().warning(
            "mail was put into the outbox, as TUMEN_SMTP_URL is not set", file=str(path), subject=message["Subject"]
        )


def _send(address: str, message: EmailMessage) -> None:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
    with server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def post_office(app: Flask) -> Post:
    """Where the mail of ``app`` goes."""
    public = urlsplit(app.config["PUBLIC_URL"])
    smtp: str | None = app.config["SMTP_URL"]
    named = parse_qs(urlsplit(smtp).query).get("from", [""])[0] if smtp else ""
    outbox = Path(app.config["INSTANCE"]) / "outbox"
    return Post(smtp, outbox, named or f"Tumen <tumen@{public.hostname}>", public.hostname or "localhost")


def write_to(recipient: str, subject: str, body: str) -> None:
    """Send a mail once this request has been committed and answered: nobody waits for it, and no lock is held."""
    post = post_office(current_app)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = post.sender, recipient, _one_line(subject)
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=post.host)
    message["Auto-Submitted"] = "auto-generated"
    site = url_for("study.home", _external=True)
    paragraphs = [part.strip() for part in body.split("\n\n") if part.strip()]
    from_where = _("This mail comes from Tumen: %(site)s", site=site)
    message.set_content("\n\n".join((*paragraphs, from_where)) + "\n")
    page = render_template(
        "accounts/mail/page.html", subject=message["Subject"], paragraphs=paragraphs, from_where=from_where, mark=MARK
    )
    message.add_alternative(page, subtype="html")
    (_text, html) = message.iter_parts()
    picture = (Path(current_app.static_folder or "") / MARK_FILE).read_bytes()
    html.add_related(picture, "image", "png", cid=f"<{MARK}>", filename=MARK_FILE.name, disposition="inline")
    afterwards(lambda: post.deliver(message))


def write_page_to(recipient: str, subject: str, template: str, **context: Any) -> None:
    """``write_to`` with the text of a template."""
    write_to(recipient, subject, render_template(template, **context))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class Mail(MailUtil):
    """Flask-Security's way to our mail, and the one spelling in which addresses are stored and looked up."""

    def send_mail(  # the signature is Flask-Security's
        self,
        template: str,  # noqa: ARG002
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],  # noqa: ARG002
        body: str | None,
        html: str | None,  # noqa: ARG002
        **_context: Any,
    ) -> None:
        write_to(str(recipient), str(subject), body or "")

    def normalize(self, email: str) -> str:
        """The stored spelling of ``email``. Raises EmailValidateException where it is not an address."""
        return str(super().normalize(email.strip())).lower()

    def validate(self, email: str) -> str:
        return self.normalize(email)


BadAddress = EmailValidateException
