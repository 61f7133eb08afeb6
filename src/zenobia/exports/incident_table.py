"""Incidents for people: a line or two each in a listing, one incident whole with its accounts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from zenobia.exports.wording import LONGEST_SENTENCE, STATUS_WORDS, visible
from zenobia.types import Account, AccountToll, Days, Incident, Party, Site, TollSummary

SHOWN_PARTIES = 3


def incident_lines(incidents: Iterable[Incident], width: int) -> Iterator[str]:
    """Two lines an incident: what, who, where, when, toll; then certainty, outlets and what they differ in."""
    for incident in incidents:
        yield _fit(f"{incident.id}  {say_when(incident):<24} {say_what(incident)}", width)
        yield _fit(f"{'':16}{_say_known(incident)}", width)


def _fit(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"


def say_what(incident: Incident) -> str:
    """ "bombing at Arvan by Red Banner Front against police, killed 12 (10 to 14)"."""
    status = STATUS_WORDS[incident.status]
    words = [f"{incident.type.value}" + (f" ({status})" if status else "")]
    words += [f"at {_say_site(incident.place)}"] if incident.place else []
    words += [f"by {_say_parties(incident.actor)}"] if incident.actor else []
    words += [f"against {_say_parties(incident.target)}"] if incident.target else []
    tolls = [say_toll(toll) for toll in incident.tolls]
    return " ".join(words) + (f", {', '.join(tolls)}" if tolls else "")


def say_when(incident: Incident) -> str:
    """ "2016-03-27", "2016-03-21..2016-03-27", "by 2016-03-28"; empty without any day."""
    if incident.precision == "published" and incident.end:
        return f"by {incident.end.isoformat()}"
    return _say_days(incident.start, incident.end)


def _say_days(start: date | None, end: date | None) -> str:
    if start is None or end is None:
        return ""
    return start.isoformat() if start == end else f"{start.isoformat()}..{end.isoformat()}"


def _say_known(incident: Incident) -> str:
    outlets = ", ".join(visible(name) for name in incident.outlets) or "no outlet named"
    accounts = len(incident.accounts)
    words = [f"certainty {incident.certainty:.2f}", f"{accounts} account{'s' if accounts > 1 else ''}: {outlets}"]
    words += [f"differ in {', '.join(incident.disagreements)}"] if incident.disagreements else []
    words += [incident.review] if incident.review else []
    return "; ".join(words)


def _say_parties(parties: Sequence[Party]) -> str:
    more = f" and {len(parties) - SHOWN_PARTIES} more" if len(parties) > SHOWN_PARTIES else ""
    return ", ".join(_say_party(party) for party in parties[:SHOWN_PARTIES]) + more


def _say_party(party: Party) -> str:
    known = party.actor.name if party.actor and party.actor.id and not party.actor.id.startswith("local:") else None
    return visible(known or party.name)


def _say_site(site: Site) -> str:
    place = site.place
    if place is None or place.id is None:
        return f"{visible(site.name)} (not placed)"
    country = f", {place.country}" if place.country and place.feature != "PCLI" else ""
    return visible(f"{place.name or site.name}{country}")


def say_toll(toll: TollSummary) -> str:
    """ "killed 12", "killed 12 (10 to 14)", "killed at least 60"."""
    if toll.low == toll.high == toll.best:
        return f"{toll.kind.value} {toll.best:,}"
    if toll.high is None:
        return f"{toll.kind.value} at least {toll.low:,}" + (f" (best {toll.best:,})" if toll.best != toll.low else "")
    if toll.low is None:
        return f"{toll.kind.value} up to {toll.high:,}"
    return f"{toll.kind.value} {toll.best:,} ({toll.low:,} to {toll.high:,})"


def incident_page(incident: Incident) -> Iterator[str]:
    """One incident whole: its summary, then every account with outlet, words, and why it stands with the others."""
    yield f"{incident.id}  {say_when(incident)}  {say_what(incident)}"
    yield f"  {_say_known(incident)}"
    for account in incident.accounts:
        yield ""
        yield from _account_lines(account)


def _account_lines(account: Account) -> Iterator[str]:
    telling = account.telling
    published = telling.published.isoformat() if telling.published else "no day"
    revision = f", revision {telling.revision}" if telling.revision > 1 else ""
    yield visible(f"{telling.outlet or 'no outlet'}, {published}, report {telling.id}{revision}  {account.key}")
    if telling.copies:
        yield visible(f"  same words in: {', '.join(telling.copies)}")
    yield f"  “{visible(_shown(account.evidence))}”"
    for name, value in _account_values(account):
        yield f"  {name:<12}{visible(value)}"
    if account.joined:
        parts = "; ".join(f"{name} {weight:+.1f}" for name, weight in account.joined.parts[:6])
        yield f"  {'joined':<12}{account.joined.score:.2f} with {account.joined.with_event}: {parts}"


def _account_values(account: Account) -> Iterator[tuple[str, str]]:
    yield "event", f"{account.type.value}, {account.status.value}: “{account.words}” ({account.confidence:.2f})"
    for name, parties in (("actor", account.actor), ("target", account.target), ("supporter", account.supporter)):
        if parties:
            yield name, "; ".join(_say_words(party) for party in parties)
    if account.place:
        yield "place", "; ".join(_say_site(site) for site in account.place)
    if account.days:
        yield "days", _say_account_days(account.days, assumed=account.assumed)
    if account.tolls:
        yield "toll", "; ".join(_say_account_toll(toll) for toll in account.tolls)
    if account.attribution:
        yield "on word of", _say_words(account.attribution)
    if account.review:
        yield "review", account.review


def _say_words(party: Party) -> str:
    known = _say_party(party)
    return known if known == party.text else f"{known} (“{party.text}”)"


def _say_account_days(days: Days, *, assumed: bool) -> str:
    return f"{_say_days(days.start, days.end)}{' (assumed)' if assumed else ''}, {days.rule}"


def _say_account_toll(toll: AccountToll) -> str:
    by = f", {_say_party(toll.by)} says" if toll.by else ""
    return f"{toll.kind.value} “{toll.text}”{f' {toll.who}' if toll.who else ''}{by}"


def _shown(evidence: str) -> str:
    return evidence if len(evidence) <= LONGEST_SENTENCE else evidence[:LONGEST_SENTENCE] + "…"
