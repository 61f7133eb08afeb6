"""Readings and raw bytes as the record keeps them: whole, exact, and small.

Both repeat the report's own text, so that text is given to zlib as a dictionary: a JSON line's bytes then take a few dozen bytes, a
reading about 400. The form is one byte, then raw deflate."""

from __future__ import annotations

import json
import zlib
from functools import cache
from importlib.resources import files

from zenobia.exports.reading_from_json import reading_from_dict
from zenobia.exports.reading_json import reading_to_dict
from zenobia.types import Reading, Report

READING_FORM = b"\x01"
"""Deflate over the shipped phrases and the text; a later form gets the next number, and this one stays readable."""

RAW_FORM = b"\x01"
WINDOW = 32_000
"""Bytes that deflate can look back."""

_LEVEL = 6
_APART = ("id", "sha256", "title", "byline", "outlet", "url", "published", "language", "text")
"""Columns of their own in the table of reports."""


def pack_reading(reading: Reading) -> bytes:
    """A reading without what the report's own columns hold."""
    record = reading_to_dict(reading)
    for name in _APART:
        del record[name]
    for mention in record["mentions"]:
        del mention["text"]
    for event in record["events"]:
        del event["trigger"]["text"]
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return READING_FORM + _deflate(line, _phrases() + _encode(reading.report.text))


def unpack_reading(packed: bytes, report: Report) -> Reading:
    """The reading again, of this report. Raises ValueError when the bytes are damaged or of an unknown form."""
    if packed[:1] != READING_FORM:
        raise ValueError(f"unknown form {packed[:1]!r}")
    try:
        record = json.loads(_inflate(packed[1:], _phrases() + _encode(report.text)).decode("utf-8", "surrogatepass"))
        published = report.published
        told = {"date": published.date.isoformat(), "rule": published.rule} if published else None
        given = {name: getattr(report, name) for name in _APART if name != "published"}
        for mention in record["mentions"]:
            mention["text"] = ""  # cut from the report's text again
        return reading_from_dict({**record, **given, "published": told})
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError(f"damaged ({error})") from error


def pack_raw(raw: bytes, text: str) -> bytes:
    """The bytes a report came as."""
    return RAW_FORM + _deflate(raw, _encode(text))


def unpack_raw(packed: bytes, text: str) -> bytes:
    """The bytes again. Raises ValueError when they are damaged."""
    if packed[:1] != RAW_FORM:
        raise ValueError(f"unknown form {packed[:1]!r}")
    try:
        return _inflate(packed[1:], _encode(text))
    except zlib.error as error:
        raise ValueError(f"damaged ({error})") from error


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _deflate(content: bytes, dictionary: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15, 8, zlib.Z_DEFAULT_STRATEGY, dictionary[-WINDOW:])
    return packer.compress(content) + packer.flush()


def _inflate(packed: bytes, dictionary: bytes) -> bytes:
    unpacker = zlib.decompressobj(-15, dictionary[-WINDOW:])
    return unpacker.decompress(packed) + unpacker.flush()


@cache
def _phrases() -> bytes:
    """What every reading says: names of fields, rules, common actors. Never changed once records are written with it."""
    return files("zenobia.record").joinpath("data", "phrases.txt").read_bytes()
