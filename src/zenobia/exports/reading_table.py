"""A reading for the terminal: what happened, on whose word, the sentence that says so with its parts marked.

Nothing of the report reaches the terminal unescaped: every text goes through `visible` or `shown` and into rich Text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from zenobia.exports.grounded import known_parties, placed_entities
from zenobia.exports.table_evidence import STYLES, mark_evidence
from zenobia.exports.wording import (
    STATUS_WORDS,
    ends_of,
    evidence_of,
    is_empty,
    name_of,
    say_counts,
    say_days,
    say_empty,
    say_tie,
    say_toll,
    say_when,
    unquoted,
    visible,
    warnings_of,
)
from zenobia.types import ROLES, Event, Quote, Reading, Relation

WIDE = 110
"""Columns from which the evidence stands beside the facts; below, under them."""

QUOTED = 90
"""Code points of a tie's evidence shown whole; longer evidence is cut in the middle."""


def reading_to_table(reading: Reading, *, width: int = 80, colour: bool = False) -> str:
    """The reading as lines of at most `width` columns, ending in an empty line; colour adds terminal colours."""
    width = max(width, 40)
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        _environ={},  # the same reading gives the same bytes whatever the shell has set
    )
    for line in _lines(reading, width):
        console.print(line, soft_wrap=True, markup=False, highlight=False, emoji=False)
    return out.getvalue()


def _lines(reading: Reading, width: int) -> Iterator[Text]:
    yield from _header(reading, width)
    if is_empty(reading):
        yield Text()
        yield from _wrap(Text(say_empty(reading), style="italic"), width, indent=3)
    for event in reading.events:
        yield Text()
        yield from _event(event, reading, width)
    if reading.relations:
        yield from _section("ties")
        for relation in reading.relations:
            yield from _tie(relation, reading, width)
    if reading.quotes:
        yield from _section("quotations")
        for quote in reading.quotes:
            yield from _quotation(quote, reading, width)
    for name, grounded in (("places", placed_entities(reading)), ("parties", known_parties(reading))):
        lines = list(grounded)
        if lines:
            yield from _section(name)
        for entity, meaning, rule in lines:
            yield from _meaning(visible(entity.name), meaning, rule, width)
    yield Text()


def _meaning(name: str, meaning: str, rule: str, width: int) -> Iterator[Text]:
    line = Text.assemble("     ", (name, "cyan"), f"  {meaning}", (f"  ({rule})" if rule else "", "bright_black"))
    yield from _wrap(line, width, indent=0, hanging=7)


def _header(reading: Reading, width: int) -> Iterator[Text]:
    report = reading.report
    published = f"{report.published.date.isoformat()} ({visible(report.published.rule)})" if report.published else "no date"
    facts = [visible(report.outlet)] if report.outlet else []
    facts += [f"published {published}" if report.published else "publication date not told", say_counts(reading)]
    yield Text("━" * width, style="bright_black")
    yield from _wrap(Text(visible(report.title or report.id), style="bold"), width, indent=1)
    yield from _wrap(Text(" · ".join(facts), style="bright_black"), width, indent=1)
    for warning in warnings_of(reading):
        yield from _wrap(Text(f"warning: {visible(warning)}", style="yellow"), width, indent=1)


def _event(event: Event, reading: Reading, width: int) -> Iterator[Text]:
    number = f"{event.id:>3}  "
    if width < WIDE:
        head = Text.assemble((number, "bright_black"), _what(event))
        yield from _wrap(head, width, indent=0, hanging=5)
        yield from _flow(_facts(event, reading), width, indent=5)
        for line in mark_evidence(event, reading, width - 7):
            yield Text.assemble(("     │ ", "bright_black"), line)
        return
    left_width = width * 2 // 5
    left = list(_wrap(_what(event), left_width, indent=0, hanging=2))
    left += [line for fact in _facts(event, reading) for line in _wrap(fact, left_width, indent=0, hanging=2)]
    right = list(mark_evidence(event, reading, width - left_width - 10))
    for row in range(max(len(left), len(right))):
        line = Text.assemble((number if row == 0 else " " * 5, "bright_black"), left[row] if row < len(left) else "")
        line.append(" " * (left_width + 5 - line.cell_len))
        yield Text.assemble(
            line, ("  │", "bright_black"), " " if row < len(right) else "", right[row] if row < len(right) else ""
        )


