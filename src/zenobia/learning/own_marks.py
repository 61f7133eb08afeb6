"""Our own marks on reports of the corpora: kept as ids, offsets and codes, joined with the texts of ../shared when read.

The texts are others' and stay where they are (CONTRIBUTING.md); a text that has changed since it was marked is left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from zenobia.learning.corpora import Source
from zenobia.learning.examples import locate
from zenobia.types import ROLES

Marks = dict[str, Any]


def pack_marks(gold: Mapping[str, Any]) -> Marks:
    """A gold report (spans as words) to the kept form: mentions as [type, start, end], all else by mention number."""
    text = gold["text"]
    spans = {words: locate(text, words) for _, words in gold.get("ent", [])}
    kinds = {words: kind for kind, words in gold.get("ent", [])}
    order = sorted(dict.fromkeys(spans), key=lambda words: spans[words])
    number = {words: index for index, words in enumerate(order)}
    return {
        "id": gold["id"],
        "sha256": text_digest(text),
        "ent": [[kinds[words], *spans[words]] for words in order],
        "ev": [_pack_event(event, text, number) for event in gold.get("ev", [])],
        "rel": [[kind, number[a], number[b]] for kind, a, b in gold.get("rel", [])],
    }


def _pack_event(event: Mapping[str, Any], text: str, number: Mapping[str, int]) -> Marks:
    packed: Marks = {"t": event["t"], "tr": list(locate(text, event["tr"]))}
    for role in ROLES:
        if event.get(role):
            packed[role] = [number[words] for words in event[role]]
    if event.get("time") and event["time"].get("x"):
        packed["time"] = {"x": number[event["time"]["x"]], "v": event["time"].get("v")}
    tolls = [o for o in event.get("toll", []) if o["x"] in number]
    if tolls:
        packed["toll"] = [
            {"x": number[o["x"]], "k": o["k"], "lo": o.get("lo"), "hi": o.get("hi"), "who": number.get(o.get("who") or "")}
            for o in tolls
        ]
    if event.get("st", "actual") != "actual":
        packed["st"] = event["st"]
    if event.get("attr"):
        packed["attr"] = number[event["attr"]]
    return packed


def unpack_marks(marks: Marks, source: Source) -> Marks:
    """The kept form and its text to a gold report whose spans are (start, end)."""
    spans = [(start, end) for _, start, end in marks["ent"]]
    return {
        "id": source.id,
        "published": source.published,
        "text": source.text,
        "ent": [[kind, (start, end)] for kind, start, end in marks["ent"]],
        "ev": [_unpack_event(event, spans) for event in marks["ev"]],
        "rel": [[kind, spans[a], spans[b]] for kind, a, b in marks["rel"]],
    }


def _unpack_event(event: Marks, spans: list[tuple[int, int]]) -> Marks:
    whole: Marks = {"t": event["t"], "tr": tuple(event["tr"]), "st": event.get("st", "actual")}
    for role in ROLES:
        whole[role] = [spans[i] for i in event.get(role, [])]
    if "time" in event:
        whole["time"] = {"x": spans[event["time"]["x"]], "v": event["time"]["v"]}
    whole["toll"] = [
        {**o, "x": spans[o["x"]], "who": None if o["who"] is None else spans[o["who"]]} for o in event.get("toll", [])
    ]
    if "attr" in event:
        whole["attr"] = spans[event["attr"]]
    return whole


def text_digest(text: str) -> str:
    """First 16 hex digits of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_own_marks(path: Path, sources: Iterable[Source]) -> list[Marks]:
    """Every marked report whose text is among `sources` and unchanged, in the order of the file."""
    by_id = {source.id: source for source in sources}
    kept = []
    for line in path.read_text("utf-8").splitlines():
        marks = json.loads(line)
        source = by_id.get(marks["id"])
        if source is not None and text_digest(source.text) == marks["sha256"]:
            kept.append(unpack_marks(marks, source))
    return kept
