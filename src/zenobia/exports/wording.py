"""How a reading is said to people: days, tolls, statuses and ties in plain words, hostile characters made visible.

Shared by the table and the page, so that both say the same thing the same way."""

from __future__ import annotations

import unicodedata
from calendar import month_name, monthrange
from collections import Counter

from zenobia.types import Days, Event, Reading, Relation, RelationType, Span, Status, Toll

STATUS_WORDS = {
    Status.ACTUAL: "",
    Status.PLANNED: "planned",
    Status.POSSIBLE: "possible",
    Status.NEGATED: "denied or failed",
}
"""How firmly an event stands; nothing is said of what happened."""

TIE_WORDS = {
    RelationType.BACKS: "backs",
    RelationType.OPPOSES: "opposes",
    RelationType.PART_OF: "is part of",
    RelationType.LEADS: "leads",
    RelationType.HOLDS: "holds",
    RelationType.BASED_IN: "is based in",
    RelationType.LOCATED_IN: "is in",
    RelationType.ALIAS: "is also called",
}

LONGEST_SENTENCE = 1500
"""Code points of a sentence shown as evidence. No sentence of prose comes near it; a text without full stops would otherwise be
written out whole once an event."""

_JOINERS = "\u200c\u200d"  # zero-width, but letters of Persian and Indic names depend on them


def shown(character: str) -> str:
    """One character as a reader may safely see it: spaces of all kinds as a space, controls and direction marks escaped."""
    if character.isprintable() or character in _JOINERS:
        return character
    if character in "\n\r\t" or unicodedata.category(character) == "Zs":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def visible(text: str) -> str:
    """`text` on one line, with nothing in it that a terminal or a browser would obey."""
    return text if text.isprintable() else "".join(map(shown, text))


def say_days(days: Days) -> str:
    """ "27 March 2016", "21 to 27 March 2016", "February 2016", "2016"."""
    start, end = days.start, days.end
    if start == end:
        return f"{start.day} {month_name[start.month]} {start.year}"
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if start.year == end.year:
        if whole_months and (start.month, end.month) == (1, 12):
            return str(start.year)
        if whole_months and start.month == end.month:
            return f"{month_name[start.month]} {start.year}"
        if start.month == end.month:
            return f"{start.day} to {end.day} {month_name[end.month]} {end.year}"
        return f"{start.day} {month_name[start.month]} to {end.day} {month_name[end.month]} {end.year}"
    return f"{start.day} {month_name[start.month]} {start.year} to {end.day} {month_name[end.month]} {end.year}"


def say_when(event: Event) -> str:
    """The days of an event: told, assumed and said so, or not told."""
    if event.time:
        return say_days(event.time.days)
    if event.time_assumed:
        return f"{say_days(event.time_assumed)}, assumed ({visible(event.time_assumed.rule)})"
    return "day not told"


def say_bounds(toll: Toll) -> str:
    """The numbers a toll's words mean: "60 or more", "up to 40", "24 to 30", "12"; empty when it sets no bound."""
    match toll.low, toll.high:
        case None, None:
            return ""
        case low, None:
            return f"{low:,} or more"
        case None, high:
            return f"up to {high:,}"
        case low, high:
            return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def say_toll(toll: Toll, reading: Reading) -> str:
    """ "killed: dozens of people (24 or more)"; a running total and whoever vouches for it are named."""
    words = _counted_words(toll, reading)
    bounds = say_bounds(toll)
    meaning = f" ({bounds})" if bounds and not any(c.isdigit() for c in words) else ""
    said = f"{toll.kind}: {words}{meaning}"
    if toll.scope == "cumulative":
        said += f", running total {say_days(toll.days)}" if toll.days else ", running total"
    if toll.attribution is not None:
        said += f", says {name_of(toll.attribution, reading)}"
    return said


def _counted_words(toll: Toll, reading: Reading) -> str:
    """ "dozens of fighters" as written where the two stand together, else the number and whom it counts side by side."""
    number = reading.mentions[toll.mention]
    if toll.who is None:
        return visible(number.text)
    who = reading.mentions[toll.who]
    if 0 <= who.span.start - number.span.end <= len(" of the "):
        return visible(reading.report.text[number.span.start : who.span.end])
    return visible(f"{number.text} {who.text}")


def full_name(mention: int, reading: Reading) -> str:
    """The fullest name the report gives whom this mention names, as written; the mention's own words where it has no entity."""
    found = reading.mentions[mention]
    return found.text if found.entity is None else reading.entities[found.entity].name


def name_of(mention: int, reading: Reading) -> str:
    """The fullest name the report gives whom this mention names, safe to show."""
    return visible(full_name(mention, reading))


def say_tie(relation: Relation) -> str:
    """The verb of a tie, marked when it is planned, possible or denied."""
    status = STATUS_WORDS[relation.status]
    return f"{TIE_WORDS[relation.type]} ({status})" if status else TIE_WORDS[relation.type]


def ends_of(relation: Relation, reading: Reading) -> tuple[str, str]:
    """The two sides of a tie by their fullest names; of an alias, the two wordings themselves."""
    if relation.type is RelationType.ALIAS:
        return visible(reading.mentions[relation.source].text), visible(reading.mentions[relation.target].text)
    return name_of(relation.source, reading), name_of(relation.target, reading)


def shown_sentence(event: Event) -> Span:
    """The sentence that tells an event; of one that is longer than LONGEST_SENTENCE, the part around the trigger."""
    sentence = event.sentence
    if sentence.end - sentence.start <= LONGEST_SENTENCE:
        return sentence
    start = max(sentence.start, min(event.trigger.start - LONGEST_SENTENCE // 2, sentence.end - LONGEST_SENTENCE))
    return Span(start, start + LONGEST_SENTENCE)


def evidence_of(relation: Relation, reading: Reading) -> str:
    """The words that state a tie; a bracket they open is closed ("Red Banner Front (RBF)")."""
    text, span = reading.report.text, relation.evidence
    words = span.of(text)
    opened = words.count("(") > words.count(")") and text[span.end : span.end + 1] == ")"
    return visible(f"{words})" if opened else words)


def unquoted(words: str) -> str:
    """The words of a quotation on one line, without the marks around them."""
    return visible(words).strip("\"'“”‘’«» ")


def say_counts(reading: Reading) -> str:
    """ "9 events, 4 ties, 2 quotations"."""
    counted = ((len(reading.events), "event"), (len(reading.relations), "tie"), (len(reading.quotes), "quotation"))
    return ", ".join(say_count(number, noun) for number, noun in counted)


def say_count(number: int, noun: str) -> str:
    """ "1 event", "1,200 events"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def say_empty(reading: Reading) -> str:
    """Why a record holds nothing, in a sentence."""
    if not reading.report.text.strip():
        return "This report has no text, so there is nothing to record."
    if reading.report.language not in (None, "en"):
        return f"This report is in another language ({visible(reading.report.language)}); events are read from English alone."
    return "The reader found no events, ties or quotations in this report."


def is_empty(reading: Reading) -> bool:
    """Whether a reading holds neither events, ties nor quotations."""
    return not (reading.events or reading.relations or reading.quotes)


def warnings_of(reading: Reading) -> tuple[str, ...]:
    """What a user should know of this report, of intake first, each once."""
    return tuple(dict.fromkeys((*reading.report.warnings, *reading.warnings)))


def count_types(reading: Reading) -> list[tuple[str, int]]:
    """Event types and how many of each, the commonest first, of equals the first told."""
    return Counter(str(event.type) for event in reading.events).most_common()
