"""Lines of a PDF to paragraphs; running heads and feet apart. Takes lines with their places, gives paragraphs with type sizes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from zenobia.intake.bylines import read_byline, read_date_line
from zenobia.intake.draft import Paragraph
from zenobia.intake.lines import is_item
from zenobia.intake.mend import join_lines
from zenobia.intake.pdf_layout import PageLine
from zenobia.intake.traced import Traced

_PAGE_NUMBER = re.compile(r"\W{0,3}(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W{0,3}", re.I)
_OUTER = 3
"""Rows at the top and at the bottom of a page among which heads and feet are looked for."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line or a piece of one. page: from 1; place: its words' boxes."""

    words: Traced
    page: int
    place: PageLine


def part_repeats(pages: Sequence[Sequence[PdfLine]]) -> tuple[list[list[PdfLine]], tuple[str, ...]]:
    """Pages without running heads, feet and page numbers, and the words of those, each once.

    A head is in the outer rows of a page and comes again, digits apart, in the same size at the same height on a third of the
    pages, at least two. Rows are looked at from the edge inwards, as far as they hold nothing else.
    """
    rows = [_rows(page) for page in pages]
    seen = Counter(key for page in rows for key in {_shape(line) for row in page[:_OUTER] + page[-_OUTER:] for line in row})
    least = max(2, round(len(pages) / 3))

    def is_repeat(line: PdfLine) -> bool:
        return seen[_shape(line)] >= least or bool(_PAGE_NUMBER.fullmatch(line.words.text))

    kept: list[list[PdfLine]] = []
    margin: dict[str, None] = {}
    for page in rows:
        for inwards in (page, page[::-1]):
            for row in inwards[:_OUTER]:
                margin.update(dict.fromkeys(line.words.text for line in row if is_repeat(line)))
                row[:] = [line for line in row if not is_repeat(line)]
                if row:
                    break
        kept.append([line for row in page for line in row])
    return (kept, tuple(margin)) if any(kept) else ([list(page) for page in pages], ())


def _rows(page: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """The pieces of a page, which are in order from the top, by their height."""
    rows: list[list[PdfLine]] = []
    for line in page:
        if rows and abs(rows[-1][0].place.middle - line.place.middle) < 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _shape(line: PdfLine) -> tuple[str, int, int]:
    return re.sub(r"\d+", "0", line.words.text).casefold(), round(line.place.size), round(line.place.middle / 4)


def to_paragraphs(lines: Sequence[PdfLine], lexicon: frozenset[str]) -> list[tuple[Paragraph, float]]:
    """Lines in reading order joined into paragraphs, each with its type size in points."""
    body = _body_size(lines)
    leading = _leading(lines)
    groups: list[list[PdfLine]] = []
    for line in lines:
        if groups and not _starts_paragraph(groups[-1], line, leading):
            groups[-1].append(line)
        else:
            groups.append([line])
    found = []
    for group in groups:
        size = median(line.place.size for line in group)
        words = join_lines([line.words for line in group], lexicon)
        found.append((Paragraph(words, size > 1.15 * body and len(words.text) < 300, is_item(words.text)), size))
    return found


def _body_size(lines: Sequence[PdfLine]) -> float:
    """The type size that most characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.place.size, 1)] += len(line.words.text)
    return sizes.most_common(1)[0][0]


def _leading(lines: Sequence[PdfLine]) -> float:
    """The step from a line to the next below it within paragraphs, in type sizes: one that a quarter of the steps do not pass."""
    steps = sorted(
        (a.place.middle - b.place.middle) / a.place.size
        for a, b in pairwise(lines)
        if a.page == b.page and a.place.middle > b.place.middle
    )
    return max(steps[len(steps) // 4], 1.0) if steps else 1.2


def _starts_paragraph(group: Sequence[PdfLine], line: PdfLine, leading: float) -> bool:
    """Whether a line begins a paragraph: other type, another column or page, a wider step, an indent, or after a line left short."""
    last, here = group[-1].place, line.place
    if abs(here.size - last.size) > 0.12 * max(here.size, last.size) or is_item(line.words.text):
        return True
    if any(read_byline(text) or read_date_line(text) for text in (line.words.text, group[-1].words.text)):
        return True
    step = (last.middle - here.middle) / last.size
    if line.page != group[-1].page or step < 0 or step > 1.25 * leading:
        return True
    if abs((last.left + last.right) - (here.left + here.right)) < 4:
        return False  # centred under each other
    margin = min(member.place.left for member in group[1:] or group)
    if here.left - margin > 0.8 * here.size and not is_item(group[0].words.text):
        return True
    room = max(member.place.right for member in group) - last.right
    first_word = len(line.words.text.split(maxsplit=1)[0])
    return len(group) > 1 and room > 0.75 * first_word * here.size + here.size


def take_title(paragraphs: list[tuple[Paragraph, float]]) -> tuple[Traced | None, list[tuple[Paragraph, float]]]:
    """The heading in the largest type among the first paragraphs, apart from the rest."""
    heads = [(size, -i) for i, (p, size) in enumerate(paragraphs[:8]) if p.is_heading and len(p.text) > 2]
    if not heads:
        return None, paragraphs
    at = -max(heads)[1]
    return paragraphs[at][0].words, paragraphs[:at] + paragraphs[at + 1 :]
