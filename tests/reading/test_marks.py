"""Words between quotation marks: a table of texts and what stands quoted in them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.reading.marks import find_marked

ROWS = [
    # each kind of double mark; the comma before the closing mark belongs to the sentence around
    ('"We stay," he said.', ["We stay"]),
    ("“We stay,” he said. “They left.”", ["We stay", "They left."]),
    ("«Nous restons», dit-il.", ["Nous restons"]),
    ("„Wir bleiben“, sagte er.", ["Wir bleiben"]),
    ("``We stay,'' he said.", ["We stay"]),
    # single marks, never an apostrophe
    ("They called it a 'launch pad', and left.", ["launch pad"]),
    ("‘We saw the rebels’ flags,’ she said.", ["We saw the rebels’ flags"]),
    ("The rebels' flags and the army's trucks weren't there.", []),
    ("It was the '90s, rock 'n' roll and the soldiers' songs.", []),
    ("Mar 'Abda and the villagers' houses by the rebels' road to the north's end", []),
    # marks inside marks do not count
    ("\"He said 'no' to us,\" she said.", ["He said 'no' to us"]),
    # a mark without a partner swallows nothing
    ('The "town fell. Nobody spoke.\n\nThe army left.', []),
    ('He said "no. Later she said "yes" twice.', ["yes"]),
    ('We left" he said. "They stayed" she said.', ["They stayed"]),
    ('The pole was 5\'10" high. "So high" he said.', ["So high"]),
    # a quotation of two paragraphs opens both; a broken sentence goes on over the gap
    ('"We left.\n\n"We came back," he said.', ["We left.", "We came back"]),
    ('"We have\n\nbases there," he said.', ["We have\n\nbases there"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_finds_quoted_words(text: str, expected: list[str]) -> None:
    """The words between paired marks, without the marks, in order."""
    assert [span.of(text) for span in find_marked(text)] == expected


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab .,\"'“”‘’«»\n"), max_size=120))
def test_quoted_words_lie_apart(text: str) -> None:
    """Spans are sorted, never overlap, and hold no white space at their ends."""
    at = 0
    for span in find_marked(text):
        assert at <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        at = span.end
