"""What the user says of documents that do not say it themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Publication day, outlet, address and language of the documents read, where the user knows them; None where not.

    A field that a JSON line or CSV row states wins over it; it wins over what is found by rule (a dateline, a page's
    metadata, the words' language).
    """

    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
