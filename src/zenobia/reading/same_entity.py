"""Mentions of one party, person or place (codebook, section 5b): mentions to clusters, and clusters to entities.

Passes go from the surest to the least sure, each over the whole report: what the words say by themselves (`identities`),
aliases the reader found, shortened names, acronyms and descriptions (`descriptions`), the same people told again
(`retellings`). An entity keeps to mention types: the state "Syria" and the place "Syria" are two entities, and so are a
state and its army, a city and its province, a body and its committee."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from zenobia.reading.descriptions import link_described
from zenobia.reading.identities import FAMILY, SOME_STATE, governed, identify
from zenobia.reading.linking import Links
from zenobia.reading.names import read_wording, state_seats
from zenobia.reading.retellings import link_retold
from zenobia.reading.short_names import link_short_names
from zenobia.types import Entity, Mention, MentionType


def link_mentions(text: str, mentions: Sequence[Mention], aliases: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Clusters of mention ids, each in order of the text, in order of first mention; times, counts and weapons lie in none.

    aliases: pairs of mention ids that the reader found to be two names of one ("Islamic State in Iraq and Syria (ISIS)");
    a pair of two kinds of thing (a place and a group) is passed over. The same input gives the same clusters.
    """
    links = Links(text, [m for m in mentions if m.type in FAMILY])
    _link_keys(links)
    for one, other in aliases:
        links.join_ids(one, other)
    link_short_names(links)
    link_described(links)
    link_retold(links)
    return links.clusters()


def build_entities(
    mentions: Sequence[Mention], clusters: Sequence[Sequence[int]]
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """The mentions with `entity` set (None where no cluster holds them), and the entities in order of first mention.

    An entity's type is the one most of its mentions have, of equals the first one's."""
    by_id = {m.id: m for m in mentions}
    ordered = sorted((sorted(cluster, key=lambda i: by_id[i].span) for cluster in clusters), key=lambda c: by_id[c[0]].span)
    entities = []
    for number, cluster in enumerate(ordered):
        members = [by_id[ident] for ident in cluster]
        kind = Counter(m.type for m in members).most_common(1)[0][0]
        entities.append(Entity(id=number, type=kind, name=name_entity(members), mentions=tuple(cluster)))
    of = {ident: entity.id for entity in entities for ident in entity.mentions}
    return tuple(replace(m, entity=of.get(m.id)) for m in mentions), tuple(entities)


def name_entity(members: Sequence[Mention]) -> str:
    """The fullest wording of one entity: a name before a description, then the longest.

    Of a state its own name ("Russia", "US") comes before its government's ("Obama administration"), that before "Russian"."""

    def fullness(member: Mention) -> tuple[bool, bool, bool, int, int]:
        wording = read_wording(member.text)
        own = wording.state is not None and (member.text.isupper() or member.text.lower().endswith(wording.state.lower()))
        return wording.proper, own, governed(wording) is not None, len(member.text), -member.span.start

    return max(members, key=fullness).text


def _link_keys(links: Links) -> None:
    """Join mentions whose words give one key; a state left unsaid is filled in from the report first."""
    keys = [identify(m.type, w) for m, w in zip(links.mentions, links.wordings, strict=True)]
    ruled = [(n, state) for n in range(len(keys)) if (state := _ruled_state(links, n)) is not None]
    likely = _likely_state(links)
    first: dict[str, int] = {}
    for number, key in enumerate(keys):
        if key is None:
            continue
        if SOME_STATE in key:
            key = key.replace(SOME_STATE, _nearest_ruled(number, ruled) or likely or SOME_STATE)
        if not links.wordings[number].proper and links.word_before(number) in ("other", "another"):
            continue
        links.keys[number] = key
        links.join(first.setdefault(key, number), number)


def _likely_state(links: Links) -> str | None:
    """Whose government a report means that names none as such: the state most named as a place, or its only state.

    None when that state is not also named as a party."""
    named = list(zip(links.mentions, links.wordings, strict=True))
    states = {w.state for m, w in named if m.type is MentionType.STATE and w.state}
    places = Counter(w.state for m, w in named if m.type is MentionType.PLACE and w.state)
    likely = places.most_common(1)[0][0] if places else next(iter(states)) if len(states) == 1 else None
    return likely if likely in states else None


def _ruled_state(links: Links, number: int) -> str | None:
    """The state whose rule this mention names outright: "Syrian government", "Assad regime forces", "Damascus" as a state."""
    mention, wording = links.mentions[number], links.wordings[number]
    if mention.type is MentionType.STATE:
        state = governed(wording) or state_seats().get(wording.plain)
    elif mention.type is MentionType.GROUP:
        key = identify(mention.type, wording) or ""
        state = key.removeprefix("group:").rpartition(" ")[0] if key.endswith((" forces", " army")) else None
    else:
        state = None
    return state if state != SOME_STATE else None


def _nearest_ruled(number: int, ruled: Sequence[tuple[int, str]]) -> str | None:
    """The state named outright nearest before mention `number`, else nearest after it. ruled: sorted by number."""
    at = bisect_left(ruled, number, key=lambda pair: pair[0])
    if not ruled:
        return None
    return ruled[at - 1][1] if at else ruled[0][1]
