from __future__ import annotations

import socket

import pytest

from webapp.operations import server
from webapp.operations.server import PortTakenError, address_of, check_port, worker_count


def test_free_port_passes_and_taken_one_is_named() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen(1)
        port = holder.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"port {port} is taken.*--port"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


def test_address_that_is_not_ours() -> None:
    with pytest.raises(PortTakenError, match=r"cannot listen at 192\.0\.2\.1"):
        check_port("192.0.2.1", 8000)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("tumen.example", "http://tumen.example:8000"),
    ],
)
def test_address_to_open(host: str, address: str) -> None:
    assert address_of(host, 8000) == address


def test_one_process_where_two_could_damage_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "sqlite_is_safe_for_processes", lambda: False)
    assert worker_count(is_sqlite=True) == 1
    assert worker_count(is_sqlite=False) == 2
    monkeypatch.setattr(server, "sqlite_is_safe_for_processes", lambda: True)
    assert worker_count(is_sqlite=True) == 2
