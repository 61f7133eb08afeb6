"""Names of parties and people to actors: takes a reading, gives it with `Entity.actor`.

A name is looked up in the actor table on the report's day; what no row names is composed ("Syrian army", "US defence secretary"),
and a group that stays unknown keeps an identity of its own with the country and the sector that the words support. A name that
several bear is settled by the countries the report speaks of, or left open with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zenobia.grounding.actor_table import ActorRow, ActorTable, Naming, Term, Timed
from zenobia.grounding.actor_words import BODY_NAMES, actor_words, strip_titles, variants
from zenobia.grounding.countries import alpha3, countries_in, country_names
from zenobia.grounding.spelling import fold
from zenobia.types import Actor, Entity, MentionType, Reading

PARTIES = (MentionType.GROUP, MentionType.STATE, MentionType.PERSON)
_BACKED = re.compile(r"(?i)\b([\w.]+)[- ](?:backed|supported|sponsored|funded|trained|armed|allied|aligned)\b")
_LED = re.compile(r"(?i)\b([\w.]+)[- ]led\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a report tells of who could be meant: its day, and how much of its talk each country has (alpha-3, sums to 1)."""

    day: date | None
    countries: Mapping[str, float]

    @property
    def home(self) -> str | None:
        """The country it speaks of most, None where none is named or two are named as much."""
        ranked = sorted(self.countries.items(), key=lambda item: -item[1])
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]


def ground_actors(reading: Reading, table: ActorTable, day: date | None) -> Reading:
    """The same reading with actors."""
    setting = Setting(day=day, countries=_countries(reading))
    entities = tuple(
        replace(e, actor=_ground(e, reading, table, setting)) if e.type in PARTIES else e for e in reading.entities
    )
    return replace(reading, entities=entities)


def _countries(reading: Reading) -> dict[str, float]:
    codes = [code for m in reading.mentions for code in countries_in(m.text)]
    codes += [e.place.country for e in reading.entities if e.place and e.place.country for _ in e.mentions]
    talk: dict[str, float] = {}
    for code in filter(None, map(alpha3, codes)):
        talk[code] = talk.get(code, 0.0) + 1
    total = sum(talk.values())
    return {code: count / total for code, count in talk.items()}


def _ground(entity: Entity, reading: Reading, table: ActorTable, setting: Setting) -> Actor | None:
    wordings = list(dict.fromkeys([entity.name, *(reading.mentions[i].text for i in entity.mentions)]))
    if entity.type is MentionType.PERSON:
        return find_person(wordings, table, setting)
    if entity.type is MentionType.GROUP:
        longer = [words for i in entity.mentions if (words := _with_what_follows(reading, i))]
        named = _by_name({words: [fold(words)] for words in longer}, table, setting)
        if named is not None and named.id is not None:
            return named
    return find_party(wordings, table, setting, is_state=entity.type is MentionType.STATE)


def _with_what_follows(reading: Reading, mention: int) -> str | None:
    """The words up to the end of the next mention, where only "of" parts the two: of a name such as "Falcons of the Levant" the
    reader may have made two mentions, as it does of "fighters of the Islamic State"."""
    if mention + 1 >= len(reading.mentions):
        return None
    one, other = reading.mentions[mention].span, reading.mentions[mention + 1].span
    between = reading.report.text[one.end : other.start]
    return reading.report.text[one.start : other.end] if between in {" of ", " of the "} else None


def find_party(wordings: Sequence[str], table: ActorTable, setting: Setting, *, is_state: bool = False) -> Actor | None:
    """The group or state that these wordings of one entity mean; None for one without a name that supports nothing."""
    if is_state and (state := _state_of(wordings, table, setting)):
        return state
    whole = _by_name({words: [fold(words).removeprefix("the ")] for words in wordings}, table, setting)
    if whole is not None and whole.id is not None:
        return whole
    composed = next((made for words in wordings if (made := _compose(words, table, setting))), None)
    if composed is not None:
        return composed
    part = _by_name({words: variants(words)[1:] for words in wordings}, table, setting)
    return (
        part
        if part is not None and part.id is not None
        else whole or _alike(wordings, table, setting) or part or _local(wordings, setting)
    )


def _state_of(wordings: Sequence[str], table: ActorTable, setting: Setting) -> Actor | None:
    for words in wordings:
        codes = {alpha3(code) for code in countries_in(words)}
        if len(codes) == 1 and (code := next(iter(codes))) and (row := table.actor(code.lower())):
            return _as_actor(row, setting, "name of the state", 0.98)
    if setting.home and all(fold(w).removeprefix("the ") in actor_words().bodies for w in wordings):
        row = table.actor(setting.home.lower())
        return _as_actor(row, setting, "the state that the report speaks of most", 0.75) if row else None
    return None


