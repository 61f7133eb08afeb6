"""Which PLOVER event and which CAMEO code an incident is, by its type, status, means and parties.

Rules in data/plover_cameo.tsv, the first row that fits; PLOVER's numbers in data/plover_events.tsv, CAMEO's in data/goldstein.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from zenobia.exports.incident_values import party_name
from zenobia.exports.plover_parts import carried_value
from zenobia.exports.sectors import sector_of
from zenobia.exports.tables import ANY, NONE, read_rows
from zenobia.types import Incident, Party, Status

SPECIAL_CONTEXTS = {Status.PLANNED: "future", Status.POSSIBLE: "hypothetical", Status.NEGATED: "negation"}
"""What PLOVER puts into `context` for what did not, or not yet, happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PloverCode:
    """An event of PLOVER. quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; score: -10 to 10."""

    event: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    quad: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoCode:
    """An event code of CAMEO, of three or four digits. goldstein: -10, the most conflict, to 10, the most cooperation."""

    code: str
    goldstein: float

    @property
    def base(self) -> str:
        """The code to three digits."""
        return self.code[:3]

    @property
    def root(self) -> str:
        """The code to two digits: CAMEO's main category."""
        return self.code[:2]

    @property
    def quad(self) -> int:
        """1 verbal cooperation (roots 01 to 05), 2 material cooperation (06 to 08), 3 verbal conflict (09 to 13), 4 material conflict."""
        return 1 + sum(self.root > last for last in ("05", "08", "13"))


def plover_of(incident: Incident) -> PloverCode | None:
    """The PLOVER event; None for a type that PLOVER has none for (`displace`).

    Of fighting between two sides the manual wants the mode sideAB beside any other."""
    row = _row_of(incident)
    if row["event"] == NONE:
        return None
    special = SPECIAL_CONTEXTS.get(incident.status) if row["status"] != incident.status.value else None
    both_sides = incident.type.value == "clash" and incident.actor and incident.target
    return PloverCode(
        event=row["event"],
        modes=tuple(mode for mode in (row["mode"], "sideAB" if both_sides else "") if mode),
        contexts=tuple(context for context in (*row["context"].split("; "), special) if context),
        quad=int(_events()[row["event"]]["quad"]),
        score=float(_events()[row["event"]]["score"]),
    )


def cameo_of(incident: Incident) -> CameoCode | None:
    """The CAMEO code; None for a type or status that CAMEO has none for."""
    row = _row_of(incident)
    if row["cameo"] == NONE or row["status"] != incident.status.value:
        return None
    return CameoCode(code=row["cameo"], goldstein=_goldstein()[row["cameo"]])


def _row_of(incident: Incident) -> dict[str, str]:
    """The first row that fits: of the incident's own status before those of what happened. A test holds that every type has one."""
    words = "\n".join((*incident.means, *trigger_words(incident)))
    rows = [row for row in code_rows() if row["type"] == incident.type.value]
    own = [row for row in rows if row["status"] == incident.status.value]
    for row in (*own, *(row for row in rows if row["status"] == Status.ACTUAL.value)):
        if _is_said(row["words"], words) and _has_parties(row["parties"], incident):
            return row
    raise AssertionError(f"plover_cameo.tsv has no row for {incident.type.value}")


def trigger_words(incident: Incident) -> tuple[str, ...]:
    """The words by which the accounts tell it, each once, the first to report first; an imported PLOVER event has them in a list, of
    which its one account holds the first."""
    told = [account.words for account in incident.accounts]
    if incident.origin == "plover":
        carried = carried_value(dict(incident.carried).get("event_text", ""))
        told += [word for word in carried if isinstance(word, str)] if isinstance(carried, list) else []
    return tuple(dict.fromkeys(word for word in told if word))


def _is_said(asked: str, words: str) -> bool:
    return asked == ANY or _pattern(asked).search(words) is not None


def _has_parties(asked: str, incident: Incident) -> bool:
    """Whether a party in the role has one of the sectors, or one of the words in its name."""
    if asked == ANY:
        return True
    role, _, values = asked.partition(":")
    parties = {"actor": incident.actor, "target": incident.target, ANY: (*incident.actor, *incident.target)}[role]
    return any(_is_party(party, values.split()) for party in parties)


def _is_party(party: Party, values: Iterable[str]) -> bool:
    sector = sector_of(party)
    return any(sector == value if value.isupper() else _is_said(value, party_name(party)) for value in values)


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """Whole words and phrases, any case; a `*` is any ending of a word."""
    choices = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words.split("; "))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


@cache
def code_rows() -> tuple[dict[str, str], ...]:
    """The rules, in their order."""
    return tuple(read_rows("plover_cameo.tsv"))


@cache
def _events() -> dict[str, dict[str, str]]:
    return {row["event"]: row for row in read_rows("plover_events.tsv")}


@cache
def _goldstein() -> dict[str, float]:
    return {row["code"]: float(row["value"]) for row in read_rows("goldstein.tsv")}
