from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from webapp.operations.instance_lock import LOCK_NAME, InstanceHeldError, hold_instance


def test_second_holder_is_told_who_is_first(tmp_path: Path) -> None:
    with (
        hold_instance(tmp_path, "the server at home"),
        pytest.raises(InstanceHeldError, match=rf"the server at home \(process {os.getpid()}\)"),
        hold_instance(tmp_path, "a restore"),
    ):
        pass
    with hold_instance(tmp_path, "a restore"):
        assert json.loads((tmp_path / LOCK_NAME).read_text())["what"] == "a restore"


def test_holder_that_is_gone_is_waited_for_a_little(tmp_path: Path) -> None:
    """Its workers hold the lock for a moment longer; here one never ends."""
    with hold_instance(tmp_path, "the server"):
        (tmp_path / LOCK_NAME).write_text(json.dumps({"pid": 2**22 + 1, "what": "the server"}))
        with pytest.raises(InstanceHeldError), hold_instance(tmp_path, "again", grace_seconds=0.1):
            pass


@pytest.mark.parametrize("content", ["", "no json", "[]", '{"pid": "x"}'])
def test_lock_file_with_other_content_is_no_obstacle(tmp_path: Path, content: str) -> None:
    (tmp_path / LOCK_NAME).write_text(content)
    with hold_instance(tmp_path, "the server"):
        assert json.loads((tmp_path / LOCK_NAME).read_text())["pid"] == os.getpid()