def _by_name(names: Mapping[str, Sequence[str]], table: ActorTable, setting: Setting) -> Actor | None:
    """The actor of these folded names, by the wording each comes from; its id is None where several bear the name alike."""
    rivals: list[str] = []
    for words, tries in names.items():
        for name in tries:
            ranked = _rank(table.namings(name), words, table, setting)
            if name != fold(words).removeprefix("the "):  # "Syrian militants" are not Syria
                ranked = [r for r in ranked if r[1].kind != "state"]
            ranked = _without_parts(ranked, setting.day)
            if len(ranked) > 1 and ranked[1][0] >= ranked[0][0]:
                rivals = rivals or [actor.name for _, actor, _ in ranked[:4]]
            elif ranked and ranked[0][0] > 0:
                return _as_actor(ranked[0][1], setting, ranked[0][2], 0.97 if ranked[0][0] >= 2 else 0.8)
    return Actor(id=None, reason=f"the name of several: {'; '.join(rivals)}") if rivals else None


def _without_parts(ranked: list[tuple[float, ActorRow, str]], day: date | None) -> list[tuple[float, ActorRow, str]]:
    """Without bodies of another that bears the name as well: "the Kremlin" is Russia, not one of two."""
    bearers = {actor.id for _, actor, _ in ranked}
    return [r for r in ranked if not bearers & set(held(r[1].parents, day))]


def _alike(wordings: Sequence[str], table: ActorTable, setting: Setting) -> Actor | None:
    """An actor of the report's countries whose name transliterates alike."""
    for words in wordings:
        namings = table.find_alike(variants(words)[-1], setting.countries) if words[:1].isupper() else ()
        alike = _rank(namings, words, table, setting)
        if len({actor.id for _, actor, _ in alike}) == 1:
            return _as_actor(alike[0][1], setting, "another spelling of its name", 0.75)
    return None


def _rank(namings: Iterable[Naming], words: str, table: ActorTable, setting: Setting) -> list[tuple[float, ActorRow, str]]:
    """Actors of this name, the best first, each once, with the reason; what the report gives no reason for has 0 or less."""
    found: dict[str, tuple[float, ActorRow, str]] = {}
    for naming in namings:
        row = table.actor(naming.actor)
        if row is None:
            continue
        talked_of = bool(set(row.countries) & set(setting.countries)) or not row.countries
        score = (0.0 if naming.weak else 2.0) + (1.0 if talked_of and row.countries else 0.0)
        score -= 0.0 if naming.name.holds(setting.day) else 1.5
        score -= 0.0 if setting.day is None or row.active.holds(setting.day) else 1.0
        if naming.weak and naming.name.value.isupper() and naming.name.value not in words:
            continue  # "aa" is not the AA
        rule = "name in the actor table" + (", in a country of the report" if naming.weak else "")
        if row.id not in found or found[row.id][0] < score:
            found[row.id] = (score, row, rule)
    return sorted(found.values(), key=lambda item: (-item[0], item[1].id))


def _as_actor(row: ActorRow, setting: Setting, rule: str, confidence: float) -> Actor:
    return Actor(
        id=row.id,
        name=row.name,
        country=row.countries[0] if row.countries else None,
        sector=row.sector,
        kind=row.kind,
        parent=next(iter(held(row.parents, setting.day)), None),
        sponsors=tuple(held(row.sponsors, setting.day)),
        rule=rule,
        confidence=confidence,
    )


def held(values: Iterable[Timed], day: date | None) -> list[str]:
    """The values that hold on the day, each once."""
    return list(dict.fromkeys(v.value for v in values if v.holds(day)))


def _compose(words: str, table: ActorTable, setting: Setting) -> Actor | None:
    """A body of a state: "Syrian government forces", "Iraqi police"; of the report's own country where none is said."""
    if _BACKED.search(words) or _LED.search(words):
        return None
    codes = countries_in(words)
    left = _without_countries(words)
    body = actor_words().bodies.get(left)
    if body is None or len(set(codes)) > 1:
        return None
    code = alpha3(codes[0]) if codes else setting.home
    if code is None:
        return None
    return body_of(code, body, table, setting, told=bool(codes))


def body_of(code: str, body: str, table: ActorTable, setting: Setting, *, told: bool) -> Actor:
    """The state body with this ending, as the table has it on that day, else by its plain name."""
    rule = "body of the state named" if told else "body of the state that the report speaks of most"
    confidence = 0.93 if told else 0.7
    row = table.actor(f"{code.lower()}-{body}")
    if row is not None:
        return _as_actor(row, setting, rule, confidence)
    name, sector, kind = BODY_NAMES[body]
    state = table.actor(code.lower())
    return Actor(
        id=f"{code.lower()}-{body}",
        name=f"{name} of {state.name if state else code}".capitalize(),
        country=code,
        sector=sector,
        kind=kind,
        parent=code.lower(),
        rule=rule,
        confidence=confidence,
    )


