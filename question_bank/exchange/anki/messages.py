"""Messages of Protocol Buffers, as far as packages of the newest layout have them: their texts and messages."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

_VARINT, _FIXED64, _LENGTH_DELIMITED, _FIXED32 = 0, 1, 2, 5


def fields_of(message: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of a message that are texts or messages, by number; numbers are passed over. Raises ValueError."""
    stream, end = BytesIO(message), len(message)
    while stream.tell() < end:
        tag = _varint(stream)
        wire = tag & 7
        if wire == _LENGTH_DELIMITED:
            length = _varint(stream)
            value = stream.read(length) if length <= end else b""
            if len(value) != length:
                raise ValueError("a field is cut off")
            yield tag >> 3, value
        elif wire == _VARINT:
            _varint(stream)
        elif wire in {_FIXED64, _FIXED32}:
            stream.seek(8 if wire == _FIXED64 else 4, 1)
        else:
            raise ValueError("there is no such kind of field")


def text_in(message: bytes, field: int) -> str:
    """The text that the first field of this number has; "" where there is none. Raises ValueError."""
    return next((value.decode() for number, value in fields_of(message) if number == field), "")


def _varint(stream: BytesIO) -> int:
    value = 0
    for shift in range(0, 64, 7):
        byte = stream.read(1)
        if not byte:
            raise ValueError("a number is cut off")
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise ValueError("a number is too long")
