"""The corpora that training may use (../shared/corpora/README.md), as plain reports: id, published, text.

Nothing of gold/dev gets in: its ids, and texts equal to its texts, are dropped here, once for every use."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_WORD = re.compile(r"[A-Z][A-Z'.&-]*[A-Z]|[A-Z]")


@dataclass(frozen=True, slots=True)
class Source:
    """A report to train on: published is an ISO day, None where the corpus tells none."""

    id: str
    published: str | None
    text: str


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file, gzipped or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def load_current_events(shared: Path) -> list[Source]:
    """The short reports, each text once, without those of gold/dev."""
    held = [g for name in ("short", "long") for g in read_lines(shared / "gold" / "dev" / f"{name}.jsonl")]
    ids = {g["id"] for g in held}
    texts = {g["text"] for g in held}
    kept = []
    for row in read_lines(shared / "corpora" / "current_events" / "reports.jsonl.gz"):
        if row["id"] not in ids and row["text"] not in texts:
            texts.add(row["text"])
            kept.append(Source(row["id"], row["published"], row["text"]))
    return kept


def load_re3d(shared: Path) -> list[Source]:
    """The 70 documents on Syria and Iraq; their marks follow another schema and are not used."""
    paths = sorted((shared / "corpora" / "re3d").glob("*/documents.jsonl"))
    return [Source(f"re3d-{row['_id']}", None, row["text"]) for path in paths for row in read_lines(path)]


def load_muc4(shared: Path) -> list[Source]:
    """The 1,500 reports in capitals, in the likeliest case: each word as current_events mostly writes it."""
    forms = _count_forms(shared)
    rows = [row for name in ("doc_train", "doc_dev") for row in _read_objects(shared / "corpora" / "muc4" / name)]
    return [Source(f"muc4-{row['docid']}", _muc_day(row["dateline"] or ""), recase(row["text"], forms)) for row in rows]


def _read_objects(path: Path) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    text = path.read_text("utf-8")
    at = 0
    while at < len(text):
        row, at = decoder.raw_decode(text, at)
        yield row
        while at < len(text) and text[at].isspace():
            at += 1


def _muc_day(dateline: str) -> str | None:
    found = re.search(r"\b(\d{1,2}) ([A-Z]{3}) (\d\d)\b", dateline)
    if not found or found[2] not in _MONTHS:
        return None
    return f"19{found[3]}-{_MONTHS.index(found[2]) + 1:02d}-{int(found[1]):02d}"


def _count_forms(shared: Path) -> dict[str, str]:
    """Lower-case word -> the form that current_events uses most, sentence starts left out."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for source in load_current_events(shared):
        for found in re.finditer(r"(?<=[a-z,] )[A-Za-z][A-Za-z'.&-]*[A-Za-z]|(?<=[a-z,] )[A-Za-z]", source.text):
            counts[found[0].lower()][found[0]] += 1
    return {word: min(forms, key=lambda form: (-forms[form], form)) for word, forms in counts.items()}


def recase(text: str, forms: dict[str, str]) -> str:
    """Capitals to ordinary case: known words as `forms` has them, unknown ones as names; lines joined, paragraphs kept."""
    text = re.sub(r"\[[A-Z ]*(?:TEXT|RECORDING|INDISTINCT|PASSAGE OMITTED)[A-Z ]*\]", " ", text)
    paragraphs = [re.sub(r"\s+", " ", p).strip() for p in re.split(r"\n\s*\n", text)]
    return "\n\n".join(_recase_paragraph(p, forms) for p in paragraphs if p)


def _recase_paragraph(text: str, forms: dict[str, str]) -> str:
    out = _WORD.sub(lambda found: forms.get(found[0].lower(), found[0].title()), text)
    return re.sub(r"(^|[.!?][\"”]? )([\"“]?[a-z])", lambda found: found[1] + found[2].upper(), out)