def _without_countries(words: str) -> str:
    """The folded words without the states and peoples among them, and without "the"."""
    tokens = fold(words).removeprefix("the ").split()
    kept: list[str] = []
    at = 0
    while at < len(tokens):
        size = next((n for n in (4, 3, 2, 1) if at + n <= len(tokens) and _is_country(tokens[at : at + n])), 0)
        if not size:
            kept.append(tokens[at])
        at += size or 1
    return " ".join(kept).removeprefix("s ").strip()


def _is_country(tokens: Sequence[str]) -> bool:
    return " ".join(tokens) in country_names()


def _local(wordings: Sequence[str], setting: Setting) -> Actor | None:
    """An identity within the report for a group that no table knows: its country and sector as far as the words tell them."""
    words = wordings[0]
    codes = [alpha3(c) for w in wordings for c in countries_in(_BACKED.sub("", _LED.sub("", w)))]
    country = codes[0] if codes else setting.home
    sector = next((s for w in wordings if (s := sector_of(w))), None)
    sponsors = tuple(
        code.lower() for w in wordings for m in _BACKED.finditer(w) for c in countries_in(m[1]) if (code := alpha3(c))
    )
    slug = re.sub(r"[^\w]+", "-", fold(words)).strip("-")
    if not slug:
        return None
    return Actor(
        id=f"local:{slug}" + (f"@{country}" if country else ""),
        name=words,
        country=country,
        sector=sector,
        kind=None,
        sponsors=tuple(dict.fromkeys(sponsors)),
        rule="not in the actor table; country and sector by the words" if codes else "not in the actor table",
        confidence=0.6,
    )


def sector_of(words: str) -> str | None:
    """The PLOVER sector that the last words tell: "Kurdish rebels" is REB."""
    tokens = fold(words).split()
    sectors = actor_words().sectors
    for size in (3, 2, 1):
        if len(tokens) >= size and (found := sectors.get(" ".join(tokens[-size:]))):
            return found
    return next((sectors[t] for t in reversed(tokens) if t in sectors), None)


def find_person(wordings: Sequence[str], table: ActorTable, setting: Setting) -> Actor | None:
    """The person of the table whom these wordings mean on that day, by name or by office; None where nobody is known by them."""
    rivals: list[str] = []
    for words in wordings:
        for name in strip_titles(words):
            ranked = sorted(_rank_people(table.people(name), table, setting), key=lambda item: (-item[0], item[1]))
            if not ranked:
                continue
            if len(ranked) > 1 and ranked[1][0] >= ranked[0][0]:
                rivals = rivals or [person for _, person, _ in ranked[:4]]
                continue
            if ranked[0][0] > 0:
                return _as_person(ranked[0][1], ranked[0][2], table, 0.97 if ranked[0][0] >= 2 else 0.8)
    for words in wordings:
        holder = _office_holder(words, table, setting)
        if holder is not None:
            return holder
    return Actor(id=None, reason=f"the name of several: {'; '.join(rivals)}") if rivals else None


def _rank_people(namings: Iterable[Naming], table: ActorTable, setting: Setting) -> list[tuple[float, str, Term | None]]:
    ranked = []
    for naming in namings:
        terms = table.terms(naming.actor)
        current = next((t for t in terms if t.term.holds(setting.day)), None)
        countries = {c for t in terms if (row := table.actor(t.of)) for c in row.countries[:1]}
        score = (0.0 if naming.weak else 2.0) + (0.6 if current else 0.0) + (0.5 if countries & set(setting.countries) else 0.0)
        ranked.append((score, naming.actor, current))
    return ranked


def _as_person(person: str, term: Term | None, table: ActorTable, confidence: float) -> Actor:
    last = term or max(table.terms(person), key=lambda t: t.term.start or date.min)
    row = table.actor(last.of)
    place = row.name if row else last.of
    return Actor(
        id="person:" + re.sub(r"\W+", "-", fold(person)),
        name=person,
        country=row.countries[0] if row and row.countries else None,
        sector=row.sector if row else None,
        kind="person",
        parent=last.of,
        rule=f"{last.office} of {place} on that day" if term else f"once {last.office} of {place}",
        confidence=confidence,
    )


def _office_holder(words: str, table: ActorTable, setting: Setting) -> Actor | None:
    """Who held the office that day: "the US defence secretary"."""
    codes = countries_in(words)
    office = actor_words().offices.get(_without_countries(words))
    code = alpha3(codes[0]) if codes else setting.home
    if office is None or code is None or len(set(codes)) > 1:
        return None
    holders = {t.person: t for t in table.holders(code.lower(), office) if t.term.holds(setting.day)}
    if len(holders) != 1 or setting.day is None:
        return None
    person, term = next(iter(holders.items()))
    return _as_person(person, term, table, 0.9 if codes else 0.65)
