"""A briefing is safe to open: names and words are hostile, in Markdown and in HTML."""

from __future__ import annotations

from datetime import date

import pytest

from zenobia.exports.briefing import to_html, to_markdown
from zenobia.situation_types import Changes, ControlSign, Evidence, Holding, Side, Turn
from zenobia.types import ControlKind, Place, Span

HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) `rm` \u202eliame"


def hostile_changes() -> Changes:
    sign = ControlSign(
        kind=ControlKind.TAKES,
        place="own:x",
        called=HOSTILE,
        confidence=0.9,
        evidence=Evidence(report=HOSTILE, sha256="", outlet=HOSTILE, span=Span(0, 3), words=HOSTILE),
    )
    after = Holding(
        place=Place(id="own:x", name=HOSTILE, country="SY"),
        called=HOSTILE,
        state="held",
        holder=Side(id="x", name=HOSTILE),
        start=date(2016, 3, 27),
        signs=(sign,),
    )
    return Changes(first=date(2016, 3, 1), last=date(2016, 3, 31), turns=(Turn(before=None, after=after),))


@pytest.mark.parametrize("place", [None, HOSTILE])
def test_a_page_holds_nothing_a_browser_obeys(place: str | None) -> None:
    page = to_html(hostile_changes(), place=place)
    assert "<script" not in page
    assert "\u202e" not in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize("place", [None, HOSTILE])
def test_markdown_holds_nothing_a_renderer_obeys(place: str | None) -> None:
    text = to_markdown(hostile_changes(), place=place)
    assert "<script" not in text.replace("\\<", "")
    assert "](javascript" not in text
    assert "\u202e" not in text
    assert "\\`rm\\`" in text
