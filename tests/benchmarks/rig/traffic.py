"""A client that costs little: one process, one selector, raw sockets, requests made before the clock starts."""

from __future__ import annotations

import json
import selectors
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length:"
PATIENCE = 15.0  # seconds without any response at all, after which a run is given up


class TrafficError(RuntimeError):
    """The server closed a connection, fell silent or spoke in a way that this client does not read."""


@dataclass(frozen=True, slots=True)
class Request:
    """Bytes to send, and what a good response's body must contain."""

    payload: bytes
    wanted: bytes = b""
    label: object = None


@dataclass(slots=True)
class Tally:
    """What a run brought: latencies in seconds, labels of requests answered as wanted, and the other responses."""

    latencies: list[float] = field(default_factory=list)
    acknowledged: list[object] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0


def http_request(method: str, path: str, *, headers: Mapping[str, str] | None = None, body: bytes = b"") -> bytes:
    """One HTTP/1.1 request on a connection that is kept open."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + END_OF_HEAD + body


def json_request(path: str, content: object, *, headers: Mapping[str, str]) -> bytes:
    body = json.dumps(content, separators=(",", ":")).encode()
    return http_request("POST", path, headers={"Content-Type": "application/json", **headers}, body=body)


class _Connection:
    """A kept-open connection that sends its next request when the last one is answered."""

    def __init__(self, port: int, requests: Iterator[Request]) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = requests
        self.request = Request(b"")
        self.received = b""
        self.sent_at = 0.0

    def send_next(self) -> bool:
        """Send the next request; False when there is none left."""
        request = next(self.requests, None)
        if request is None:
            return False
        self.request, self.received = request, b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request.payload)
        return True

    def read(self) -> tuple[bytes, bytes] | None:
        """The head and body of the response once it is complete."""
        piece = self.socket.recv(262144)
        if not piece:
            raise TrafficError("the server closed a connection")
        self.received += piece
        head, found, body = self.received.partition(END_OF_HEAD)
        if not found or len(body) < content_length(head):
            return None
        return head, body


def content_length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.find(LENGTH)
    if start < 0:
        raise TrafficError(f"a response without Content-Length: {head[:200]!r}")
    return int(lowered[start + len(LENGTH) :].split(b"\r\n", 1)[0])


def run_traffic(port: int, scripts: Sequence[Iterator[Request]], *, seconds: float) -> Tally:
    """Let each script speak over a connection of its own, all at once, for ``seconds`` or until they have ended."""
    tally = Tally()
    connections = [_Connection(port, script) for script in scripts]
    with selectors.DefaultSelector() as selector:
        begin = time.perf_counter()
        for connection in connections:
            if connection.send_next():
                selector.register(connection.socket, selectors.EVENT_READ, connection)
        while selector.get_map():
            _take_responses(selector, tally, until=begin + seconds)
        tally.seconds = time.perf_counter() - begin
    for connection in connections:
        connection.socket.close()
    return tally


def _take_responses(selector: selectors.BaseSelector, tally: Tally, *, until: float) -> None:
    ready = selector.select(timeout=PATIENCE)
    if not ready:
        raise TrafficError(f"no response for {PATIENCE:.0f} seconds")
    for key, _ in ready:
        connection: _Connection = key.data
        response = connection.read()
        if response is None:
            continue
        moment = time.perf_counter()
        _note(tally, connection, response, moment)
        if moment >= until or not connection.send_next():
            selector.unregister(connection.socket)


def _note(tally: Tally, connection: _Connection, response: tuple[bytes, bytes], moment: float) -> None:
    head, body = response
    tally.latencies.append(moment - connection.sent_at)
    if head[9:12] == b"200" and connection.request.wanted in body:
        tally.acknowledged.append(connection.request.label)
    else:
        tally.failures.append(f"{head[:15].decode('latin-1')}: {body[:300].decode('utf-8', 'replace')}")
