"""XML of strangers: no document type, so no entities and nothing that is fetched; a bounded depth and size."""

from __future__ import annotations

from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from .drafts import ExchangeError

LARGEST_XML = 16 * 1024 * 1024  # bytes
DEEPEST = 200  # elements within elements
MOST_ELEMENTS = 400_000

NOT_XML = "The file is not readable as XML."


def read_xml(content: bytes) -> Element:
    """The outermost element; names without their name spaces. Raises ExchangeError."""
    if len(content) > LARGEST_XML:
        raise ExchangeError(f"The file is larger than {LARGEST_XML // 1024 // 1024} MB. Split it.")
    building = _Building()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = building.refuse
    parser.EntityDeclHandler = building.refuse
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.builder.data
    try:
        parser.Parse(content, True)  # noqa: FBT003  # expat's own
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, ExchangeError):
            raise
        raise ExchangeError(NOT_XML) from error
    return building.builder.close()


def local(name: str) -> str:
    """A name without its name space."""
    return name.rpartition(" ")[2]


class _Building:
    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.depth = self.elements = 0

    def refuse(self, *_: object) -> NoReturn:
        raise ExchangeError("The file declares entities or a document type. Such files are not read.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise ExchangeError("The file is nested too deeply, or has too many elements. Split it.")
        self.builder.start(local(name), {local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(local(name))
