"""Runs inside an environment that has other programs' readers, as an outside check of our files. Prints JSON.

It imports nothing of ours, and nothing of ours imports it. ``python other_programs.py TASK FILE``; for items of QTI the
responses to be tried come on the standard input, by the items' identifiers.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

_EITHER_WAY = {"qti22": ("upgrade", "downgrade"), "qti30": ("downgrade",)}  # to 2.1, which is what is read


def workbook(path: Path) -> Any:
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415  # only in that environment

    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[[cell.value, cell.data_type] for cell in row] for row in sheet.iter_rows()]


def written_workbook(path: Path) -> Any:
    """Write a workbook with a cell of each type."""
    import openpyxl  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet = book.active
    rows = [
        ["name", "front", "back"],
        ["q-1", "When did it open?", date(2014, 5, 5)],
        ["q-2", "And to the minute?", datetime(2014, 5, 5, 14, 30)],  # noqa: DTZ001
        ["q-3", "How much?", 0.1 + 0.2],
        ["q-4", "Is it so?", True],
        ["q-5", "&copy; <b>&amp; \u00fc\U0001f600\nsecond line", 1_000_000],
        ["q-6", " kept ", None],
    ]
    for row in rows:
        sheet.append(row)
    sheet.append(["q-7", '=HYPERLINK("http://localhost")', "a formula without a result"])
    book.create_sheet("Another").append(["not", "read"])
    book.save(path)


def moodle(path: Path) -> Any:
    from moodle_xml_parser.parser import parse_file  # type: ignore[import-not-found]  # noqa: PLC0415

    return {kind: [asdict(each) for each in found] for kind, found in parse_file(path).items()}


def qti(path: Path) -> Any:
    """What the items say, and what each response scores and shows. Beside the package stands then the converted one."""
    import qti_convert  # type: ignore[import-not-found]  # noqa: PLC0415

    package: Any = path.read_bytes()
    for way in _EITHER_WAY.get(path.stem, ()):
        convert = qti_convert.upgrade_package if way == "upgrade" else qti_convert.downgrade_package
        package = qti_convert.package_to_zip(convert(BytesIO(package)).files)
    path.with_suffix(".converted").write_bytes(package)
    responses = json.load(sys.stdin)
    files = qti_convert.read_package(BytesIO(package))
    return [_item(content, responses) for name, content in sorted(files.items()) if name.startswith("items/")]


def _item(content: bytes | str, responses: Any) -> Any:
    from pyslet.qtiv2 import expressions, interactions, items, xml  # type: ignore[import-not-found]  # noqa: PLC0415

    document = xml.QTIDocument()
    document.read(src=BytesIO(content.encode() if isinstance(content, str) else content))
    item = document.root
    for equal in item.find_children_depth_first(expressions.Equal):
        if isinstance(equal.tolerance, str):  # which it takes for one text, though it reads two figures from it
            equal.tolerance = equal.tolerance.split()
    return {
        "identifier": item.identifier,
        "title": item.title,
        "interactions": [type(each).__name__ for each in item.find_children_depth_first(interactions.Interaction)],
        "body": _words(item.ItemBody),
        "choices": {
            each.identifier: _words(each) for each in item.find_children_depth_first(interactions.Choice)
        },
        "tried": [
            _tried(item, response, list(item.find_children_depth_first(items.QTIModalFeedback)))
            for response in responses[item.identifier]
        ],
    }  # fmt: skip


def _words(element: Any) -> str:
    if isinstance(element, str):
        return element
    return " ".join(_words(child) for child in element.get_children())


def _tried(item: Any, response: Any, feedback: Any) -> Any:
    from pyslet.qtiv2 import variables  # noqa: PLC0415

    session = variables.ItemSessionState(item)
    session.begin_session()
    for name, value in response.items():
        session.map[name].set_value(value)
    session.end_attempt()
    shown = [each for each in feedback if _holds(session.map[each.outcomeIdentifier].value, each.identifier)]
    return {"score": session.map["SCORE"].value, "shown": [_words(each) for each in shown]}


def _holds(value: Any, identifier: str) -> bool:
    return identifier in ([] if value is None else [value] if isinstance(value, str) else list(value))


TASKS = {"moodle": moodle, "qti": qti, "workbook": workbook, "written-workbook": written_workbook}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](Path(sys.argv[2]))))
