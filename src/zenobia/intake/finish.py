"""The last step of every format: a draft is mended, its heading taken out, and becomes a report."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zenobia.errors import IntakeError
from zenobia.intake import limits
from zenobia.intake.dates import date_in_name, find_dates, year_in_name
from zenobia.intake.draft import Draft
from zenobia.intake.furniture import copyright_year, drop_footers
from zenobia.intake.given import Given
from zenobia.intake.heading import Heading, take_heading
from zenobia.intake.language import detect_language
from zenobia.intake.mend import drop_soft_hyphens, join_broken, lexicon_of
from zenobia.intake.traced import Traced, map_source
from zenobia.types import Published, Report

_GAP = "\n\n"
NO_DATE = "no publication date: days such as 'Sunday' cannot be told; mend: --published YYYY-MM-DD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a document came from. name: file name alone, empty for none; where: as errors call it; id: as given, else of sha256;
    raw: the bytes that sha256 is of, None where they were not all kept."""

    name: str
    where: str
    sha256: str
    id: str | None = None
    raw: bytes | None = None


def digest(raw: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def finish(draft: Draft, origin: Origin, given: Given) -> Report:
    """The report of a draft. Raises IntakeError when there is no text in it."""
    footless = drop_footers(draft.paragraphs)
    words = "\n".join(p.text for p in footless)
    lexicon = lexicon_of(words) if any(p.text.endswith(("-", "‐")) for p in footless) else frozenset[str]()
    heading = take_heading(join_broken(footless, lexicon), draft.title)
    body = [part for p in heading.body if (part := drop_soft_hyphens(p.words).stripped()).text]
    title = drop_soft_hyphens(heading.title).stripped() if heading.title else None
    parts, is_cut = _within_limit(([("title", title)] if title and title.text else []) + [("body", words) for words in body])
    if not parts:
        raise IntakeError("no text in it", where=origin.where, mend="give a file with words in it")
    text, source_map = map_source(parts, _GAP)
    told = (*draft.warnings, cut_warning()) if is_cut else draft.warnings
    published, date_warnings = _publication(heading, draft, origin.name, given.published)
    language, language_warnings = settle_language(text, given.language, draft.language or heading.language)
    return Report(
        id=origin.id or origin.sha256[:16],
        sha256=origin.sha256,
        text=text,
        title=title.text if title else None,
        byline=draft.byline or heading.byline,
        outlet=given.outlet or draft.outlet or heading.outlet,
        url=given.url or draft.url or heading.url,
        published=published,
        language=language,
        warnings=tuple(dict.fromkeys((*told, *date_warnings, *language_warnings))),
        source_map=source_map,
        raw=origin.raw,
    )


def cut_warning() -> str:
    """What is told of a report longer than limits.TEXT or limits.LINES."""
    return f"text cut off at {limits.TEXT:,} characters or {limits.LINES:,} lines; mend: split the file into reports"


def _within_limit(parts: Sequence[tuple[str, Traced]]) -> tuple[list[tuple[str, Traced]], bool]:
    """As many parts as limits.TEXT holds, the last cut at it; and whether anything was left out."""
    kept: list[tuple[str, Traced]] = []
    left = limits.TEXT
    for name, words in parts:
        left -= len(_GAP) if kept else 0
        if left <= 0:
            return kept, True
        if len(words.text) > left:
            return [*kept, (name, words.cut(0, left))], True
        kept.append((name, words))
        left -= len(words.text)
    return kept, False


def _publication(heading: Heading, draft: Draft, name: str, given: date | None) -> tuple[Published | None, tuple[str, ...]]:
    """The publication day and its rule: given, else the document's own metadata, its dateline, its file's name.

    A warning when the day given is not the document's own."""
    url = draft.url or heading.url or ""
    found = (
        (given, "given"),
        (draft.published, "meta"),
        (heading.day(None), "dateline"),
        (next((phrase.day for line in draft.margin for phrase in find_dates(line) if phrase.day), None), "running head"),
        (date_in_name(name), "file name"),
        (date_in_name(url), "url"),
        (heading.day(year_in_name(name)), "dateline, year of file name"),
        (heading.day(year_in_name(url)), "dateline, year of url"),
        (heading.day(copyright_year(draft.paragraphs)), "dateline, year of copyright line"),
    )
    for day, rule in found:
        if day:
            own, own_rule = next(((d, r) for d, r in found[1:3] if d), (day, rule))
            told = f"the document says {own} ({own_rule}); the day given, {day}, was taken"
            return Published(date=day, rule=rule), (told,) if given and own != given else ()
    unsettled = [phrase.words for phrase in heading.dates + heading.updates]
    return None, ((f"{unsettled[0]!r} leaves the day open", NO_DATE) if unsettled else (NO_DATE,))


def settle_language(text: str, given: str | None, own: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The language as given, else as the words tell, else as the document says of itself; and a warning when it is not English."""
    language = language_code(given) or detect_language(text) or language_code(own)
    if language in (None, "en"):
        return language, ()
    return language, (
        f"language is {language}, not English: no events are read; mend: translate it, or --language en if it is English",
    )


def language_code(name: str | None) -> str | None:
    """ISO 639-1 of a tag such as "en", "en-GB", "EN_us"; None of anything else."""
    code = (name or "").strip().lower().replace("_", "-").split("-")[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None
