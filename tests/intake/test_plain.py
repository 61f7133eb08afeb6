"""Text and Markdown to reports: what of a document is heading, what is body, and what is mended."""

from __future__ import annotations

from datetime import date

import pytest

from zenobia.intake import Given, report_from_text
from zenobia.types import Report

DAY = date(2016, 3, 28)
BODY = "Rebel fighters withdrew from two villages north of the city on Monday, officials said, after a week of shelling."


def paragraphs(report: Report) -> list[str]:
    return report.text.split("\n\n")


HEADINGS = [
    # title, byline and date on lines of their own, blank lines between
    (f"Rebels leave two villages\n\nBy Jane Roe\n\n28 March 2016\n\n{BODY}\n", "Rebels leave two villages", "Jane Roe", DAY),
    # the same without blank lines, body lines unwrapped
    (f"Rebels leave two villages\nBy Jane Roe\nMarch 28, 2016\n{BODY}\n{BODY}", "Rebels leave two villages", "Jane Roe", DAY),
    # a bare name counts beside the date line
    (f"# Rebels leave two villages\n\nJane Roe  \n28 March 2016\n\n{BODY}", "Rebels leave two villages", "Jane Roe", DAY),
    # name and date on one line
    (f"Rebels leave two villages\n\nJane Roe | 28.03.2016\n\n{BODY}", "Rebels leave two villages", "Jane Roe", DAY),
    (
        f"Rebels leave two villages\n\nBy Jane Roe and John Doe, March 28, 2016\n\n{BODY}",
        "Rebels leave two villages",
        "Jane Roe and John Doe",
        DAY,
    ),
    # labelled date with time; the update comes after it
    (
        f"Rebels leave\n\nUpdated: 29 March 2016, 08:10 GMT\nPublished: Monday, 28 March 2016, 14:05 GMT\n\n{BODY}",
        "Rebels leave",
        None,
        DAY,
    ),
    # place and date above the title, as in press releases
    (f"Geneva, 28 March 2016\n\nEnvoy calls for a truce in Dorn\n\n{BODY}", "Envoy calls for a truce in Dorn", None, DAY),
    # labelled fields
    (
        f"Title: Rebels leave\nAuthor: Jane Roe\nDate: 2016-03-28\nSource: Valley Monitor\n\n{BODY}",
        "Rebels leave",
        "Jane Roe",
        DAY,
    ),
    # a title wrapped over two lines
    (
        f"Rebels leave two villages after\na week of shelling\n\n28 March 2016\n\n{BODY}",
        "Rebels leave two villages after a week of shelling",
        None,
        DAY,
    ),
    # front matter of Markdown
    (f'---\ntitle: "Rebels leave"\nauthor: Jane Roe\ndate: 2016-03-28\n---\n\n{BODY}', "Rebels leave", "Jane Roe", DAY),
    # an underlined Markdown heading
    (f"# Rebels leave #\n\n{BODY}", "Rebels leave", None, None),
    # hard negatives: one sentence is no title; a sentence that names a day is no date line
    (BODY, None, None, None),
    (f"{BODY}\n\nOn 28 March 2016 the army came back.", None, None, None),
    (f"By Monday, the rebels had left.\n\n{BODY}", None, None, None),
    # a title that ends in a date stays whole, and says nothing of publication
    (f"Attacks in Dorn, 13 November 2015\n\n{BODY}", "Attacks in Dorn, 13 November 2015", None, None),
]


@pytest.mark.parametrize(("text", "title", "byline", "day"), HEADINGS)
def test_heading_is_taken_out(text: str, title: str | None, byline: str | None, day: date | None) -> None:
    """Title, byline and day are found, the title is the first line, and nothing of byline and date line stays in the body."""
    report = report_from_text(text)
    assert (report.title, report.byline, report.published and report.published.date) == (title, byline, day)
    assert report.text.startswith(title or text[:20])
    if day:
        assert paragraphs(report)[1:] == [BODY] * text.count(BODY)


DATELINES = [
    ("ALEPPO, Syria, March 28, 2016 (Agency) - ", DAY, "Agency"),
    ("BEIRUT (Reuters) - ", None, "Reuters"),
    ("PARIS/DORN, March 28, 2016 — ", DAY, None),
    ("28 March 2016 – ", DAY, None),
    ("Dorn, Monday 28 March 2016 (SANA) -- ", DAY, "SANA"),
    ("KABUL, Afghanistan – ", None, None),
    ("ROME — ", None, None),
]


