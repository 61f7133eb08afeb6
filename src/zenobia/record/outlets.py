"""Which names are one outlet: "BBC", "BBC News"; "Reuters via Yahoo! News" is Reuters' word, not Yahoo's.

The names are in data/outlets.tsv, a house or agency a row. Accounts of one house or agency count once (docs/incidents.md)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

AGENCIES = frozenset(
    {"Reuters", "AP", "AFP", "UPI", "Xinhua", "TASS", "Interfax", "Anadolu Agency", "Kyodo News", "Jiji Press", "Yonhap", "PTI"}
    | {"ANI", "IANS", "AAP", "NZPA", "SAPA", "PA Media", "Canadian Press", "DPA", "EFE", "ANSA", "Belga", "ANP", "TT"}
)
"""Whose reports others print: named beside another outlet ("AFP/Le Monde", "CBS News with AP"), the word is theirs."""

LONGEST = 200
"""Characters of a name that are looked at: what is longer is no outlet's name, and could cost the patterns seconds."""

_LINK = re.compile(r"https?://\S+\s+")  # of a wiki link: [https://... BBC]
_WRAPPED = re.compile(r"""[\s"'“”‘’«»*(\[{]+(.+?)[\s"'“”‘’«»*)\]}.,;]+""", re.DOTALL)  # (BBC), [[BBC]], ''BBC''
_VIA = re.compile(r"[\s,(–-]+(?:[Vv]i[as](?=[\sA-Z])|(?i:through\s|(?:on|at|by)\s+(?:MSN|Yahoo|Google)\b)).*", re.DOTALL)
_ASIDE = re.compile(r"\s*[/\\|;,:()\[\]{}]\s*|\s+[-–—]\s+")
_BESIDE = re.compile(rf"{_ASIDE.pattern}|\s+(?:and|&|with|by|on|in|at|from)\s+", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"[\s,;(\[–-]+(?:in\s+)?(?:Brazilian\s+)?(?:Albanian|Amharic|Arabic|Armenian|Azerbaijani|Bengali|Bulgarian|Burmese|Catalan"
    r"|Chinese|Croatian|Czech|Danish|Dari|Dutch|English|Estonian|Farsi|Finnish|French|Georgian|German|Greek|Hausa|Hebrew|Hindi"
    r"|Hungarian|Indonesian|Italian|Japanese|Korean|Kurdish|Malay|Norwegian|Pashto|Persian|Polish|Portuguese|Romanian|Russian"
    r"|Serbian|Somali|Spanish|Swahili|Swedish|Tigrinya|Turkish|Ukrainian|Urdu|Uzbek|Vietnamese)"
    r"(?:\s+(?:service|edition|version))?[\s)\]]*$",
    re.IGNORECASE,
)
_SITE = re.compile(r"(?:https?://)?(?:[\w-]+\.)*?(([\w-]+)(?:\.(?:com?|org|net|gov))?\.[a-z]{2,5})(?:/\S*)?", re.IGNORECASE)
_TAIL = re.compile(r"[\s-]+(?:online|web\s?site|newspaper|(?:news\s+)?agency)$|\.(?:com|org|net)$", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\W_]+")


@lru_cache(maxsize=20_000)
def independent_outlet(name: str) -> str:
    """The house or agency that a name stands for: the agency where a reprint names it ("AFP via Google News", "AFP/Le Monde");
    else the name as the table has it, whole or, of several, the first; else the name itself, trimmed, without "The"."""
    told = " ".join(_LINK.sub("", name[:LONGEST]).split())
    wrapped = _WRAPPED.fullmatch(told)
    head = _VIA.sub("", wrapped[1] if wrapped else told)
    if known := _known(head):
        return known
    parts = [_known(part) for part in _BESIDE.split(head)]
    agency = next((part for part in parts if part in AGENCIES), None)
    first = parts[0] if all(parts) else _known(_ASIDE.split(head, maxsplit=1)[0])
    return agency or first or re.sub(r"^[Tt]he\s+(?=\S)", "", _LANGUAGE.sub("", head))


def _known(name: str) -> str | None:
    """The outlet of a name that the table has, as written or without what is no part of it: a language, an address, "Online"."""
    site = _SITE.fullmatch(name)
    tries = (name, *(site.groups() if site else ()), _TAIL.sub("", name), _LANGUAGE.sub("", name))
    table = _table()
    return next((table[key] for key in map(outlet_key, tries) if key in table), None)


def outlet_key(name: str) -> str:
    """A name without what differs from one writing of it to another: case, accents, spaces, punctuation, "The"."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKD", name).casefold()).removeprefix("the")


@cache
def _table() -> dict[str, str]:
    """Key of a name -> the outlet it is of."""
    return {outlet_key(name): row[0] for row in outlet_rows() for name in row}


def outlet_rows() -> list[list[str]]:
    """The table: an outlet, then its other names, a row."""
    lines = files("zenobia.record").joinpath("data", "outlets.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
