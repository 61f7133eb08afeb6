"""Sentences: tables of texts cut at " | ", and the laws of every cut."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.reading.sentences import LONGEST, cut_sentences

CUTS = [
    # plain stops, question and exclamation marks, ellipses
    "Rebels took the town. | The army fled! | Who holds it now? | Nobody knows… | It burns.",
    # titles, acronyms and initials end no sentence before a name
    "Gen. Haddad met Lt. Col. Omar Said and Mr. Okoye near St. Elias. | They talked.",
    "The U.S. Army said it. | The U.N. Security Council met.",
    "He left the U.S. | The talks went on.",
    "Dr. J. K. Moreau of the E.U. mission spoke at 5 a.m. on Friday. | Others listened at 6 p.m. | The hall was full.",
    # months and numbers: decimals, "No. 5", dates
    "On Jan. 5 some 3.5 tons of rice came. | Brigade No. 12 stole them on Feb. 7. | No. | They did.",
    "He was freed in Sept. | The others were not.",
    # list numbers stand with their item
    "1. Open the road. | 2. Free the captives.",
    # closing marks stay with the sentence, and a small letter goes on with it
    'He said: "We leave tonight." | The convoy left.',
    '"We leave." he said. | “We stay.” | (They stayed.) | Nobody asked why.',
    "“Will they go?” she asked. | They went.",
    '"Will they go?" Okoye asked. | "No!" the two ministers said on Friday. | They left.',
    '"They left." | The Observatory reported two attacks.',
    # names that begin small; a name before a stop
    "They blamed Bashar al-Assad. | al-Nusra fighters left. | Gen. al-Masri stayed.",
    # a letter lost at the beginning of the sentence
    "The road was cut in March. | he ministry said nothing.",
    # lost spaces and lost commas
    "See example.com or news.Example.org for more. | It ends.",
    # stops apart from their word, footnote marks, ellipsis in front
    "Car bomb kills four . | Four people died.[12] | ... 15 related reports",
    # datelines, capitals
    "ADEN, March 3 (Agency) -- Shells hit the port. | Nobody was hurt.",
    "GEN. LOPEZ SAID THE U.S. SENT AID. | THE ARMY DENIED IT.",
    # blank lines part, wrapped lines do not; a short line before a capital is a heading
    "Town falls\n\n | The army took it. | Then it\nleft.",
    "Shells fall on the port\n | The port was hit on Monday.",
    "The army said on Monday that its soldiers had entered the town of\nHarim and held the bridge. | It was quiet.",
]


@pytest.mark.parametrize("marked", CUTS)
def test_cuts_where_a_reader_would(marked: str) -> None:
    """A text is cut at each " | " of the row and nowhere else."""
    text = marked.replace(" | ", " ").replace("| ", "")
    expected = [part.strip() for part in marked.split("| ")]
    assert [span.of(text) for span in cut_sentences(text)] == expected


def test_a_lost_space_still_ends_a_sentence() -> None:
    """A stop between a small word and a capitalised one ends a sentence though no space follows it."""
    cuts = cut_sentences("Troops entered the town.Rebels fled the market.")
    assert [(span.start, span.end) for span in cuts] == [(0, 24), (24, 47)]


TEXTS = st.text(st.sampled_from("aB .!?\"'”\n\t[1]Mr"), max_size=200) | st.text(max_size=80)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_character_lies_in_one_sentence(text: str) -> None:
    """Sentences are in order, apart, trimmed, and leave only white space outside."""
    at = 0
    for span in cut_sentences(text):
        assert at <= span.start < span.end
        assert not text[at : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        at = span.end
    assert not text[at:].strip()


@settings(deadline=None)
@given(TEXTS)
def test_no_sentence_crosses_a_blank_line(text: str) -> None:
    """A blank line stands between sentences, never inside one."""
    assert not any("\n\n" in span.of(text).replace("\t", "").replace(" ", "") for span in cut_sentences(text))


@pytest.mark.parametrize("text", ["word " * 2_000, "x" * 5_000, "a" + "." * 9_000 + "b", " \n" * 4_000 + "end", ". " * 4_000])
def test_long_runs_are_cut(text: str) -> None:
    """No sentence is longer than LONGEST, and nothing is lost from a run without stops."""
    spans = cut_sentences(text)
    assert all(span.end - span.start <= LONGEST for span in spans)
    assert sum(len(span.of(text).replace(" ", "")) for span in spans) == len("".join(text.split()))


def test_empty_text_has_no_sentences() -> None:
    """Nothing in, nothing out."""
    assert cut_sentences("") == cut_sentences(" \n ") == ()
