"""Names of parties and people to actors: takes a reading, gives it with `Entity.actor`.

A name is looked up in the actor table on the report's day; what no row names is composed ("Syrian army", "US defence secretary"),
and a group that stays unknown keeps an identity of its own with the country and the sector that the words support. A name that
several bear is settled by the countries the report speaks of, or left open with the reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zenobia.grounding.actor_table import ActorRow, ActorTable, Naming, Term, Timed, as_party
from zenobia.grounding.actor_words import BODY_NAMES, actor_words, strip_titles, variants
from zenobia.grounding.countries import alpha3, countries_in, country_names, country_of
from zenobia.grounding.spelling import fold
from zenobia.types import Actor, Entity, Mention, MentionType, Reading

PARTIES = (MentionType.GROUP, MentionType.STATE, MentionType.PERSON)
_BACKED = re.compile(r"(?i)\b([\w.]+)[- ](?:backed|supported|sponsored|funded|trained|armed|allied|aligned)\b")
_DOTTED = re.compile(r"\b(?:[A-Z]\.)+[A-Z]?\.?(?!\w)")
_OF = re.compile(r" of (?:the )?(?P<country>[A-Z][\w.-]*(?: (?:and |of |the )?[A-Z][\w.-]*){0,3})")
_WHOSE = re.compile(r"(?P<country>[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,2})['’]s? (?:[a-z]+ )?$")
_WORLD = frozenset({"global", "international", "world", "worldwide", "foreign"})
_AGAINST = re.compile(r"(?i)\banti-[\w’']+(?: [A-Z][\w’']+)? $")
_LED = re.compile(r"(?i)\b([\w.]+)[- ]led\b")


OFFICE_SECTORS = {
    "military chief": "MIL", "commander": "MIL", "officer": "MIL", "intelligence chief": "SPY", "agent": "SPY", "police chief": "COP",
    "judge": "JUD", "prosecutor": "JUD", "lawyer": "JUD", "legislator": "LEG", "speaker": "LEG", "opposition leader": "PTY",
    "candidate": "PTY", "party leader": "PTY", "activist": "CVL", "public figure": "CVL", "suspect": "CVL", "cleric": "REL",
    "journalist": "MED", "scholar": "EDU", "businessperson": "BUS", "crime boss": "CRM", "rebel leader": "REB", "militant": "REB",
}  # fmt: skip
"""Sector of an office held of a state itself; of others the state's own."""


FIRST_OFFICES = frozenset({"monarch", "president", "prime minister", "supreme leader", "secretary-general"})
"""Whose holders a family name alone means, rather than their kin."""

STATE_BODIES = frozenset(
    [
        "government",
        "armed forces",
        "army",
        "air force",
        "navy",
        "guard",
        "police",
        "intelligence",
        "ministry",
        "agency",
        "court",
        "parliament",
    ]
)
"""Kinds of actors that are of one state: those of another are not meant where the text says of which."""

BEFORE = 60
"""Characters before a name that may hold a title or a country."""

LONGEST_TITLE = 4
"""Words of an office's name."""

LEAST_PLURAL = 5
"""Letters from which on a name may stand in the other number: "Maoist", "Maoists"."""

MOSTLY = 0.6
"""The share of a report's talk from which on a country is that of whom nothing else places."""

ANY_FORCE = frozenset({"forces", "troops"})
"""Words for the armed of any side: "separatist forces" are separatists."""

INTERNATIONAL = frozenset({"international body", "peacekeepers", "tribunal"})
"""Kinds of actors that are of no one country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a report tells of who could be meant: its day, how much of its talk each country has (alpha-3, sums to 1), of which country
    the name is said to be ("of the Philippines"), and which offices stand as titles before it."""

    day: date | None
    countries: Mapping[str, float]
    of: str | None = None
    offices: frozenset[str] = frozenset()

    @property
    def home(self) -> str | None:
        """The country it speaks of most, None where none is named or two are named as much."""
        if self.of:
            return self.of
        ranked = sorted(self.countries.items(), key=lambda item: -item[1])
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]


