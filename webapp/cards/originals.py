"""The texts of the source articles, where a site holds them: files in ``instance/articles``, known by their SHA-256."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile

from flask.sansio.app import App

LARGEST_FILE = 20 * 1024 * 1024  # bytes


@dataclass
class Originals:
    """The files of ``folder``, read once and again when the folder has changed."""

    folder: Path
    _texts: dict[bytes, str] = field(default_factory=dict)
    _read_at: int | None = None  # modification time of the folder, in nanoseconds, when it was read

    def passage(self, sha256: bytes, start: int, end: int) -> str | None:
        """The code points from ``start`` to ``end`` of the article with this digest; None where it is not held."""
        article = self._current().get(bytes(sha256))
        return None if article is None else article[start:end]

    def text(self, sha256: bytes) -> str | None:
        """The whole article with this digest; None where it is not held."""
        return self._current().get(bytes(sha256))

    def keep(self, content: bytes, *, name: str) -> None:
        """Hold a text from now on, in a file of the folder; once it is there, it is there whole, and stays."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self.folder / name)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """What is held: the SHA-256 of each text in hexadecimal, and its bytes; each once."""
        done: set[str] = set()
        for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if _is_article(path):
                content = path.read_bytes()
                name = hashlib.sha256(content).hexdigest()
                if name not in done:
                    done.add(name)
                    yield name, content

    def changed_at(self) -> int | None:
        """When the folder changed last, in nanoseconds since 1970; None where there is none."""
        try:
            return self.folder.stat().st_mtime_ns
        except OSError:
            return None

    def _current(self) -> dict[bytes, str]:
        changed_at = self.changed_at()
        if changed_at != self._read_at:
            articles = sorted(self.folder.iterdir()) if changed_at is not None else []
            self._texts = dict(_read(path) for path in articles if _is_article(path))
            self._read_at = changed_at
        return self._texts


def originals_of(app: App) -> Originals:
    """The originals of an application's installation, one memory for all its features."""
    found: Originals = app.extensions.setdefault(
        "tumen_originals", Originals(Path(app.config["INSTANCE"]) / "articles")
    )
    return found


def _is_article(path: Path) -> bool:
    return not path.name.startswith(".") and path.is_file() and path.stat().st_size <= LARGEST_FILE


def _read(path: Path) -> tuple[bytes, str]:
    content = path.read_bytes()
    return hashlib.sha256(content).digest(), content.decode("utf-8", errors="replace")