@pytest.mark.parametrize(("dateline", "day", "agency"), DATELINES)
def test_dateline_is_taken_off(dateline: str, day: date | None, agency: str | None) -> None:
    """The dateline before the first sentence is no part of the body; its day is the publication day, its agency the outlet."""
    report = report_from_text(f"Rebels leave two villages\n\n{dateline}{BODY}")
    assert paragraphs(report) == ["Rebels leave two villages", BODY]
    assert (report.published and report.published.date, report.outlet) == (day, agency)


@pytest.mark.parametrize(
    "start",
    [
        "ISIS – the group that held Dorn – left on Monday.",  # an acronym of a party is no place
        "The SDF (Reuters reported) - backed by jets - took Dorn.",
        "The army - which denied it - shelled Dorn.",
        "UPDATE 2 - Rebels leave.",
        "CJTF–Dorn jets struck the road.",
    ],
)
def test_what_only_looks_like_a_dateline_stays(start: str) -> None:
    """Words before a dash that name no place, day or agency are the report's own."""
    assert report_from_text(f"{start} {BODY}").text == f"{start} {BODY}"


def test_day_without_year_is_not_guessed() -> None:
    """ "March 28" alone names no day: none is recorded, and a warning names the words and the mend."""
    report = report_from_text(f"DORN, March 28 (Agency) - {BODY}")
    assert report.published is None
    assert "'March 28' leaves the day open" in report.warnings
    assert any("--published" in warning for warning in report.warnings)


def test_given_day_wins_over_the_dateline() -> None:
    """What the user says of the day wins over what is found."""
    report = report_from_text(
        f"Rebels leave\n\n28 March 2016\n\n{BODY}", Given(published=date(2016, 4, 1), outlet="Valley Monitor")
    )
    assert report.published is not None
    assert (report.published.date, report.published.rule, report.outlet) == (date(2016, 4, 1), "given", "Valley Monitor")


MENDED = [
    # a sentence cut by a blank line
    ("The rebels moved into the\n\nvalley of Dorn.", ["The rebels moved into the valley of Dorn."]),
    # ... before a name
    ("The rebels moved on from\n\nDorn and Kest.", ["The rebels moved on from Dorn and Kest."]),
    # a quotation cut by a blank line, within a sentence and between two
    ('"We hold the\n\nbridge," he said.', ['"We hold the bridge," he said.']),
    ('"We hold it. All know that.\n\nThey left," he said.', ['"We hold it. All know that. They left," he said.']),
    ("“We hold it.\n\nThey left,” he said.", ["“We hold it. They left,” he said."]),
    # a quotation of two paragraphs, opened anew: no break
    ("“We hold it.\n\n“They left,” he said.", ["“We hold it.", "“They left,” he said."]),
    ('"We hold it."\n\n"They left," he said.', ['"We hold it."', '"They left," he said.']),
    # two whole sentences stay apart
    ("The rebels left.\n\nThe army came.", ["The rebels left.", "The army came."]),
    # a list after a colon, and its points, stay apart
    ("Held by rebels:\n\n- the bridge\n- the dam", ["Held by rebels:", "- the bridge", "- the dam"]),
    # words parted at a line end: hyphen taken out, a compound's own kept
    (
        "The govern-\nment and its US-\nbacked allies fought on in Deir al-\nZor for a second week\nwith short- and\nlong-range guns.",
        ["The government and its US-backed allies fought on in Deir al-Zor for a second week with short- and long-range guns."],
    ),
    # the document itself tells how the word is written
    (
        "The cease-fire is over. The cease-\nfire lasted a day and was broken.",
        ["The cease-fire is over. The cease-fire lasted a day and was broken."],
    ),
    # soft hyphens
    ("They spoke with en\u00advoys of the gov\u00ad\nernment.", ["They spoke with envoys of the government."]),
    # hard-wrapped lines are one paragraph; a short line ends one
    (
        "The rebels left the two villages on\nMonday, and the army came back from\nthe hills.\nShelling went on in the valley until\nnight fell.",
        [
            "The rebels left the two villages on Monday, and the army came back from the hills.",
            "Shelling went on in the valley until night fell.",
        ],
    ),
    # a form feed in the middle of a sentence
    ("The rebels moved into the\n\f\nvalley of Dorn.", ["The rebels moved into the valley of Dorn."]),
    # odd spaces and line ends
    ("The\u00a0rebels\u2009left.\r\n\r\nThe army\tcame.\u2029", ["The rebels left.", "The army came."]),
]