def ground_actors(reading: Reading, table: ActorTable, day: date | None) -> Reading:
    """The same reading with actors."""
    setting = setting_of(reading, table, day)
    entities = tuple(
        replace(e, actor=_ground(e, reading, table, setting)) if e.type in PARTIES else e for e in reading.entities
    )
    return replace(reading, entities=entities)


def setting_of(reading: Reading, table: ActorTable, day: date | None) -> Setting:
    """The countries that the report's words, parties at home there and places speak of."""
    talk: dict[str, float] = defaultdict(float)
    for mention in reading.mentions:
        codes = [code for c in countries_in(mention.text) if (code := alpha3(c))]
        if not codes and mention.type in PARTIES:
            codes = homes_of(mention, table, day)
        for code in codes:
            talk[code] += 1 / len(codes)
    for entity in reading.entities:
        if entity.place and entity.place.country and (code := alpha3(entity.place.country)):
            talk[code] += len(entity.mentions)
    total = sum(talk.values())
    return Setting(day=day, countries={code: count / total for code, count in talk.items()})


def homes_of(mention: Mention, table: ActorTable, day: date | None) -> list[str]:
    """The countries (alpha-3) that a party or person named here speaks of; none where it is unknown or one of several."""
    names = strip_titles(mention.text) if mention.type is MentionType.PERSON else variants(mention.text)
    return next((homes for name in names if (homes := table.homes(name, day))), [])


def _ground(entity: Entity, reading: Reading, table: ActorTable, setting: Setting) -> Actor | None:
    wordings = list(dict.fromkeys([entity.name, *(reading.mentions[i].text for i in entity.mentions)]))
    if entity.type is MentionType.PERSON:
        titles = _titles_before(entity, reading)
        wordings += [f"{title} {words}".title() for title in sorted(titles) for words in wordings]  # "King Salman"
        offices = frozenset(actor_words().offices[title] for title in titles)
        return find_person(wordings, table, replace(setting, offices=offices))
    setting = replace(setting, of=_country_beside(entity, reading))
    if (foes := _foes(entity, reading)) is not None:  # "anti-government forces" are no government's
        return _local([foes], setting)
    if entity.type is MentionType.GROUP:
        longer = [words for i in entity.mentions if (words := _with_what_follows(reading, i))]
        named = _by_name({words: [fold(words)] for words in longer}, table, setting)
        if named is not None and named.id is not None:
            return named
    return find_party(wordings, table, setting, is_state=entity.type is MentionType.STATE)


def _foes(entity: Entity, reading: Reading) -> str | None:
    """The name of those who are against somebody named right before them, as the words have it; None for others."""
    for i in entity.mentions if entity.type is MentionType.GROUP else ():
        mention = reading.mentions[i]
        before = _AGAINST.search(reading.report.text, max(0, mention.span.start - BEFORE), mention.span.start)
        if before and fold(mention.text) in ANY_FORCE | {"fighters", "militias", "militants", "protesters", "rebels"}:
            return f"{before[0]}{mention.text}"
    return None


def _titles_before(entity: Entity, reading: Reading) -> set[str]:
    """Words for an office that stand right before a mention: "king" of "Saudi King Salman"."""
    found = set()
    for mention in entity.mentions:
        start = reading.mentions[mention].span.start
        words = fold(reading.report.text[max(0, start - BEFORE) : start]).split()[-LONGEST_TITLE:]
        titles = (" ".join(words[at:]) for at in range(len(words)))
        found |= {title for title in titles if title in actor_words().offices}
    return found


