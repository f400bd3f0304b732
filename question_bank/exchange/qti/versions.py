"""The versions of QTI: one model, whose names are written in two ways.

Within the application elements and attributes have the names of QTI 3.0 without ``qti-``: ``response-declaration``,
``base-type``. QTI 2 writes them as ``responseDeclaration`` and ``baseType``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HYPHEN = re.compile(r"-([a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version: what its items and its packages say they are."""

    name: str
    number: str
    namespace: str
    item_type: str
    package_namespace: str
    schema: str
    schema_version: str
    has_hyphens: bool = False

    @property
    def test_type(self) -> str:
        return self.item_type.replace("item", "test")

    def element(self, name: str) -> str:
        """An element of QTI (not of HTML) as this version writes it."""
        return f"qti-{name}" if self.has_hyphens else _humped(name)

    def attribute(self, name: str) -> str:
        return name if self.has_hyphens else _humped(name)


QTI_21, QTI_22, QTI_30 = VERSIONS = (
    Version(
        name="qti21",
        number="2.1",
        namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
        item_type="imsqti_item_xmlv2p1",
        package_namespace="http://www.imsglobal.org/xsd/imscp_v1p1",
        schema="QTIv2.1 Package",
        schema_version="1.0.0",
    ),
    Version(
        name="qti22",
        number="2.2",
        namespace="http://www.imsglobal.org/xsd/imsqti_v2p2",
        item_type="imsqti_item_xmlv2p2",
        package_namespace="http://www.imsglobal.org/xsd/imscp_v1p1",
        schema="QTIv2.2 Package",
        schema_version="1.0.0",
    ),
    Version(
        name="qti30",
        number="3.0",
        namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        item_type="imsqti_item_xmlv3p0",
        package_namespace="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
        schema="QTI Package",
        schema_version="3.0.0",
        has_hyphens=True,
    ),
)


def with_our_names(root: Element) -> Element:
    """The element and all below it, in place, with the names that do not depend on the version."""
    for element in root.iter():
        element.tag = _plain(element.tag)
        if element.attrib:
            element.attrib = {_plain(name): value for name, value in element.attrib.items()}
    return root


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    return _HUMP.sub("-", name.removeprefix("qti-")).lower()


@lru_cache(maxsize=1024)
def _humped(name: str) -> str:
    return _HYPHEN.sub(lambda found: found[1].upper(), name)
