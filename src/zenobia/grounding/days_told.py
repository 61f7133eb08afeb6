from __future__ import annotations
from dataclasses import dataclass
from zenobia.types import Days
@dataclass(frozen=True, slots=True)
class Told:
    days: Days
def told_before(text, spans, published):
    return tuple(None for _ in spans)
