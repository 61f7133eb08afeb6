"""Word documents (.docx) to a draft. Takes bytes, gives paragraphs; headers, footers, comments and deleted words stay out.

The map counts in the document's words: its paragraphs in order, tables' too, with a line end after each.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from zenobia.errors import IntakeError
from zenobia.intake import limits
from zenobia.intake.clean import clean
from zenobia.intake.draft import Draft, Paragraph
from zenobia.intake.lines import split_lines
from zenobia.intake.plain import take_first_heading
from zenobia.intake.traced import Traced

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}instrText", f"{_W}pPr", _FALLBACK))
_SPACES = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": "\u00ad"}
ZIP_MARK = b"PK\x03\x04"


def read_word(raw: bytes, where: str) -> Draft:
    """The draft of a document. Raises IntakeError when it is damaged, locked, no .docx or unpacks to too much."""
    _refuse_bomb(raw, where)
    body = _body(raw, where)
    paragraphs: list[Paragraph] = []
    warnings: dict[str, None] = {}
    at = 0
    for element in body.iter(f"{_W}p"):
        if at > limits.TEXT:
            break
        if any(True for _ in element.iterancestors(*_SKIPPED)):
            continue
        text = "".join(_words(element))
        words, told = clean(Traced.read(text, at))
        warnings.update(dict.fromkeys(told))
        at += len(text) + 1
        lines = [line.words for line in split_lines(words)]
        paragraphs += [Paragraph(line, _is_heading(element), _is_item(element)) for line in lines]
    title, paragraphs = take_first_heading(paragraphs)
    return Draft(paragraphs=tuple(paragraphs), title=title, warnings=tuple(warnings))


def _refuse_bomb(raw: bytes, where: str) -> None:
    """Raise IntakeError when the parts say they unpack to more than a document holds; never more than that is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            size = sum(part.file_size for part in parts.infolist())
            markup = sum(part.file_size for part in parts.infolist() if part.filename.lower().endswith((".xml", ".rels")))
            is_locked = any(part.flag_bits & 1 for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        if raw.startswith(b"\xd0\xcf\x11\xe0"):
            raise IntakeError("an old or locked Word document", where=where, mend="save it as .docx without password") from None
        raise IntakeError(f"damaged or no .docx ({error})", where=where, mend="save the document again as .docx") from None
    if is_locked:
        raise IntakeError("the document is locked with a password", where=where, mend="save it without password")
    if size > limits.UNPACKED_BYTES or markup > limits.UNPACKED_MARKUP:
        mb = (limits.UNPACKED_BYTES if size > limits.UNPACKED_BYTES else limits.UNPACKED_MARKUP) // 2**20
        raise IntakeError(f"unpacks to more than {mb} MiB", where=where, mend="save the words alone, without pictures")


def _body(raw: bytes, where: str) -> Any:
    import docx

    try:
        return docx.Document(io.BytesIO(raw)).element.body
    except Exception as error:  # python-docx and lxml raise many kinds on hostile files
        what = " ".join(str(error).split())[:120]
        raise IntakeError(f"damaged or no .docx ({what})", where=where, mend="save the document again as .docx") from None


def _words(paragraph: Any) -> Iterator[str]:
    """The words of a paragraph as it stands: insertions in, deletions and text boxes out."""
    from lxml import etree  # type: ignore[import-untyped, unused-ignore]

    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag in _SKIPPED:
            walk.skip_subtree()
        elif element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in _SPACES:
            yield _SPACES[element.tag]


def _is_heading(paragraph: Any) -> bool:
    """Whether the paragraph has a title or heading style."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = (style.get(f"{_W}val") or "").lower() if style is not None else ""
    return name.startswith(("title", "heading", "titre", "titel", "berschrift", "überschrift", "ttulo", "titulo", "título"))


def _is_item(paragraph: Any) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}numPr") is not None
