"""Events of one report that tell one happening: texts with their events, and which of them belong together."""

from __future__ import annotations

import pytest

from builders import ReadingByHand, span_of
from zenobia.grounding import ground_reading
from zenobia.record.chains import chains_of, features_of
from zenobia.record.features import event_features
from zenobia.types import Reading

TOWNS = ("Kidal", "Koro", "Boni", "Aleppo", "Raqqa", "Kandahar", "Herat")

# What it is; sentences; events as "type: trigger"; the same letter for events of one happening.
TOLD = [
    (
        "a headline, the news and the blast further down",
        ["Suicide bombing kills 12.", "A suicide bomber struck a market in Kandahar on Friday.", "The blast shattered windows."],
        ["bombing: bombing", "bombing: struck", "bombing: blast"],
        "AAA",
    ),
    (
        "the harm beside the act",
        ["Gunmen attacked a convoy near Kidal on Monday, killing four soldiers.", "No group said it had done the attack."],
        ["attack: attacked", "attack: killing", "attack: attack#2"],
        "AAA",
    ),
    (
        "a separate attack elsewhere",
        ["Gunmen killed 12 villagers in Koro on Sunday.", "In a separate attack on Wednesday, four soldiers died near Boni."],
        ["attack: killed", "attack: died"],
        "AB",
    ),
    (
        "what comes of it is another happening",
        ["Gunmen killed 12 villagers in Koro on Sunday.", "Police have arrested six people."],
        ["attack: killed", "arrest: arrested"],
        "AB",
    ),
    (
        "two towns",
        ["Warplanes bombed Aleppo on Friday.", "Warplanes bombed Raqqa on Friday."],
        ["airstrike: bombed", "airstrike: bombed#2"],
        "AB",
    ),
]  # fmt: skip


def reading_of(sentences: list[str], events: list[str]) -> Reading:
    """A grounded reading of these sentences: their events, and the towns that a sentence names."""
    text = " ".join(sentences)
    made = ReadingByHand(text)
    for town in TOWNS:
        if town in text:
            made.mention("place", town).same(town)
    for event in events:
        kind, _, trigger = event.partition(": ")
        start = span_of(text, trigger).start
        sentence = next(s for s in sentences if text.index(s) <= start < text.index(s) + len(s))
        made.event(kind, trigger, sentence=sentence, place=[town for town in TOWNS if town in sentence])
    return ground_reading(made.done())


@pytest.mark.parametrize(("sentences", "events", "letters"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_events_of_one_happening_are_one_chain(sentences: list[str], events: list[str], letters: str) -> None:
    reading = reading_of(sentences, events)
    chains = chains_of(reading, event_features(reading))
    expected = [[i for i, letter in enumerate(letters) if letter == one] for one in sorted(set(letters))]
    assert sorted(chains) == expected
    assert [f.chain for f in features_of(reading)] == [letters.index(letter) for letter in letters]


def test_what_one_of_a_chain_tells_is_told_of_all() -> None:
    text = "Suicide bombing in Kabul kills 12. The blast shattered windows in Kabul."
    made = ReadingByHand(text).mention("place", "Kabul", "Kabul#2").mention("count", "12")
    made.event("bombing", "bombing", sentence="Suicide bombing in Kabul kills 12.", place=["Kabul"],
               toll=[{"words": "12", "kind": "killed", "low": 12, "high": 12}])  # fmt: skip
    made.event("bombing", "blast", sentence="The blast shattered windows in Kabul.", place=["Kabul#2"])
    first, second = features_of(made.done())
    assert (first.killed, second.killed) == ((12, 12), (12, 12))
    assert second.tolls == ()


@pytest.mark.parametrize(
    ("sentence", "is_superseded"),
    [
        ("It had earlier said that 95 people were killed.", True),
        ("The toll was revised down from 95 killed.", True),
        ("An initial count of 95 killed was wrong.", True),
        ("The government put the toll at 95 killed.", False),
        ("Earlier on Monday gunmen killed 95 people.", False),
    ],
)
def test_a_count_no_longer_held_is_known(sentence: str, is_superseded: bool) -> None:
    made = ReadingByHand(sentence).event("attack", "killed")
    (features,) = event_features(made.done())
    assert features.superseded is is_superseded


BESIDE = [
    ("Eleven soldiers and 19 fighters were killed in the ambush.", [("Eleven", 11), ("19", 19)], (30, 30)),
    ("Two police officers, five soldiers and three militants were killed in the ambush.", [("Two", 2), ("five", 5), ("three", 3)], (10, 10)),
    ("Thirty people, including eleven soldiers, were killed in the ambush.", [("Thirty", 30), ("eleven", 11)], (30, 30)),
    ("Forty people, among them 24 children, were killed in the ambush.", [("Forty", 40), ("24", 24)], (40, 40)),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "counts", "killed"), BESIDE)
def test_counts_beside_one_another_are_added_up(sentence: str, counts: list[tuple[str, int]], killed: tuple[int, int]) -> None:
    people = [word for word in ("soldiers", "fighters", "officers", "militants", "people", "children") if word in sentence]
    people.sort(key=sentence.index)
    made = ReadingByHand(sentence).mention("count", *(words for words, _ in counts)).mention("people", *people)
    tolls = [
        {"words": words, "kind": "killed", "low": number, "high": number, "who": who}
        for (words, number), who in zip(counts, people, strict=True)
    ]
    made.event("clash", "ambush", toll=tolls)
    (features,) = event_features(made.done())
    assert features.killed == killed
