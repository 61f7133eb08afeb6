"""Quotations: a table of marked texts and who says what in them, by which cue."""

from __future__ import annotations

import pytest
from marked_text import read_marked

from zenobia.reading.quotes import find_quotes
from zenobia.reading.sentences import cut_sentences

Row = tuple[str, str | None, str | None]

ROWS: list[tuple[str, list[Row]]] = [
    # cue after the words: speaker before or behind it
    ('"We hold the bridge," [person Okoye] said.', [("We hold the bridge", "Okoye", "said")]),
    ('"We hold the bridge," said [outlet Monitor] chief [person Omar Said].', [("We hold the bridge", "Omar Said", "said")]),
    (
        '"Is it safe?" [person Lindqvist] asked. "No," [person Okoye] replied.',
        [("Is it safe?", "Lindqvist", "asked"), ("No", "Okoye", "replied")],
    ),
    # cue before the words
    ('[person Okoye] told [outlet Daily Post]: "We hold the bridge."', [("We hold the bridge.", "Okoye", "told")]),
    ('[state Norland] accused [state Sudmark] of "piracy".', [("piracy", "Norland", "accused")]),
    ('It was "a massacre", according to [outlet Daily Post].', [("a massacre", "Daily Post", "according to")]),
    # cut in two by its cue
    ('"We hold it," [person Okoye] said, "and we stay."', [("We hold it", "Okoye", "said"), ("and we stay.", "Okoye", "said")]),
    # the cue at the end of the sentence
    ('The town will be a "launchpad," a [person Norland general] said.', [("launchpad", "Norland general", "said")]),
    ('[state Norland] "can help" us, [person Okoye] made clear.', [("can help", "Okoye", "made clear")]),
    # commas and stops lost
    (
        '"We hold the bridge and they left" [person Ana Petri] the envoy of the [group UN] for peace said on Monday.',
        [("We hold the bridge and they left", "Ana Petri", "said")],
    ),
    ('"We hold it" the [group defence ministry] said in a statement.', [("We hold it", "defence ministry", "said")]),
    # pronouns: the last fitting speaker; "it" is no person
    ('[person Okoye] said he met [person Petri]. "It went well," he added.', [("It went well", "Okoye", "added")]),
    ('The [group army] said that [person Okoye] fled. "He is gone," it added.', [("He is gone", "army", "added")]),
    # a run of quoted sentences has one speaker
    (
        '"They came at night," [person Okoye] said. "We ran. Nobody helped us."',
        [("They came at night", "Okoye", "said"), ("We ran. Nobody helped us.", "Okoye", None)],
    ),
    ('"We left.\n\n"We came back," [person Okoye] said.', [("We left.", "Okoye", None), ("We came back", "Okoye", "said")]),
    # "and said", "adding": the subject of the cue before
    (
        '[person Okoye] called it "a crime" and said [state Norland] is "guilty".',
        [("a crime", "Okoye", "called"), ("guilty", "Okoye", "said")],
    ),
    ('[person Okoye] condemned raids on [place Harim], saying they were "murder".', [("murder", "Okoye", "saying")]),
    # the passive has no speaker; those who are accused do not speak
    ('[group Soldiers] accused of theft were "not paid", [person Okoye] said.', [("not paid", "Okoye", "said")]),
    ('[place Harim] was once dubbed "the rose".', []),
    # no titles, names or scare quotes without a speaker
    ('[person Okoye] spoke on "Talk of the Town" and left.', []),
    ('Even the "peace" wing wants war.', []),
    ('"No," [person Okoye] replied, though even the "peace" wing wants war.', [("No", "Okoye", "replied")]),
    # a whole quoted sentence counts though nobody is told to say it
    ('"Everybody must leave before noon on Friday."', [("Everybody must leave before noon on Friday.", None, None)]),
    # somebody who is no mention speaks: not the party next by
    (
        'After the raid by [group rebels] a resident said it was "hell on earth for us all".',
        [("hell on earth for us all", None, "said")],
    ),
    # question and answer
    ('[person Okoye]: "No."', [("No.", "Okoye", None)]),
    # a noun is no cue
    ('[group UNSM] says it has "numerous" reports of theft.', [("numerous", "UNSM", "says")]),
    ("No marks, [person Okoye] said.", []),
]


@pytest.mark.parametrize(("marked", "expected"), ROWS)
def test_finds_who_says_what(marked: str, expected: list[Row]) -> None:
    """Each quotation has the row's words, speaker and cue."""
    text, mentions = read_marked(marked)
    quotes = find_quotes(text, cut_sentences(text), mentions)
    found = [
        (q.span.of(text), mentions[q.speaker].text if q.speaker is not None else None, q.cue.of(text) if q.cue else None)
        for q in quotes
    ]
    assert found == expected


def test_finds_quotes_without_sentences_or_mentions() -> None:
    """Nothing to lean on is no error."""
    assert find_quotes("", (), ()) == ()
    assert len(find_quotes('He said: "We all leave the town tonight."', (), ())) == 1


HOSTILE = ['"' * 9_000, '" ' * 9_000, "said " * 9_000, 'He said "x" ' * 2_000, "'a' " * 3_000, '\n\n"a b' * 3_000, "“" * 9_000]


@pytest.mark.parametrize("text", HOSTILE)
def test_survives_hostile_marks(text: str) -> None:
    """Thousands of marks and cues give quotes in order and no error."""
    quotes = find_quotes(text, cut_sentences(text), ())
    assert [q.span for q in quotes] == sorted(q.span for q in quotes)