def _country_beside(entity: Entity, reading: Reading) -> str | None:
    """The country that a mention is said to be of: "the parliament of Georgia", "Georgia's parliament"."""
    for mention in entity.mentions:
        span, text = reading.mentions[mention].span, reading.report.text
        after, before = _OF.match(text, span.end), _WHOSE.search(text, max(0, span.start - BEFORE), span.start)
        for words in filter(None, (after and after["country"], before and before["country"])):
            tokens = words.split()
            runs = [tokens[:n] for n in range(len(tokens), 0, -1)] if after else [tokens[n:] for n in range(len(tokens))]
            code = next((code for run in runs if (code := country_of(" ".join(run).rstrip(",.;:")))), None)
            if code:
                return alpha3(code)
    return None


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
    whole = _by_name({words: _names_of(words) for words in wordings}, table, setting)
    if whole is not None and whole.id is not None:
        return whole
    composed = next((made for words in wordings if (made := _compose(words, table, setting))), None)
    if composed is not None:
        return composed
    at_home = next((found for words in wordings if (found := _of_country(words, table, setting))), None)
    if at_home is not None:
        return at_home
    part = _by_name({words: variants(words)[1:] for words in wordings}, table, setting)
    if part is not None and part.id is not None:
        return part
    return whole or _alike(wordings, table, setting) or part or _local(wordings, setting)


def _of_country(words: str, table: ActorTable, setting: Setting) -> Actor | None:
    """An actor at home in the country that stands before its name: "U.S. Drug Enforcement Administration"."""
    codes = {code for c in countries_in(words) if (code := alpha3(c))}
    left = _without_countries(words)
    if len(codes) != 1 or not left or left == fold(words):
        return None
    code = next(iter(codes))
    ranked = _rank(table.namings(left), words, table, replace(setting, countries={code: 1.0}))
    at_home = [r for r in ranked if r[1].countries[:1] == (code,) and r[0] > 0]
    if not at_home or (len(at_home) > 1 and at_home[1][0] >= at_home[0][0]):
        return None
    return _as_actor(at_home[0][1], setting, "name in the actor table, of the country named", 0.93)


def _names_of(words: str) -> list[str]:
    """The folded words, for "A.U." also "au", and for "Maoist" also "maoists"."""
    name = fold(words).removeprefix("the ")
    dotless = fold(_DOTTED.sub(lambda letters: letters[0].replace(".", ""), words))
    other = name.removesuffix("s") if name.endswith("s") else f"{name}s"
    return list(dict.fromkeys((name, dotless, *((other,) if len(name) > LEAST_PLURAL else ()))))


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
            if name not in _names_of(words):  # "Syrian militants" are not Syria
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
    namings = list(namings)
    is_only = len({naming.actor for naming in namings}) == 1
    for naming in namings:
        row = table.party(naming.actor)
        if row is None:
            continue
        if naming.weak and row.kind in STATE_BODIES and setting.home and setting.home not in row.countries:
            continue  # "government forces" in Iraq are not those of the Syria that is also spoken of
        talked_of = bool(set(row.countries) & set(setting.countries)) or not row.countries
        score = (0.0 if naming.weak else 2.0) + (1.0 if talked_of and row.countries else 0.0)
        score += 0.5 if naming.weak and is_only and naming.name.value.isupper() else 0.0
        score -= 2.0 if setting.of and row.kind in STATE_BODIES and setting.of not in row.countries else 0.0
        score -= 0.0 if naming.name.holds(setting.day) else 1.5
        score -= 0.0 if setting.day is None or row.active.holds(setting.day) else 1.0
        if naming.weak and naming.name.value.isupper() and naming.name.value not in words.replace(".", ""):
            continue  # "aa" is not the AA
        rule = "name in the actor table" + (", in a country of the report" if naming.weak else "")
        if row.id not in found or found[row.id][0] < score:
            found[row.id] = (score, row, rule)
    return sorted(found.values(), key=lambda item: (-item[0], item[1].id))


def _as_actor(row: ActorRow, setting: Setting, rule: str, confidence: float) -> Actor:
    return Actor(
        id=row.id,
        name=row.name,
        country=_home_of(row),
        sector=row.sector,
        kind=row.kind,
        parent=next(iter(held(row.parents, setting.day)), None),
        sponsors=tuple(held(row.sponsors, setting.day)),
        rule=rule,
        confidence=confidence,
    )


def _home_of(row: ActorRow) -> str | None:
    """The country an actor belongs to; None for bodies of many, wherever they sit."""
    return row.countries[0] if row.countries and row.kind not in INTERNATIONAL and row.sector != "IGO" else None


def held(values: Iterable[Timed], day: date | None) -> list[str]:
    """The ids of actors that hold on the day, each once."""
    return list(dict.fromkeys(as_party(v.value) for v in values if v.holds(day)))


