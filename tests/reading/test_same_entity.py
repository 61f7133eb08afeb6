"""Same entity: a table of marked texts and the clusters in them, and the laws of every clustering."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_text import read_marked

from zenobia.reading.same_entity import build_entities, link_mentions
from zenobia.types import Mention, MentionType, Span

ROWS: list[tuple[str, list[list[str]]]] = [
    # one wording, whatever its case, articles and dots
    ("The [group U.N.] met. [group UN] envoys left. [place Harim] and [place HARIM]", [["U.N.", "UN"], ["Harim", "HARIM"]]),
    # well-known names of one party
    (
        "[group ISIS], [group ISIL], [group Daesh], the [group Islamic State group], [group ISIL fighters]",
        [["ISIS", "ISIL", "Daesh", "Islamic State group", "ISIL fighters"]],
    ),
    # acronyms from initials
    ("The [group Union of Coast Guards] met; [group UCG] left.", [["Union of Coast Guards", "UCG"]]),
    # a state: its names, nationality, seat and government; lost apostrophes
    (
        "[state Syria], [state Syrian], [state Damascus], the [state Syrian government], [state Assad regime]",
        [["Syria", "Syrian", "Damascus", "Syrian government", "Assad regime"]],
    ),
    ("[state Syrias regime] and [state Syria]", [["Syrias regime", "Syria"]]),
    ("[state Washington] and [state Moscow]; the [state US] and [state Russia]", [["Washington", "US"], ["Moscow", "Russia"]]),
    (
        "The [state Malian government] fell. The [state government] had promised. The [group government forces] fled.",
        [["Malian government", "government"]],
    ),
    # a state is not the place, nor its army
    ("[state Syria] sent the [group Syrian army] to [place northern Syria] in [place Syria].", []),
    ("The [group Malian army] left. The [group army] returned with the [group Malian air force].", [["Malian army", "army"]]),
    # a part is not its whole
    ("[place Harim], [place eastern Harim], [place Harim province], [place Harim city]", [["Harim", "Harim city"]]),
    ("The [group UN] and the [group UN Security Council]", []),
    # persons: last names, first names, titles, Arabic articles
    ("[person John Okoye] left. [person Okoye] spoke. [person Mr Okoye]", [["John Okoye", "Okoye", "Mr Okoye"]]),
    ("[person Bashar al-Assad], [person Bashar Assad], [person Assad]", [["Bashar al-Assad", "Bashar Assad", "Assad"]]),
    ("[person Ana Okoye] met [person John Okoye]. Later [person Okoye] left.", [["John Okoye", "Okoye"]]),
    # offices
    ("[group UN] spokesman [person Piet Jansen] left. The [person spokesman] said no.", [["Piet Jansen", "spokesman"]]),
    ("A [person suicide bomber] came. The [person attacker] died.", [["suicide bomber", "attacker"]]),
    # shortened names and descriptions
    (
        "The [outlet Coast Observatory for Peace] said so. The [outlet Observatory] added more. A [outlet monitor] agreed.",
        [["Coast Observatory for Peace", "Observatory", "monitor"]],
    ),
    (
        "[group Red Dawn Front fighters] came. The [group militant group] left. [group Red Dawn Front]",
        [["Red Dawn Front fighters", "Red Dawn Front"]],
    ),
    ("[group Boko Haram] came at night. The [group group] burned houses.", [["Boko Haram", "group"]]),
    ("[group Boko Haram] and [group al-Shabaab] came. The [group insurgents] left.", []),
    ("Shells hit the [facility Tabqa airbase]. The [facility base] burned.", [["Tabqa airbase", "base"]]),
    ("The [group US-led coalition] struck. The [group coalition] said so.", [["US-led coalition", "coalition"]]),
    ("[group rebels], [group rebel fighters], [group opposition forces]", [["rebels", "rebel fighters", "opposition forces"]]),
    # people: others each time, unless number and fate agree
    ("Six [people civilians] died. Later two [people civilians] died.", []),
    ("Kills 12 [people soldiers]. Twelve [people soldiers] were killed, the army said.", [["soldiers", "soldiers"]]),
    ("It killed two [people civilians] and injured two [people civilians].", []),
]


@pytest.mark.parametrize(("marked", "expected"), ROWS)
def test_links_what_a_reader_would(marked: str, expected: list[list[str]]) -> None:
    """The clusters of two or more mentions are those of the row."""
    text, mentions = read_marked(marked)
    clusters = link_mentions(text, mentions, [])
    assert [[mentions[i].text for i in c] for c in clusters if len(c) > 1] == expected


def test_takes_aliases_of_one_family() -> None:
    """A pair the reader gives joins two names; a pair of a group and a place does not."""
    text, mentions = read_marked("[group Knights of Dawn] ([group Fursan]) in [place Fursan]")
    assert link_mentions(text, mentions, [(0, 1), (1, 2), (7, 0)]) == ((0, 1), (2,))


def test_leaves_out_times_counts_and_weapons() -> None:
    """They belong to no entity."""
    text, mentions = read_marked("[count Two] [weapon tanks] left [place Harim] on [time Monday].")
    marked, entities = build_entities(mentions, link_mentions(text, mentions, []))
    assert [m.entity for m in marked] == [None, None, 0, None]
    assert [(e.id, e.type, e.name, e.mentions) for e in entities] == [(0, MentionType.PLACE, "Harim", (2,))]


NAMES = [
    ("[state Syrian] jets of [state Syria], [state Damascus] says", "Syria"),
    ("[person Kerry], [person John Kerry]", "John Kerry"),
    ("[group ISIS], [group Islamic State in Iraq and Syria]", "Islamic State in Iraq and Syria"),
    ("[outlet SANA], [outlet SANA news agency]", "SANA news agency"),
]


@pytest.mark.parametrize(("marked", "name"), NAMES)
def test_names_an_entity_by_its_fullest_wording(marked: str, name: str) -> None:
    """One entity, under the wording that says most."""
    text, mentions = read_marked(marked)
    _, entities = build_entities(mentions, link_mentions(text, mentions, []))
    assert [e.name for e in entities] == [name]


WORDS = ["the", "army", "Syrian", "Syria", "government", "group", "Group", "Nusra", "Front", "rebels", "U.N.", "'s", "—"]
WORDS += ["base", "six", "soldiers", "Okoye", "al-Okoye", "spokesman", "ISIS", "terrorists", "regime", "capital", "watchdog"]


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, tuple[Mention, ...], list[tuple[int, int]]]:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
    mentions: list[Mention] = []
    at = 0
    for word in words:
        if draw(st.booleans()):
            kind = draw(st.sampled_from(MentionType))
            mentions.append(Mention(id=len(mentions), span=Span(at, at + len(word)), text=word, type=kind, confidence=0.5))
        at += len(word) + 1
    pairs = st.tuples(st.integers(0, 30), st.integers(0, 30))
    return " ".join(words), tuple(mentions), draw(st.lists(pairs, max_size=4))


@settings(max_examples=300, deadline=None)
@given(texts())
def test_clusters_part_the_mentions(case: tuple[str, tuple[Mention, ...], list[tuple[int, int]]]) -> None:
    """Every mention that can be an entity lies in exactly one cluster, and the same input gives the same clusters."""
    text, mentions, aliases = case
    clusters = link_mentions(text, mentions, aliases)
    able = [m.id for m in mentions if m.type not in (MentionType.TIME, MentionType.COUNT, MentionType.WEAPON)]
    assert sorted(i for c in clusters for i in c) == able
    assert [c[0] for c in clusters] == sorted(c[0] for c in clusters)
    assert link_mentions(text, mentions, aliases) == clusters
    marked, entities = build_entities(mentions, clusters)
    assert all(m.entity is None or m.id in entities[m.entity].mentions for m in marked)
