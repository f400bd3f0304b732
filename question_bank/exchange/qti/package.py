"""Packages: a ZIP file with a manifest that says which files in it are items, and what each is about."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from question_bank.exchange.drafts import MOST_ITEMS, ExchangeError
from question_bank.exchange.xml_reading import read_xml
from question_bank.exchange.xml_writing import add, document
from question_bank.exchange.zip_files import Entries, open_entries, zipped
from question_bank.words import Count, Message, gettext

from .listing import FILE, IDENTIFIER, write_listing
from .versions import QTI_22, VERSIONS, Version

MANIFEST = "imsmanifest.xml"
LARGEST_ITEM = 1024 * 1024  # bytes
MOST_TAGS = 2_000_000  # of all items together
ZIP_SIGN = b"PK"

_ITEM = re.compile(r"imsqti_item_xmlv\d+p\d+", re.IGNORECASE)
_OLD = re.compile(r"imsqti_xmlv1p\d+|associatedcontent/.*", re.IGNORECASE)
_LOM = "http://ltsc.ieee.org/xsd/LOM"


class Packed(NamedTuple):
    """An item as it lies in a package: its file, what is in it, and its keywords. ``why``: why it is not read."""

    file: str
    content: bytes
    keywords: Sequence[str]
    why: Message | None = None


def read_package(content: bytes) -> Iterator[Packed]:
    """The items of a package, or of a file that is one item alone. Raises ExchangeError."""
    if not content.startswith(ZIP_SIGN):
        yield Packed("", content, ())
        return
    with open_entries(content) as entries:
        folder, manifest = _manifest(entries)
        resources = _items(manifest)
        tags = 0
        for resource in resources:
            packed = _packed(entries, folder, resource)
            tags += packed.content.count(b"<")
            if tags > MOST_TAGS:
                raise ExchangeError(gettext("The package has too many elements in its items. Split it."))
            yield packed


def version_of(content: bytes) -> str:
    """The name of the newest version that a package speaks of; empty where it is none of QTI, or damaged."""
    try:
        with open_entries(content) as entries:
            types = " ".join(each.get("type", "").lower() for each in _manifest(entries)[1].iter("resource"))
    except ExchangeError:
        return ""
    if not _ITEM.search(types) and not _OLD.search(types):
        return ""
    return next((version.name for version in reversed(VERSIONS) if version.item_type in types), QTI_22.name)


def _manifest(entries: Entries) -> tuple[str, Element]:
    """The folder of the outermost manifest, and the manifest."""
    names = [name for name in entries.names if name.rpartition("/")[2] == MANIFEST]
    if not names:
        raise ExchangeError(
            gettext(
                "This is no QTI package: it has no %(manifest)s. Choose the ZIP file that was exported as QTI "
                "2.1, 2.2 or 3.0.",
                manifest=MANIFEST,
            )
        )
    name = min(names, key=lambda name: (name.count("/"), name))
    return name.rpartition("/")[0], read_xml(entries.read(name))


def _items(manifest: Element) -> list[Element]:
    resources = list(manifest.iter("resource"))
    items = [each for each in resources if _ITEM.fullmatch(each.get("type", ""))]
    if not items and any(_OLD.fullmatch(each.get("type", "")) for each in resources):
        raise ExchangeError(
            gettext("The package has QTI 1.2 in it, which is not read. Export it as QTI 2.1, 2.2 or 3.0.")
        )
    if not items:
        raise ExchangeError(
            gettext(
                "The package's manifest names no items of QTI 2 or 3. Export questions, and not results or a "
                "course alone."
            )
        )
    if len(items) > MOST_ITEMS:
        raise ExchangeError(
            gettext("The file has more than %(most_items)s questions. Split it.", most_items=Count(MOST_ITEMS))
        )
    return items


def _packed(entries: Entries, folder: str, resource: Element) -> Packed:
    href = unquote(resource.get("href", "")).replace("\\", "/")
    name = posixpath.normpath(posixpath.join(folder, href)) if href else ""
    keywords = [
        "".join(keyword.itertext()).strip() for keyword in resource.iter("keyword")
    ]  # of a text in several languages all, as they are no tags of ours
    if name not in entries.names:
        return Packed(
            href[:200],
            b"",
            keywords,
            gettext("the package's manifest names a file that is not there: export the package again"),
        )
    content = entries.read(name)
    if len(content) > LARGEST_ITEM:
        return Packed(
            name,
            b"",
            keywords,
            gettext(
                "it is larger than %(largest_item)s MB: make several items of it",
                largest_item=LARGEST_ITEM // 1024 // 1024,
            ),
        )
    return Packed(name, content, keywords)


def write_package(version: Version, items: Sequence[tuple[str, bytes, Sequence[str]]]) -> bytes:
    """A package of items, each with its identifier, its content and its keywords, and of a test that lists them."""
    manifest = Element("manifest", xmlns=version.package_namespace, identifier="tumen-questions")
    about = add(manifest, "metadata")
    add(about, "schema", version.schema)
    add(about, "schemaversion", version.schema_version)
    add(manifest, "organizations")
    resources = add(manifest, "resources")
    files: dict[str, bytes] = {}
    for number, (identifier, content, keywords) in enumerate(items, start=1):
        name = f"items/{number:05}.xml"
        files[name] = content
        resource = add(resources, "resource", identifier=identifier, type=version.item_type, href=name)
        general = add(add(add(resource, "metadata"), "lom", xmlns=_LOM), "general")
        for keyword in keywords:
            add(add(general, "keyword"), "string", keyword, language="en")
        add(resource, "file", href=name)
    listed = {identifier: name for name, (identifier, _, _) in zip(files, items, strict=True)}
    listing = add(resources, "resource", identifier=IDENTIFIER, type=version.test_type, href=FILE)
    add(listing, "file", href=FILE)
    for identifier in listed:
        add(listing, "dependency", identifierref=identifier)
    return zipped({MANIFEST: document(manifest), FILE: write_listing(version, listed), **files})
