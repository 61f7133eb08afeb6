"""Laws of intake: the map leads back, days and languages are read as tables say, the first real case stays whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.errors import IntakeError
from zenobia.intake import report_from_path, report_from_text
from zenobia.intake.dates import date_in_name, find_dates, read_date
from zenobia.intake.language import detect_language
from zenobia.intake.traced import Traced, joined, map_source
from zenobia.types import Report

PARTS = st.lists(
    st.sampled_from(
        [
            "Rebels left Dorn.",
            "rebels in the",
            "“We hold it.",
            'He said "no',
            "\n",
            "\n\n",
            "\r\n",
            "\f",
            " ",
            "\t",
            "\u00a0",
            "\u00ad",
            "\x00",
            "\u202e",
            "-",
            "- ",
            "# ",
            "**",
            "_",
            "[a](b)",
            "&amp;",
            "&#x41;",
            "> ",
            "28 March 2016",
            "By Jane Roe",
            "DORN (Reuters) - ",
            "(c) 2016",
            "3",
            "😀",
            "é",
        ]
    ),
    max_size=40,
).map("".join)


def assert_map_leads_back(report: Report, source: str) -> None:
    """Each part of the map is of one length in text and file and the same but for white space, or an entity and its character."""
    at = 0
    for part in report.source_map:
        assert at <= part.start < part.end <= len(report.text)
        at = part.end
        ours, theirs = report.text[part.start : part.end], source[part.source_start : part.source_end]
        if theirs.startswith("&") and theirs.endswith(";"):
            continue
        assert len(ours) == len(theirs)
        assert all(a == b or (a == " " and b.isspace()) for a, b in zip(ours, theirs, strict=True))


@given(PARTS)
def test_map_leads_back_to_the_text(source: str) -> None:
    """Whatever a text holds, the map of its report is true, and what the map leaves out is white space alone."""
    try:
        report = report_from_text(source)
    except IntakeError:
        return
    assert_map_leads_back(report, source)
    covered: set[int] = set()
    for part in report.source_map:
        covered.update(range(part.start, part.end))
    assert all(report.text[i].isspace() for i in range(len(report.text)) if i not in covered)


@given(PARTS)
def test_mended_text_is_clean(source: str) -> None:
    """A mended text holds no control characters, and no white space at its ends or doubled line ends."""
    try:
        text = report_from_text(source).text
    except IntakeError:
        return
    assert not any(c in text for c in "\x00\r\f\u00ad\u202e")
    assert text == text.strip()
    assert "\n\n\n" not in text


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.text(max_size=3)), max_size=5))
def test_changes_say_what_the_words_become(text: str, wanted: list[tuple[int, int, str]]) -> None:
    """Replacing ranges of traced text gives what replacing them in a string gives."""
    changes, last = [], 0
    for start, size, words in sorted(wanted):
        if last <= start <= start + size <= len(text):
            changes.append((start, start + size, words))
            last = start + size
    expected, at = "", 0
    for start, end, words in changes:
        expected += text[at:start] + words
        at = end
    changed = Traced.read(text).changed(changes)
    assert changed.text == expected + text[at:]
    assert "".join(piece.text for piece in changed.pieces) == changed.text


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6).map(sorted), st.text(min_size=41, max_size=60))
def test_cutting_and_joining_gives_the_same_words(places: list[int], text: str) -> None:
    """A text cut and put together again is itself, and its map is one part."""
    whole = Traced.read(text, 7)
    cuts = list(whole.cuts(zip([0, *places], [*places, len(text)], strict=True)))
    again, source_map = map_source([("body", joined(cuts))], "\n\n")
    assert again == text
    assert [(part.source_start, part.source_end) for part in source_map] == [(7, 7 + len(text))]


DATES = [
    ("28 March 2016", date(2016, 3, 28)),
    ("28th of March, 2016", date(2016, 3, 28)),
    ("March 28, 2016", date(2016, 3, 28)),
    ("Mar. 28 2016", date(2016, 3, 28)),
    ("Monday, 28 March 2016", date(2016, 3, 28)),
    ("2016-03-28", date(2016, 3, 28)),
    ("2016-03-28T12:00:00+01:00", date(2016, 3, 28)),
    ("2016/03/28", date(2016, 3, 28)),
    ("28.03.2016", date(2016, 3, 28)),
    ("28/03/2016", date(2016, 3, 28)),
    ("03/28/2016", date(2016, 3, 28)),
    ("5/5/2016", date(2016, 5, 5)),
    ("28 mars 2016", date(2016, 3, 28)),
    ("28 de marzo de 2016", date(2016, 3, 28)),
    ("28. März 2016", date(2016, 3, 28)),
    ("28 Mart 2016", date(2016, 3, 28)),
    ("28 марта 2016", date(2016, 3, 28)),
    # which of two it is nobody can tell
    ("03/04/2016", None),
    # no such day; no year; no day
    ("31 April 2016", None),
    ("28 March", None),
    ("March 2016", None),
    ("Sunday", None),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_day_of_a_field(text: str, day: date | None) -> None:
    """A field that names one day, in any of the usual ways, is that day; anything else is None."""
    assert read_date(text) == day


def test_odd_letters_are_no_months() -> None:
    """Letters that only fold to a month's name break nothing."""
    assert find_dates("3 ſeptember 2016, 4 nısan 2016")[0].day == date(2016, 9, 3)


