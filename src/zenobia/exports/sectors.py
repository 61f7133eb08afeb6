"""Which sector a party is of, in PLOVER's words and in CAMEO's, and the actor code CAMEO makes of it.

Of a known actor its own sector; of others what their words tell (data/party_sectors.tsv)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from zenobia.exports.incident_values import party_name
from zenobia.exports.tables import read_rows
from zenobia.types import Actor, MentionType, Party

BODIES = ("IGO", "NGO")
"""Sectors that PLOVER and CAMEO put in the place of a country: the seat of such a body is not its country."""

CAMEO_COUNTRIES = {"ROU": "ROM", "TLS": "TMP"}
"""Where CAMEO, and so GDELT, kept an older ISO code."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoActor:
    """An actor of CAMEO. country: its three letters; group: code of a body known by name; type: its sector; empty where none is known."""

    country: str
    group: str
    type: str

    @property
    def code(self) -> str:
        """The parts as one: "SYRMIL", "IGOUNO", "REB"; empty where none is known."""
        return self.type + self.group if self.type in BODIES else self.country + self.group + self.type


def country_code_of(party: Party) -> str | None:
    """PLOVER's three letters for a party: a country's, or IGO, NGO; None for what is of no known country."""
    actor = party.actor
    if actor is None:
        return None
    return actor.sector if actor.sector in BODIES else actor.country


def sector_of(party: Party) -> str | None:
    """The PLOVER sector of a party; None for a place or thing, and where nothing tells.

    Our actor table calls media MED, as CAMEO does; PLOVER calls them JRN and healers MED."""
    actor = party.actor
    if actor is not None and actor.sector:
        return "JRN" if actor.sector == "MED" and _is_of_table(actor) else actor.sector
    if party.type in (MentionType.FACILITY, MentionType.PLACE) or party.type is MentionType.STATE:
        return None
    told = [found for word in _WORD.findall(party_name(party).casefold()) if (found := _words().get(word))]
    return told[-1] if told else None


def cameo_actor(party: Party) -> CameoActor:
    """What CAMEO makes of a party. A state itself has no type: Syria is SYR, its government's ministers SYRGOV."""
    actor = party.actor
    sector = sector_of(party)
    is_body = sector in BODIES
    is_state = party.type is MentionType.STATE or (actor is not None and actor.kind == "state")
    country = actor.country if actor and actor.country and not is_body else ""
    return CameoActor(
        country=CAMEO_COUNTRIES.get(country, country),
        group=_groups().get(actor.id or "", "") if actor else "",
        type="" if is_state and country else _cameo_types().get(sector or "", ""),
    )


def _is_of_table(actor: Actor) -> bool:
    """Whether our tables or rules gave the sector; an imported one is PLOVER's own."""
    return actor.kind is not None or (actor.id or "").startswith("local:")


@cache
def _words() -> dict[str, str]:
    return {word: row["sector"] for row in read_rows("party_sectors.tsv") for word in row["words"].split()}


@cache
def _cameo_types() -> dict[str, str]:
    return {row["sector"]: row["cameo"] for row in read_rows("party_sectors.tsv")}


@cache
def _groups() -> dict[str, str]:
    return {row["id"]: row["code"] for row in read_rows("cameo_groups.tsv")}
