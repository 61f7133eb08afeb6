"""Bytes to text: UTF-8 where it is, else what the bytes tell of themselves, with a warning.

Takes bytes, gives the decoded file: the text that every `source_map` of it counts in. A byte order mark is no part of it;
line ends stay as they are.
"""

from __future__ import annotations

import codecs
import re

from zenobia.errors import IntakeError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_CONTROLS = bytes(sorted({*range(32), 127} - {9, 10, 11, 12, 13, 27}))
_CHARSET = re.compile(rb"<(?:meta|\?xml)\b[^<>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.I)
_MAGIC = (
    b"\x7fELF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
)


def decode(raw: bytes, *, where: str, is_whole: bool = True) -> tuple[str, tuple[str, ...]]:
    """The text of a file's bytes, and warnings about its encoding.

    is_whole: False when `raw` is only the file's beginning, which may end inside a character.
    Raises IntakeError when the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = _decode_as(raw[len(mark) :], encoding, is_whole=is_whole)
            return text, (() if encoding == "utf-8" and "\ufffd" not in text else (_read_as(encoding),))
    wide = _wide_encoding(raw[:_SAMPLE])
    if wide:
        return _decode_as(raw, wide, is_whole=is_whole), (_read_as(wide),)
    _refuse_binary(raw[:_SAMPLE], where)
    try:
        return codecs.getincrementaldecoder("utf-8")("strict").decode(raw, final=is_whole), ()
    except UnicodeDecodeError:
        pass
    declared = _declared(raw)
    if declared:
        return _decode_as(raw, declared, is_whole=is_whole), ()
    text = _decode_as(raw, "utf-8", is_whole=is_whole)
    stray = text.count("\ufffd")
    if sum(c > "\x7f" for c in text[:_SAMPLE]) > 2 * text[:_SAMPLE].count("\ufffd"):
        return _mend_stray(raw, is_whole=is_whole), (
            f"not all UTF-8: {stray} stray bytes read as Windows-1252 or shown as U+FFFD",
        )
    encoding = _guess(raw[:_SAMPLE])
    return _decode_as(raw, encoding, is_whole=is_whole), (_read_as(encoding),)


def _read_as(encoding: str) -> str:
    return f"not UTF-8: read as {encoding}; mend: save the file as UTF-8 if words look wrong"


def _decode_as(raw: bytes, encoding: str, *, is_whole: bool) -> str:
    text = codecs.getincrementaldecoder(encoding)("replace").decode(raw, final=is_whole)
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: Latin text in it has every second byte 0."""
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.05 else None


def _refuse_binary(sample: bytes, where: str) -> None:
    """Raise IntakeError for another kind of file, or when more than one byte in twenty (and three) is a control character."""
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if sample.startswith(_MAGIC) or controls > 3 + len(sample) / 20:
        raise IntakeError(
            "not text but binary data", where=where, mend="give text, Markdown, HTML, PDF, .docx, CSV or JSON Lines"
        )


def _declared(raw: bytes) -> str | None:
    """The encoding that a page's head names, when it is one."""
    found = _CHARSET.search(raw[:4096])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
        "".encode(name)  # codecs such as "hex" are not of text
    except (LookupError, ValueError):
        return None
    return (
        None
        if name in ("utf-8", "utf-7", "idna", "punycode") or name.startswith(("utf-16", "utf-32", "unicode", "raw"))
        else name
    )


def _mend_stray(raw: bytes, *, is_whole: bool) -> str:
    """UTF-8 with a few bytes of Windows-1252 among it: those stand for their character, broken sequences for U+FFFD."""
    codecs.register_error("zenobia-stray", _stray)
    return codecs.getincrementaldecoder("utf-8")("zenobia-stray").decode(raw, final=is_whole)


def _stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return (bad.decode("cp1252", "replace") if len(bad) == 1 else "\ufffd"), error.end


def _guess(sample: bytes) -> str:
    """The 8-bit (or East Asian) encoding of a text that is not UTF-8.

    Windows-1252 where nearly all bytes above ASCII are its quotation marks, dashes and accented letters, few among ASCII:
    charset-normalizer takes short texts of that kind for others.
    """
    high = [b for b in sample if b > 0x7F]
    plain = sum(b in b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa3\xa7\xab\xb0\xbb" or b >= 0xC0 for b in high)
    if len(high) * 8 < len(sample) and plain >= 0.9 * len(high):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"
