"""What must not leave the house, taken out of an incident before any format sees it.

What it cannot do:
- It hides the names it knows of: those of the incident's parties, and what `others` adds of the reports. A person the reader did not
  mark or took for a group, a spelling of its own ("Mohamed" for "Muhammad"), a nickname, or a single word of a name in small letters
  stays in the evidence. In the notes of an imported file nobody marked names: those that are no party's stay.
- It hides names, not people: an age, an office, a kinship or a rare event can tell who it was, and the report itself can be found by
  outlet, day, title or address. Who must hide that asks for a format without evidence and drops these columns.
- A person that the actor table knows is public and stays, and so does a bystander of the same name; a private person who
  bears the name of a town takes that town's name out of the texts too.
- A coarse place can be told from what the words leave ("the only hospital of the district", "15 km south of [place]"), from other
  incidents of the same report, and from a name of it that neither the sentence nor the gazetteer gives.
- An attribution leaves its verb behind ("[attribution] said"), and a report's other sentences are not in an incident.
- `trigger`, `sentence` and `mention` go on counting characters and mentions of the report as it was.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from typing import Any

from zenobia.errors import UsageError
from zenobia.exports.coarse import FINEST, coarse_site, is_fine, names_a_site, names_hidden
from zenobia.exports.hiding import (
    ATTRIBUTION,
    PERSON,
    PLACE,
    Hider,
    is_pronoun,
    names_some_place,
    names_somebody,
    parts_of,
    words_of,
)
from zenobia.exports.nested import all_within, each_within, field_names, replaced
from zenobia.exports.options import Losses, Redaction
from zenobia.types import Account, AccountToll, Actor, Incident, JoinReason, MentionType, Party, Place, Site, Telling

_NOT_TEXT: dict[type, frozenset[str]] = {
    Incident: frozenset({"id", "precision", "review", "origin", "disagreements"}),
    Account: frozenset({"key", "review"}),
    AccountToll: frozenset({"scope"}),
    JoinReason: frozenset({"with_event"}),
    Telling: frozenset({"id", "sha256", "url", "language", "copies"}),
    Actor: frozenset({"id", "country", "sector", "kind", "parent", "sponsors"}),
    Place: frozenset({"id", "country", "admin1", "admin2", "feature"}),
}
"""Strings that are codes, or the tables' own names of what stays public; every other string of an incident is text."""

_PLACE_COLUMN = re.compile(
    r"(?:^|[\W_])(lat|latitude|lon|lng|long|longitude|loc|location|geo|geom|geonameid|wkt|where|adm_?[2-9]|admin_?[2-9]|priogrid|city|"
    r"district|place|placename|village|coordinates)(?:[\W_]|$)",
    re.IGNORECASE,
)
_SOURCE_COLUMN = re.compile(r"(?:^|[\W_])(sources?|attribution)(?:[\W_]|$)", re.IGNORECASE)


def no_others(_incident: Incident) -> Collection[str]:
    """No names beside those of the incident's parties."""
    return ()


def redact(incident: Incident, redaction: Redaction, losses: Losses, *, others: Collection[str] = ()) -> Incident:
    """The incident without what `redaction` names; what was taken out is counted.

    persons:       names of private persons become "[person]" in every text. Private is a person without an actor, or whose actor has no id
                   or a "local:" one; `others` are names of private persons that the reports hold beside the parties.
    coarse_places: see `coarse_site`; names that it takes away become "[place]" in every text, and so do coordinates.
    attributions:  fields emptied, their words in title and evidence "[attribution]".
    Addresses and ids of reports that hold a hidden name are left out; the report's id is then its digest's.
    Raises UsageError for a resolution h3 does not have."""
    if redaction.coarse_places is not None and not 0 <= redaction.coarse_places <= FINEST:
        mend = f"give 0 (1,300 km) to {FINEST} (a metre); 5 is about 10 km"
        raise UsageError(f"{redaction.coarse_places} is no resolution of h3", where="coarse places", mend=mend)
    if redaction == Redaction():
        return incident
    hider = _hider_of(incident, redaction, others, losses)
    if redaction.attributions:
        incident = _without_attributions(incident, losses)
    if redaction.persons:
        incident = each_within(incident, Party, _nameless)
    if redaction.coarse_places is not None:
        incident = _coarse(incident, redaction.coarse_places, losses)
    incident = replace(incident, carried=tuple(_kept_columns(incident, redaction, losses)))
    incident = each_within(incident, Telling, lambda telling: _unaddressed(telling, hider, losses))
    hidden: Incident = _texts_hidden(incident, hider)
    return hidden


def _hider_of(incident: Incident, redaction: Redaction, others: Collection[str], losses: Losses) -> Hider:
    """What finds the names of persons and places of this incident."""
    parties, sites = tuple(all_within(incident, Party)), tuple(all_within(incident, Site))
    names: dict[str, str] = {}
    parts: dict[str, str] = {}
    if redaction.coarse_places is not None:
        names |= dict.fromkeys(_place_names(parties, sites, redaction.coarse_places), PLACE)
    if redaction.persons:
        private = sorted({name for name in (*_private_names(parties), *others) if names_somebody(name)})
        public = words_of(_public_names(parties, sites))
        names |= dict.fromkeys(private, PERSON)
        parts = {part: PERSON for name in private for part in parts_of(name, public)}
        losses.note("name of a private person", f"{PERSON} wherever it stood", len(private))
    return Hider(names, parts, coordinates=redaction.coarse_places is not None)