def _what(event: Event) -> Text:
    """The type of an event, its status where it is no plain fact, its days, the reader's confidence."""
    status = STATUS_WORDS[event.status]
    sure = f"  confidence {event.confidence:.2f}"
    marked = (f" [{status}]" if status else "", "bold yellow")
    return Text.assemble((event.type.value, "bold"), marked, f"  {say_when(event)}", (sure, "bright_black"))


def _facts(event: Event, reading: Reading) -> Iterator[Text]:
    for role in ROLES:
        if event.role(role):
            yield _fact(role, "; ".join(name_of(m, reading) for m in event.role(role)))
    for toll in event.toll:
        yield _fact("toll", say_toll(toll, reading))
    vouching = [m for m in (event.attribution, *event.also_attributed) if m is not None]
    if vouching:
        yield _fact("attribution", "; ".join(name_of(m, reading) for m in vouching))


def _fact(name: str, words: str) -> Text:
    return Text.assemble((f"{name} ", "bright_black"), (words, STYLES[name]))


def _tie(relation: Relation, reading: Reading, width: int) -> Iterator[Text]:
    source, target = ends_of(relation, reading)
    days = f", {say_days(relation.days)}" if relation.days else ""
    voucher = f", says {name_of(relation.attribution, reading)}" if relation.attribution is not None else ""
    evidence = f"  “{_shorten(evidence_of(relation, reading))}”"
    said = (f" {say_tie(relation)} ", "bold")
    tie = Text.assemble("     ", (source, "cyan"), said, (target, "magenta"), days, voucher, (evidence, "bright_black"))
    yield from _wrap(tie, width, indent=0, hanging=7)


def _quotation(quote: Quote, reading: Reading, width: int) -> Iterator[Text]:
    speaker = name_of(quote.speaker, reading) if quote.speaker is not None else "speaker not told"
    words = unquoted(quote.span.of(reading.report.text))
    line = Text.assemble("     ", (speaker, "cyan" if quote.speaker is not None else "bright_black"), f": “{words}”")
    yield from _wrap(line, width, indent=0, hanging=7)


def _section(name: str) -> Iterator[Text]:
    yield Text()
    yield Text(f"     {name}", style="bold")


def _shorten(words: str) -> str:
    half = QUOTED // 2
    return words if len(words) <= QUOTED else f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def _flow(facts: Iterable[Text], width: int, *, indent: int) -> Iterator[Text]:
    """Facts side by side with three spaces between, a new line where one does not fit."""
    line = Text()
    for fact in facts:
        if line and indent + 2 + line.cell_len + 3 + fact.cell_len > width:
            yield from _wrap(line, width, indent=indent, hanging=indent + 2)
            line = Text()
        line = Text.assemble(line, "   ", fact) if line else fact
    if line:
        yield from _wrap(line, width, indent=indent, hanging=indent + 2)


def _wrap(text: Text, width: int, *, indent: int, hanging: int | None = None) -> Iterator[Text]:
    """`text` broken at spaces into lines of at most `width` columns, the first indented, the rest hanging."""
    hanging = indent if hanging is None else hanging
    # laid out at the narrower of the two widths: one wrap, no second pass over hostile text
    lines = text.wrap(_RULER, max(width - max(indent, hanging), 8), tab_size=1)
    for place, line in enumerate(lines):
        line.rstrip()
        yield Text(" " * (indent if place == 0 else hanging)) + line


_RULER = Console(file=io.StringIO(), width=80, _environ={})
