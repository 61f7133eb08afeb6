"""A place mention's words, taken apart: "northern Homs countryside" is the countryside of Homs, in its north.

Takes the words, gives the name to look up, what kind of thing is meant, and which part of it. Pure; knows no gazetteer."""

from __future__ import annotations

import re
from dataclasses import dataclass

BEARINGS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315,
}  # fmt: skip
"""Points of the compass, in degrees from north."""

_POINT = r"(?:north|south)[- ]?(?:east|west)?|east|west"
_DIRECTION = rf"(?P<direction>{_POINT})(?:ern(?:most)?)?"
_LEADING_PART = re.compile(
    rf"(?i)(?:the )?(?:far |extreme |rural )?(?:{_DIRECTION}|(?P<central>central|inner|mid|downtown))[- ]+(?=\w)"
)
_THE_PART_OF = re.compile(
    rf"(?i)(?:the )?(?:{_DIRECTION}|(?P<central>cent(?:er|re)|heart)|(?P<edge>outskirts|suburbs?|edge|countryside|vicinity|periphery|"
    r"surroundings|environs|rest|parts|areas?)) of (?:the )?"
)
_KIND_OF = re.compile(
    r"(?i)(?:the )?(?:[\w-]+ )?(?P<kind>capital city|capital|city|town|village|port|hamlet|neighbou?rhood|district|sub-?district|"
    r"province|governorate|state|county|region|department|prefecture|municipality|island|area|enclave|republic|kingdom|oblast|commune|settlement|"
    r"valley|mountains?|river|strait|gulf|bay|sea|lake|coast) of (?:the )?"
)
_TRAILING_KIND = re.compile(
    r"(?i) (?P<kind>city|town|village|port city|port|hamlet|neighbou?rhood|quarter|district|sub-?district|subdistrict|township|province|"
    r"governorate|state|county|region|department|prefecture|municipality|area|enclave|oblast|commune|settlement|raion|canton|parish|"
    r"countryside|suburbs?|outskirts|coast|border|airspace|territory|soil|territorial waters|waters|side|front|square|street|valley)$"
)

KINDS = {
    "division": frozenset(
        [
            "district",
            "sub-district",
            "subdistrict",
            "province",
            "governorate",
            "state",
            "county",
            "region",
            "department",
            "prefecture",
            "municipality",
            "oblast",
            "raion",
            "canton",
            "parish",
            "republic",
            "township",
            "commune",
        ]
    ),
    "town": frozenset(
        ["city", "town", "village", "port", "port city", "hamlet", "capital", "capital city", "settlement", "enclave"]
    ),
    "around": frozenset(["countryside", "suburb", "suburbs", "outskirts", "area", "coast", "border"]),
}
"""Kind -> the words for it."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """What to look up. name: without the words around it; whole: all words but "the".

    kind: "division", "town", "around", "site" (a building that bears its town's name) or "" (nothing said).
    bearing: degrees from north of the part meant, None for the whole."""

    name: str
    whole: str
    kind: str
    bearing: int | None


def parse_place(words: str) -> PlaceName:
    """The parts of `words`, a mention's wording."""
    left = re.sub(r"^(?i:the) ", "", " ".join(words.split())).removesuffix("'s").removesuffix("’s")
    whole, kind, bearing = left, "", None
    for _ in range(3):
        match = _THE_PART_OF.match(left) or _LEADING_PART.match(left)
        if match:
            direction = match["direction"]
            bearing = BEARINGS[re.sub("[- ]", "", direction.lower())] if direction else bearing
            kind = kind or ("around" if match.groupdict().get("edge") else "")
            left = left[match.end() :]
        elif match := _KIND_OF.match(left):
            kind, left = kind or kind_of(match["kind"]), left[match.end() :]
        elif match := _TRAILING_KIND.search(left):
            kind, left = kind or kind_of(match["kind"]), left[: match.start()].removesuffix("'s").removesuffix("’s")
        else:
            break
    return PlaceName(left.strip() or whole, whole, kind, bearing)


def kind_of(word: str) -> str:
    """The kind that a word like "Province" tells, "" for none."""
    return next((kind for kind, words in KINDS.items() if word.lower() in words), "")


_AWAY = re.compile(
    r"(?i)(?P<far>\d[\d,.]*|a few|several|some|dozens of|two|three|five|ten|twenty|thirty|forty|fifty|hundred)[ -]?"
    rf"(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi)\b(?:,? \([^)]*\))?,? (?:to the |due |away |{_POINT})*"
    rf"(?:(?P<direction>{_POINT}) )?(?:of|from|outside)$"
)
_SIDE = re.compile(
    rf"(?i)(?:just |to the |immediately )?(?P<direction>{_POINT}) of(?: the)?(?: (?:city|town|village|capital|provincial capital) of)?$"
)
_NEAR = re.compile(
    r"(?i)\b(?:near|outside|around|close to|on the outskirts of|in the vicinity of|not far from|on the edge of)"
    r"(?: the)?(?: (?:city|town|village) of)?$"
)
_NUMBERS = {"two": 2, "three": 3, "five": 5, "ten": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}
KM_A_MILE = 1.609


@dataclass(frozen=True, slots=True)
class Way:
    """Where something is from a place. km: None when not told; bearing: degrees from north, None when not told."""

    km: float | None
    bearing: int | None


def read_nearness(before: str) -> Way | None:
    """What the words right before a place say of the way from it ("15 km south of | Mosul", "near | Mosul"); None: nothing."""
    words = " ".join(before.split())
    if match := _AWAY.search(words):
        said = match["far"].lower().replace(",", "")
        number = float(said) if re.fullmatch(r"\d+(?:\.\d+)?", said) else _NUMBERS.get(said)
        km = None if number is None else round(number * (KM_A_MILE if match["unit"].startswith("mi") else 1), 1)
        direction = re.findall(rf"(?i){_POINT}", match[0])
        return Way(km, BEARINGS[re.sub("[- ]", "", direction[-1].lower())] if direction else None)
    if match := _SIDE.search(words):
        return Way(None, BEARINGS[re.sub("[- ]", "", match["direction"].lower())])
    return Way(None, None) if _NEAR.search(words) else None
