"""Quotations and same-entity clusters of readings against gold marks: gold file and readings to figures.

Gold (tests/data/links_dev_long.jsonl): one report a line, offsets in code points of the text that `id` names:
{"id", "quotes": [{"start", "end", "speaker": [start, end] or null, "cue": ...}], "entities": [[[start, end], ...], ...]}.
Readings are dicts of spec/RECORD.md. Mentions of time, count and weapon belong to no entity and are not scored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zenobia.errors import GoldError

Pair = tuple[int, int]
Cluster = frozenset[int]


@dataclass(frozen=True, slots=True)
class Figure:
    """Micro precision, recall and F1 over all reports, 0 to 1; 0 where there is nothing to divide by."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFigures:
    """What `score_links` measures.

    quotes:           words overlap by at least half of the longer, and the speaker is the same entity (or none in both).
    muc, b3, ceaf_e:  of clusters with singletons; conll is the mean of their F1.
    conll_linked:     the same mean with singletons dropped from both sides, as in the CoNLL 2012 task.
    reports, unread:  gold reports, and how many of them have no reading.
    """

    quotes: Figure
    muc: Figure
    b3: Figure
    ceaf_e: Figure
    conll_linked: float
    reports: int
    unread: int

    @property
    def conll(self) -> float:
        return (self.muc.f1 + self.b3.f1 + self.ceaf_e.f1) / 3


def score_links(gold_path: Path, readings: Iterable[Mapping[str, Any]]) -> LinkFigures:
    """Score `readings` (dicts of spec/RECORD.md, matched by id) against the gold marks in `gold_path`.

    A reading's mention is the gold mention with the same span, else the one it overlaps most, by at least half of the
    longer, one to one; a gold report without a reading counts as one that found nothing. Raises GoldError for a line that
    cannot be read."""
    by_id = {str(r["id"]): r for r in readings}
    quote_hits = quote_gold = quote_read = unread = 0
    clusters: list[tuple[list[Cluster], list[Cluster]]] = []
    gold = _read_gold(gold_path)
    for mark in gold:
        reading = by_id.get(str(mark["id"]))
        unread += reading is None
        entities = [[(int(a), int(b)) for a, b in entity] for entity in mark["entities"]]
        linked = _Linked(entities, reading or {})
        clusters.append((linked.gold, linked.read))
        quotes = (reading or {}).get("quotes", [])
        quote_hits += _count_quotes(mark["quotes"], quotes, linked)
        quote_gold += len(mark["quotes"])
        quote_read += len(quotes)
    kept = [([c for c in g if len(c) > 1], [c for c in r if len(c) > 1]) for g, r in clusters]
    return LinkFigures(
        quotes=_figure(quote_hits, quote_read, quote_hits, quote_gold),
        muc=_both_ways(clusters, _muc),
        b3=_both_ways(clusters, _b3),
        ceaf_e=_both_ways(clusters, _ceaf_e),
        conll_linked=sum(_both_ways(kept, part).f1 for part in (_muc, _b3, _ceaf_e)) / 3,
        reports=len(gold),
        unread=unread,
    )


