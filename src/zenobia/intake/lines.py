"""Lines to paragraphs: hard-wrapped lines are joined, blank lines part. Takes traced text, gives paragraphs.

A text is hard-wrapped when its lines break where the next word would not have fitted. In any other text each line is a
paragraph.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from zenobia.intake.draft import Paragraph
from zenobia.intake.mend import join_lines
from zenobia.intake.traced import Traced

_LINE = re.compile(r"[^\r\n\f]*(?:\r\n|[\r\n\f]|\Z)")
_ITEM = re.compile(r"(?:[-*•‣▪●–]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S")
_WIDEST = 160
"""A line longer than this was not wrapped for a page or screen."""
_FULL = 0.85
"""A line is full when it and the next word together pass this share of the width."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it. gap: blank lines before it; is_new_page: whether a form feed came before it."""

    words: Traced
    indent: int
    gap: int
    is_new_page: bool = False
    is_heading: bool = False

    @property
    def text(self) -> str:
        """The words alone."""
        return self.words.text


def split_lines(words: Traced) -> list[Line]:
    """The lines that hold anything."""
    ranges = [found.span() for found in _LINE.finditer(words.text)]
    lines: list[Line] = []
    gap, is_new_page = 0, False
    for part in words.cuts(ranges):
        body = part.stripped()
        if body.text:
            lines.append(Line(body, len(part.text) - len(part.text.lstrip()), gap, is_new_page))
            gap, is_new_page = 0, False
        else:
            gap += 1
        if part.text.endswith("\f"):
            gap, is_new_page = gap + 1, True
    return lines


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The width a text was hard-wrapped at, in characters; None when it was not.

    The width is that of the longest lines (95th percentile by characters, so that stray long lines do not count).
    """
    sizes = sorted(len(line.text) for line in lines)
    half, passed, width = 0.95 * sum(sizes), 0, 0
    for width in sizes:
        passed += width
        if passed >= half:
            break
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if not b.gap]
    if not pairs or not 20 <= width <= _WIDEST or sizes[-1] > 2 * width:
        return None
    full = sum(_is_full(a, b, _FULL * width) for a, b in pairs)
    return width if full >= 0.6 * len(pairs) else None


def _is_full(line: Line, following: Line, width: float) -> bool:
    """Whether the first word of the following line would have passed the width."""
    word = following.text.split(maxsplit=1)[0]
    return len(line.text) + 1 + len(word) > width


def to_paragraphs(lines: Sequence[Line], lexicon: frozenset[str]) -> list[Paragraph]:
    """Lines joined into paragraphs: at the text's own width, or one line each. lexicon: the document's words."""
    width = wrap_width(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and width and not _starts_paragraph(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        Paragraph(join_lines([line.words for line in group], lexicon), group[0].is_heading, is_item(group[0].text))
        for group in groups
    ]


def is_item(text: str) -> bool:
    """Whether a line begins as a point of a list does: "- ", "3. ", "(b) "."""
    return bool(_ITEM.match(text))


def _starts_paragraph(line: Line, following: Line, width: int) -> bool:
    """Whether a wrapped line is the last of its paragraph: blank line, list point, indent, or a line left short."""
    if following.gap or line.is_heading or following.is_heading or is_item(following.text):
        return True
    if 1 < following.indent - line.indent <= 12 and line.indent < 4:
        return True
    return not _is_full(line, following, 0.75 * width)