@pytest.mark.parametrize(("text", "body"), MENDED)
def test_broken_text_is_mended(text: str, body: list[str]) -> None:
    """Sentences, quotations and words that a break cut are whole again, and nothing else is joined."""
    assert paragraphs(report_from_text(text)) == body


FOOTERS = [
    "To contact the Valley Monitor and\nits friends visit:\n\nmonitor.example.org/contact",
    "(Reporting by Jane Roe; Editing by John Doe)",
    "© 2016 Valley Monitor. All rights reserved.",
    "Follow us on Twitter",
    "Subscribe to our newsletter.",
    "Related articles:\n\nThe bridge at Dorn\n\nA week in Kest",
    "This article was originally published on valley.example.org.",
    "ADVERTISEMENT",
    "For more information, contact: press@valley.example.org",
    "3",
    "- ENDS -",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_footer_is_dropped(footer: str) -> None:
    """What follows the report on its page is no part of it."""
    assert paragraphs(report_from_text(f"{BODY}\n\nThe army came.\n\n{footer}\n")) == [BODY, "The army came."]


@pytest.mark.parametrize(
    "last",
    [
        "To contact the rebels, the envoy had to cross the river at night, he said.",
        "Follow us into the valley, the commander told his men.",
        "Related to this, a court sentenced two officers to death on Sunday.",
        "More on the road, a spokesman said, would be killed.",
    ],
)
def test_last_sentence_is_no_footer(last: str) -> None:
    """A sentence that begins as footers do stays."""
    assert paragraphs(report_from_text(f"{BODY}\n\n{last}"))[-1] == last


def test_running_heads_are_dropped() -> None:
    """A head that each page repeats and page numbers go, and the sentence that a page's end cut is whole."""
    pages = [
        "THE VALLEY MONITOR      Page 1\n\nThe militia left the hills on Monday, a spokesman said, and moved to the",
        "THE VALLEY MONITOR      Page 2\n\nvalley of Dorn, where it met other units. Residents spoke of trucks and",
        "THE VALLEY MONITOR      Page 3\n\nguns on the road. No one was hurt.",
    ]
    expected = (
        "The militia left the hills on Monday, a spokesman said, and moved to the valley of Dorn, where it met other units. "
        "Residents spoke of trucks and guns on the road. No one was hurt."
    )
    assert paragraphs(report_from_text("\n\f".join(pages))) == [expected]


def test_refrains_are_no_running_heads() -> None:
    """Lines that come again within the text, such as a speaker's label, stay."""
    text = "\n\n".join(["Commander", "We hold the bridge.", "Envoy", "For how long?"] * 4)
    assert report_from_text(text).text == text


MARKS = [
    ("The *Valley Monitor* saw **two** of ***them***.", "The Valley Monitor saw two of them."),
    ('See [the report](https://valley.example/a_(b) "t") of _Sunday_.', "See the report of Sunday."),
    ("![A bridge](bridge.png)The bridge fell.", "The bridge fell."),
    ("[![A bridge](b.png)](https://x.example)The bridge fell.", "The bridge fell."),
    ("> The bridge fell,\n> a man said.", "The bridge fell, a man said."),
    ("The file snake_case_name and 2 * 3 * 4 stay.", "The file snake_case_name and 2 * 3 * 4 stay."),
    ("Rebels &amp; allies\\* left `Dorn`.", "Rebels & allies* left Dorn."),
    ("It fell.[^1] <https://valley.example> says so.<br>", "It fell. https://valley.example says so."),
    ("The ~~bridge~~ dam fell <b>twice</b>.", "The bridge dam fell twice."),
]


@pytest.mark.parametrize(("marked", "words"), MARKS)
def test_markdown_marks_are_taken_off(marked: str, words: str) -> None:
    """Marks go, the words they mark stay."""
    assert paragraphs(report_from_text(f"# Dorn falls\n\n{marked}"))[1] == words


def test_plain_text_keeps_its_stars() -> None:
    """A text that is not Markdown keeps what looks like marks."""
    text = "The *Valley Monitor* saw _two_ of them on the bridge."
    assert report_from_text(text).text == text


def test_one_flat_paragraph_is_unchanged() -> None:
    """A text of one paragraph without breaks is its own mended text."""
    assert report_from_text(BODY, id="a").text == BODY
    assert report_from_text(BODY, id="a").id == "a"