def is_private(actor: Actor | None) -> bool:
    """Whether no table knows this person."""
    return actor is None or actor.id is None or actor.id.startswith("local:")


def _private_names(parties: Sequence[Party]) -> Iterator[str]:
    for party in parties:
        if party.type is MentionType.PERSON and is_private(party.actor):
            yield from (party.name, party.text)
            yield from [party.actor.name] if party.actor and party.actor.name else []


def _public_names(parties: Sequence[Party], sites: Sequence[Site]) -> Iterator[str]:
    """Names of known parties and settled places: their words are no private person's on their own."""
    for party in parties:
        if party.actor is not None and not is_private(party.actor):
            yield from (party.name, party.text, party.actor.name or "")
    for site in sites:
        if site.place is not None and site.place.id is not None:
            yield from (site.name, site.place.name or "", site.place.admin1 or "")


def _place_names(parties: Sequence[Party], sites: Sequence[Site], resolution: int) -> Iterator[str]:
    for site in sites:
        yield from names_hidden(site, resolution)
    for party in parties:
        if names_a_site(party):
            yield from (name for name in (party.name, party.text) if names_some_place(name))


def _nameless(party: Party) -> Party:
    """A private person without name; a description ("a resident") stays."""
    if party.type is not MentionType.PERSON or not is_private(party.actor):
        return party
    name, text = (PERSON if names_somebody(words) else words for words in (party.name, party.text))
    if PERSON not in (name, text) or party.actor is None:
        return replace(party, name=name, text=text)
    reason = "the name of a private person, hidden in this export"
    return replace(party, name=name, text=text, actor=replace(party.actor, id=None, name=None, rule=None, reason=reason))


def _coarse(incident: Incident, resolution: int, losses: Losses) -> Incident:
    fine = {site for site in all_within(incident, Site) if is_fine(site, resolution)}
    losses.note("place finer than the cell", "the cell's centre, named by its first division", len(fine))
    return each_within(incident, Site, lambda site: coarse_site(site, resolution))


def _without_attributions(incident: Incident, losses: Losses) -> Incident:
    """Fields emptied, and the words gone from the texts that can hold them; other roles of the same party stay."""
    said = [party for account in incident.accounts for party in _attributions(account)]
    losses.note("attribution", "left out", len(said))
    hider = Hider({words: ATTRIBUTION for party in said for words in (party.name, party.text) if not is_pronoun(words)})
    return replace(
        incident, attribution=None, accounts=tuple(_account_without(account, hider) for account in incident.accounts)
    )


def _attributions(account: Account) -> Iterator[Party]:
    yield from (said for said in (account.attribution, *account.also_attributed, *(toll.by for toll in account.tolls)) if said)


def _account_without(account: Account, hider: Hider) -> Account:
    title, joined = account.telling.title, account.joined
    return replace(
        account,
        attribution=None,
        also_attributed=(),
        tolls=tuple(replace(toll, by=None) for toll in account.tolls),
        evidence=hider.hide(account.evidence),
        telling=replace(account.telling, title=hider.hide(title) if title else title),
        joined=replace(joined, parts=tuple((hider.hide(name), weight) for name, weight in joined.parts)) if joined else None,
    )


def _unaddressed(telling: Telling, hider: Hider, losses: Losses) -> Telling:
    """A telling without address and ids that hold a hidden name."""
    copies = tuple(copy for copy in telling.copies if not hider.is_in_address(copy))
    url = None if telling.url and hider.is_in_address(telling.url) else telling.url
    id = telling.sha256[:16] if hider.is_in_address(telling.id) else telling.id
    losses.note("address or id of a report that holds a hidden name", "left out", len(telling.copies) - len(copies))
    losses.note("address or id of a report that holds a hidden name", "left out", (url != telling.url) + (id != telling.id))
    return replace(telling, copies=copies, url=url, id=id)


def _kept_columns(incident: Incident, redaction: Redaction, losses: Losses) -> Iterator[tuple[str, str]]:
    for name, value in incident.carried:
        tells_place = redaction.coarse_places is not None and _PLACE_COLUMN.search(name)
        if tells_place or (redaction.attributions and _SOURCE_COLUMN.search(name)):
            losses.note(f"carried column {name}", "left out")
        else:
            yield name, value


def _texts_hidden(value: Any, hider: Hider) -> Any:
    """The value with the names hidden in every string that is text."""
    if isinstance(value, str):
        return value if isinstance(value, Enum) else hider.hide(value)
    if isinstance(value, tuple):
        return tuple(_texts_hidden(item, hider) for item in value) if value else value
    names = field_names(value)
    if not names:
        return value
    kept = _NOT_TEXT.get(type(value), frozenset()) | _public_fields(value)
    hidden = {name: _texts_hidden(getattr(value, name), hider) for name in names if name not in kept}
    if isinstance(value, Actor) and value.id and is_private(value) and hider.is_in_address(value.id.removeprefix("local:")):
        hidden["id"] = None
    return replaced(value, hidden)


def _public_fields(value: object) -> frozenset[str]:
    """Names that stand in the shipped tables and so are public: those of known actors and settled places."""
    if isinstance(value, Actor) and not is_private(value):
        return frozenset({"name"})
    is_settled = isinstance(value, Place) and value.id is not None and not value.id.startswith("own:")
    return frozenset({"name"}) if is_settled else frozenset()