def _read_gold(path: Path) -> list[dict[str, Any]]:
    marks: list[dict[str, Any]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            mark = json.loads(line)
            marks.append({"id": mark["id"], "quotes": list(mark["quotes"]), "entities": list(mark["entities"])})
        except (ValueError, KeyError, TypeError) as error:
            mend = "give one JSON object a line with id, quotes and entities"
            raise GoldError(f"not a gold mark ({error})", where=f"{path.name}:{number}", mend=mend) from error
    return marks


class _Linked:
    """One report's gold and read clusters over common mention numbers: gold mentions from 0, unmatched read ones after them.

    entity_of: gold span -> its entity's number."""

    def __init__(self, entities: Sequence[Sequence[Pair]], reading: Mapping[str, Any]) -> None:
        spans = [span for entity in entities for span in entity]
        self.entity_of = {span: number for number, entity in enumerate(entities) for span in entity}
        numbers = {span: number for number, span in enumerate(spans)}
        self.gold = [frozenset(numbers[s] for s in entity) for entity in entities if entity]
        read = [m for m in reading.get("mentions", []) if m.get("entity") is not None]
        matched = _match(spans, [(m["start"], m["end"]) for m in read])
        groups: dict[int, set[int]] = {}
        self._gold_of: dict[int, int] = {}  # read mention -> gold entity
        self._fellows: dict[int, set[int]] = {}  # read entity -> gold entities of its mentions
        self._entity = {m["id"]: m["entity"] for m in read}
        for n, mention in enumerate(read):
            groups.setdefault(mention["entity"], set()).add(matched.get(n, len(spans) + n))
            if n in matched:
                self._gold_of[mention["id"]] = self.entity_of[spans[matched[n]]]
                self._fellows.setdefault(mention["entity"], set()).add(self._gold_of[mention["id"]])
        self.read = [frozenset(group) for group in groups.values()]

    def speaks_for(self, mention: int) -> set[int]:
        """The gold entities a read speaker stands for: its own mention's, or, when that is no gold mention, its fellows'."""
        if mention in self._gold_of:
            return {self._gold_of[mention]}
        return self._fellows.get(self._entity.get(mention, -1), set())


def _overlap(a: Pair, b: Pair) -> float:
    """Shared characters over the longer span, 0 to 1."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(a[1] - a[0], b[1] - b[0], 1)


def _match(gold: Sequence[Pair], read: Sequence[Pair]) -> dict[int, int]:
    """read index -> gold index, one to one, the best overlap first, at least half of the longer."""
    edges = sorted(((-_overlap(g, r), i, j) for j, r in enumerate(read) for i, g in enumerate(gold) if _overlap(g, r) >= 0.5))
    out: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in edges:
        if i not in taken and j not in out:
            taken.add(i)
            out[j] = i
    return out


def _count_quotes(gold: Sequence[Mapping[str, Any]], read: Sequence[Mapping[str, Any]], linked: _Linked) -> int:
    spans = [(q["start"], q["end"]) for q in gold]
    hits = 0
    for j, i in _match(spans, [(q["start"], q["end"]) for q in read]).items():
        told, speaker = gold[i]["speaker"], read[j].get("speaker")
        if told is None or speaker is None:
            hits += told is None and speaker is None
        else:
            hits += linked.entity_of.get((told[0], told[1])) in linked.speaks_for(speaker)
    return hits


def _figure(hits_read: float, read: float, hits_gold: float, gold: float) -> Figure:
    return Figure(hits_read / read if read else 0.0, hits_gold / gold if gold else 0.0)


Part = Callable[[Sequence[Cluster], Sequence[Cluster]], tuple[float, float]]
"""A measure's part of one report: (hits, total) of the answer's clusters against the key's."""


def _both_ways(clusters: Sequence[tuple[list[Cluster], list[Cluster]]], part: Part) -> Figure:
    """Sum `part` over reports: recall with gold as key, precision with the reading as key."""
    recall = [part(gold, read) for gold, read in clusters]
    precision = [part(read, gold) for gold, read in clusters]
    return _figure(*_sums(precision), *_sums(recall))


def _sums(rows: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(row[0] for row in rows), sum(row[1] for row in rows)


def _muc(key: Sequence[Cluster], answer: Sequence[Cluster]) -> tuple[float, float]:
    """Vilain et al. 1995: links kept of those that hold the key clusters together."""
    of = {m: n for n, c in enumerate(answer) for m in c}
    parts = sum(len({of.get(m, -1 - m) for m in c}) for c in key)
    size = sum(len(c) for c in key)
    return size - parts, size - len(key)


def _b3(key: Sequence[Cluster], answer: Sequence[Cluster]) -> tuple[float, float]:
    """Bagga and Baldwin 1998: for each mention, the share of its key cluster that its answer cluster holds."""
    of = {m: c for c in answer for m in c}
    return sum(len(c & of[m]) / len(c) for c in key for m in c if m in of), sum(len(c) for c in key)


def _ceaf_e(key: Sequence[Cluster], answer: Sequence[Cluster]) -> tuple[float, float]:
    """Luo 2005, entity-based: clusters paired one to one for the greatest sum of Dice similarities."""
    if not key or not answer:
        return 0.0, len(key)
    likeness = [[2 * len(k & a) / (len(k) + len(a)) for a in answer] for k in key]
    return best_sum(likeness), len(key)


def best_sum(weights: Sequence[Sequence[float]]) -> float:
    """The greatest sum of one-to-one picks from a matrix of weights (Kuhn-Munkres with potentials, O(n^2 m))."""
    if len(weights) > len(weights[0]):
        weights = list(zip(*weights, strict=True))
    rows, columns = len(weights), len(weights[0])
    row_value, column_value = [0.0] * (rows + 1), [0.0] * (columns + 1)
    held_by = [0] * (columns + 1)  # column -> row, from 1
    for row in range(1, rows + 1):
        held_by[0], column = row, 0
        least, way, seen = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while held_by[column]:
            seen[column], current, step, nearest = True, held_by[column], float("inf"), 0
            for j in range(1, columns + 1):
                if not seen[j]:
                    cost = -weights[current - 1][j - 1] - row_value[current] - column_value[j]
                    if cost < least[j]:
                        least[j], way[j] = cost, column
                    if least[j] < step:
                        step, nearest = least[j], j
            for j in range(columns + 1):
                if seen[j]:
                    row_value[held_by[j]] += step
                    column_value[j] -= step
                else:
                    least[j] -= step
            column = nearest
        while column:
            held_by[column] = held_by[way[column]]
            column = way[column]
    return sum(weights[held_by[j] - 1][j - 1] for j in range(1, columns + 1) if held_by[j])