@pytest.mark.parametrize(
    ("name", "day"),
    [("2016-03-28.md", date(2016, 3, 28)), ("/2016/03/28/dorn", date(2016, 3, 28)), ("120160328", None), ("2016-0328", None)],
)
def test_day_of_a_name(name: str, day: date | None) -> None:
    """A name holds a day when it is written year first with one kind of mark."""
    assert date_in_name(name) == day


LANGUAGES = [
    ("en", "Rebels left the town on Monday, the army said."),
    ("en", "Rebels take Dorn"),
    ("en", "A US drone missile strike near Mira Sand, Azmaristan."),
    ("en", "In Azmar, six men die in a raid."),
    ("en", "GUERRILLAS ATTACKED THE POST AT DAWN, THE ARMY SAID"),
    ("fr", "Les rebelles ont pris la ville de Dorn lundi, selon l'armée."),
    ("es", "Al menos doce soldados murieron en un ataque contra una base militar en el norte del país, dijo el gobierno."),
    ("de", "Rebellen haben die Stadt Dorn am Montag eingenommen, wie die Armee mitteilte."),
    (
        "tr",
        "Ordu, kenti geri aldığını ve çok sayıda isyancının öldürüldüğünü açıkladı. Sözcü, çatışmalar için daha fazla asker geldiğini söyledi.",
    ),
    (
        "pt",
        "Pelo menos doze soldados foram mortos em um ataque contra uma base militar, disse o governo. Os rebeldes não comentaram.",
    ),
    ("ru", "Повстанцы взяли город в понедельник."),
    ("uk", "Українські сили відбили атаку біля міста, повідомив їхній речник."),
    ("ar", "سيطرت القوات على المدينة يوم الاثنين"),
    ("fa", "نیروها روز دوشنبه شهر را گرفتند و پنج نفر کشته شدند"),
    ("he", "הצבא נכנס לעיר ביום שני"),
    ("zh", "军队星期一夺回了该镇"),
    ("ja", "軍は月曜日に町を奪回した"),
    (None, "12345 !?"),
]


@pytest.mark.parametrize(("code", "text"), LANGUAGES)
def test_language_is_told_by_script_and_common_words(code: str | None, text: str) -> None:
    """Doubt is for English; a clear other language is named."""
    assert detect_language(text) == code


def test_first_real_case_is_whole(shared: Path) -> None:
    """The broken report of 28 March 2016: heading and footer out, the cut quotation and sentence one again, the map true."""
    path = shared / "reports" / "palmyra-2016-03-28.md"
    report = report_from_path(path)
    assert report.title == "Historic city of Palmyra falls to Syrian government forces"
    assert report.byline == "Thomas Gaist"
    assert report.published is not None
    assert (report.published.date, report.published.rule) == (date(2016, 3, 28), "dateline")
    assert (report.language, report.warnings) == ("en", ())
    assert "in Turkey. We have bases all through the Middle East" in report.text
    assert "largely beyond the control of their American handlers" in report.text
    assert "the Los Angeles Times wrote on Sunday" in report.text
    assert "WSWS" not in report.text
    assert report.text.endswith("within the imperialist governments themselves.")
    assert_map_leads_back(report, path.read_bytes().decode())
    first = report.source_map[0]
    assert (first.part, first.start, first.source_start) == ("title", 0, 4)
