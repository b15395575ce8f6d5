"""The text of a file that somebody hands in: bounded, unpacked, UTF-8."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from solvent_conformance.audit.rows import BadRow

MAX_BYTES: Final = 64 * 2**20
MAX_LINE: Final = 16 * 2**20
"""The image of all instruments, which a feed sends first, is a line of some megabytes."""

_ARCHIVES: Final = (
    (b"\x1f\x8b", "gzip", "gunzip"),
    (b"PK\x03\x04", "zip", "unzip"),
    (b"BZh", "bzip2", "bunzip2"),
    (b"\xfd7zXZ\x00", "xz", "unxz"),
    (b"\x28\xb5\x2f\xfd", "zstd", "unzstd"),
)
_OTHER_TEXT: Final = (b"\xff\xfe", b"\xfe\xff")


def file_text(path: Path) -> str:
    """The text of a file, without a byte order mark.

    Raises:
        BadRow: the file cannot be read, is too large, is packed, or is no UTF-8 text.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as fault:
        raise BadRow(f"{path.name}: {fault.strerror}") from None
    if len(content) > MAX_BYTES:
        raise BadRow(f"{path.name}: larger than {MAX_BYTES} bytes; audit it in parts")
    for start, name, tool in _ARCHIVES:
        if content.startswith(start):
            raise BadRow(f"{path.name}: is packed with {name}; unpack it first, with {tool}")
    if content.startswith(_OTHER_TEXT):
        raise BadRow(f"{path.name}: no UTF-8 text but UTF-16; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        place = f"byte {fault.start}, in line {line}, is"
        raise BadRow(f"{path.name}: {place} no UTF-8 text; save it as UTF-8") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadRow(f"{path.name}: line {line}: a zero byte; this is no text file")
    return text


def lines_of(file: str, text: str) -> list[str]:
    """The lines of a text, without their ends.

    Raises:
        BadRow: a line is too long to be a message.
    """
    # Not `splitlines`, which also ends a line at characters that a text in quotes may have.
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            raise BadRow(f"{file}: line {number}: {len(line)} characters; {MAX_LINE} at most")
    return lines
