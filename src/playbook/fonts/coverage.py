"""Which signs a font file has, read from its table ``cmap``."""

import struct
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

_COLLECTION: Final = b"ttcf"
_UNICODE: Final = ((0, 3), (0, 4), (0, 6), (3, 1), (3, 10))
"""The platforms and encodings whose codes are Unicode's."""


def covered(file: Path, signs: Collection[str]) -> frozenset[str]:
    """Those of the signs that a font has; a file that is no font has none."""
    codes = {ord(sign) for sign in signs}
    found: set[int] = set()
    if codes:
        with suppress(OSError, struct.error), file.open("rb") as font:
            for table in _tables(font):
                found |= _of(table, codes)
    return frozenset(map(chr, found))


def _tables(font: BinaryIO) -> Iterator[bytes]:
    """The tables of the first font in a file that map Unicode to glyphs, the largest formats."""
    start = 0
    if _read(font, 0, 4) == _COLLECTION:
        (start,) = struct.unpack(">I", _read(font, 12, 4))
    (count,) = struct.unpack(">H", _read(font, start + 4, 2))
    for number in range(count):
        tag, _sum, offset, _length = struct.unpack(
            ">4s3I", _read(font, start + 12 + 16 * number, 16)
        )
        if tag == b"cmap":
            yield from _subtables(font, offset)


def _subtables(font: BinaryIO, start: int) -> Iterator[bytes]:
    (count,) = struct.unpack(">H", _read(font, start + 2, 2))
    for number in range(count):
        platform, encoding, offset = struct.unpack(">HHI", _read(font, start + 4 + 8 * number, 8))
        if (platform, encoding) not in _UNICODE:
            continue
        form, short = struct.unpack(">HH", _read(font, start + offset, 4))
        if form == 4:
            yield _read(font, start + offset, short)
        elif form == 12:
            (long,) = struct.unpack(">I", _read(font, start + offset + 4, 4))
            yield _read(font, start + offset, long)


def _of(table: bytes, codes: set[int]) -> set[int]:
    ranges = _segments(table) if table[:2] == b"\0\4" else _groups(table)
    found: set[int] = set()
    for first, last in ranges:
        found.update(code for code in codes if first <= code <= last)
    return found


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    """The ranges of format 4. Codes in them without a glyph are rare, and told apart."""
    (twice,) = struct.unpack_from(">H", table, 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + twice)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 2 * twice)
    offsets = struct.unpack_from(f">{count}H", table, 16 + 3 * twice)
    for place, (first, last) in enumerate(zip(starts, ends, strict=True)):
        if offsets[place] == 0:
            yield from _without(first, last, (-deltas[place]) & 0xFFFF)
            continue
        base = 16 + 3 * twice + 2 * place + offsets[place] - 2 * first
        for code in range(first, last + 1):
            (glyph,) = struct.unpack_from(">H", table, base + 2 * code)
            if glyph:
                yield code, code


def _without(first: int, last: int, none: int) -> Iterator[tuple[int, int]]:
    """A range without the code whose glyph is the empty box."""
    if not first <= none <= last:
        yield first, last
        return
    if first < none:
        yield first, none - 1
    if none < last:
        yield none + 1, last


def _groups(table: bytes) -> Iterator[tuple[int, int]]:
    """The ranges of format 12."""
    (count,) = struct.unpack_from(">I", table, 12)
    for first, last, _glyph in struct.iter_unpack(">3I", table[16 : 16 + 12 * count]):
        yield first, last


def _read(font: BinaryIO, offset: int, length: int) -> bytes:
    font.seek(offset)
    return font.read(length)