def _compose(words: str, table: ActorTable, setting: Setting) -> Actor | None:
    """A body of a state: "Syrian government forces", "Iraqi police"; of the report's own country where none is said."""
    if _BACKED.search(words) or _LED.search(words):
        return None
    codes = countries_in(words)
    left = _without_countries(words)
    body = actor_words().bodies.get(left) or actor_words().bodies.get(left.partition(" and ")[0])
    if body is None or len(set(codes)) > 1:
        return None
    code = alpha3(codes[0]) if codes else setting.home
    if code is None:
        return None
    return body_of(code, body, table, setting, told=bool(codes))


def body_of(code: str, body: str, table: ActorTable, setting: Setting, *, told: bool) -> Actor:
    """The state body with this ending, as the table has it on that day, else by its plain name."""
    rule = f"{'government' if body == 'gov' else 'body'} of the state {'named' if told else 'that the report speaks of most'}"
    confidence = 0.93 if told else 0.7
    row = table.actor(code.lower() if body == "gov" else f"{code.lower()}-{body}")
    if row is not None:
        return _as_actor(row, setting, rule, confidence)
    name, sector, kind = BODY_NAMES[body]
    state = table.actor(code.lower())
    return Actor(
        id=f"{code.lower()}-{body}",
        name=f"{name[0].upper()}{name[1:]} of {state.name if state else code}",
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
    known = setting.of or next((c for c, share in setting.countries.items() if share >= MOSTLY), None)
    country = codes[0] if codes else None if _WORLD & set(fold(words).split()) else known
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
    for size in (3, 2):
        if len(tokens) >= size and (found := sectors.get(" ".join(tokens[-size:]))):
            return found
    told = [t for t in reversed(tokens) if t in sectors]
    return next((sectors[t] for t in told if t not in ANY_FORCE), sectors[told[0]] if told else None)


def find_person(wordings: Sequence[str], table: ActorTable, setting: Setting) -> Actor | None:
    """The person of the table whom these wordings mean on that day, by name or by office; None where nobody is known by them."""
    rivals: list[str] = []
    for words in wordings:
        for name in () if words.split()[-1].islower() else strip_titles(words):  # "man" is nobody's name
            namings = table.people(name) or table.people_in_short(name)
            ranked = sorted(_rank_people(namings, table, setting), key=lambda item: (-item[0], item[1]))
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
        holding = [t for t in terms if t.term.holds(setting.day)]
        current = next(iter(sorted(holding, key=lambda t: (t.office not in FIRST_OFFICES, t.term.start is None))), None)
        countries = {c for t in terms if (row := table.party(t.of[:3]) or table.actor(t.of)) for c in row.countries[:1]}
        score = (0.0 if naming.weak else 2.0) + (0.5 if countries & set(setting.countries) else 0.0)
        if setting.offices & {t.office for t in terms}:
            score += 1.0
        if current is not None:
            score += (0.6 if current.term.start else 0.3) + (0.3 if current.office in FIRST_OFFICES else 0.0)
        ranked.append((score, naming.actor, current))
    return ranked


def _as_person(person: str, term: Term | None, table: ActorTable, confidence: float) -> Actor:
    last = term or max(table.terms(person), key=lambda t: t.term.start or date.min)
    row = table.actor(last.of) or table.actor(last.of.partition("-")[0])  # a body without a row: its state
    place = row.name if row else last.of
    return Actor(
        id="person:" + re.sub(r"\W+", "-", fold(person)),
        name=person,
        country=_home_of(row) if row else None,
        sector=_sector_of_office(last.office, row),
        kind="person",
        parent=as_party(last.of),
        rule=f"{last.office} of {place} on that day" if term else f"once {last.office} of {place}",
        confidence=confidence,
    )


def _sector_of_office(office: str, body: ActorRow | None) -> str | None:
    """The sector that people act for: that of their body; of a state's, that of the office."""
    if body is None or body.kind == "state":
        return OFFICE_SECTORS.get(office, body.sector if body else None)
    return body.sector


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
