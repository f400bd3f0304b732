"""XML of strangers: no document type, so no entities and nothing that is fetched; a bounded depth and size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from question_bank.words import gettext

from .drafts import ExchangeError

LARGEST_XML = 16 * 1024 * 1024  # bytes
DEEPEST = 200  # elements within elements
MOST_ELEMENTS = 400_000
MOST_IN_PARTS = 1_000_000  # elements of a file that is read part by part
MOST_OF_A_PART = 10_000

NOT_XML = gettext("The file is not readable as XML. Export it again and choose that file.")
_AT_ONCE = 256 * 1024  # bytes


def read_xml(content: bytes) -> Element:
    """The outermost element; names without their name spaces. Raises ExchangeError."""
    building = _Building()
    parser = _parser(content, building)
    with _in_words():
        parser.Parse(content, True)  # noqa: FBT003  # expat's own
    return building.builder.close()


def read_parts(content: bytes, *path: str) -> Iterator[Element]:
    """Each element that stands at ``path``, names from the outermost one on; only the one in hand is kept.

    Raises ExchangeError.
    """
    building = _Parts(path)
    parser = _parser(content, building)
    for start in range(0, len(content) + 1, _AT_ONCE):
        with _in_words():
            parser.Parse(content[start : start + _AT_ONCE], start + _AT_ONCE > len(content))
        yield from building.found
        building.found.clear()


def _parser(content: bytes, building: _Building) -> expat.XMLParserType:
    if len(content) > LARGEST_XML:
        raise ExchangeError(
            gettext("The file is larger than %(largest_xml)s MB. Split it.", largest_xml=LARGEST_XML // 1024 // 1024)
        )
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = building.refuse
    parser.EntityDeclHandler = building.refuse
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.data
    return parser


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, ExchangeError):
            raise
        raise ExchangeError(NOT_XML) from error


def local(name: str) -> str:
    """A name without its name space."""
    return name.rpartition(" ")[2]


class _Building:
    """The whole file as one tree."""

    most = MOST_ELEMENTS

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.depth = self.elements = 0

    def refuse(self, *_: object) -> NoReturn:
        raise ExchangeError(
            gettext(
                "The file declares entities or a document type. Such files are not read: take that out at its "
                "beginning, or export it again."
            )
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count()
        self.builder.start(local(name), {local(key): value for key, value in attributes.items()})

    def count(self) -> None:
        """Count an element that begins."""
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > self.most:
            raise ExchangeError(gettext("The file is nested too deeply, or has too many elements. Split it."))

    def data(self, text: str) -> None:
        self.builder.data(text)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(local(name))


class _Parts(_Building):
    """The elements at one path of the file, each a tree of its own."""

    most = MOST_IN_PARTS

    def __init__(self, path: Sequence[str]) -> None:
        super().__init__()
        self.found: list[Element] = []
        self._path = list(path)
        self._names: list[str] = []
        self._limit = 0  # of elements that there may be when the part in hand ends; 0 outside of parts

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._limit:
            self._names.append(local(name))
            if self._names != self._path:
                self.count()
                return
            self._limit = self.elements + MOST_OF_A_PART
        super().start(name, attributes)
        if self.elements > self._limit:
            raise ExchangeError(gettext("A part of the file has too many elements. Split it."))

    def data(self, text: str) -> None:
        if self._limit:
            super().data(text)

    def end(self, name: str) -> None:
        if not self._limit:
            self.depth -= 1
            self._names.pop()
            return
        super().end(name)
        if self.depth < len(self._path):
            self.found.append(self.builder.close())
            self.builder, self._limit = TreeBuilder(), 0
            self._names.pop()
