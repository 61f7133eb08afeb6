"""What requests ask, as one model a route: days, words and numbers checked once, unknown names refused."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from sqlalchemy import ColumnElement, Connection, and_, or_

from zenobia.pipeline import parse_day
from zenobia.record.query import Filters, Sort, conditions
from zenobia.record.schema import incident
from zenobia.types import EventType, Status

LONGEST_WORDS = 400
"""Code points of a name, an id or a search."""

MOST = 1_000_000_000
"""The largest number taken: SQLite's own are not much larger, and no toll is."""

FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(9000, 1, 1)
"""Days that can be asked for: sums with them stay within those Python knows."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _plain_words(words: str) -> str:
    """Words without control signs. Raises ValueError for those."""
    if _CONTROL.search(words):
        raise ValueError("control characters cannot be searched for")
    return words


def _day(value: Any) -> Any:
    """A day as ISO writes it. Raises ValueError for another, and for one that no report is of."""
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise ValueError("write a day as YYYY-MM-DD")
        value = parse_day(value, where="day")
    if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
        raise ValueError(f"days lie between {FIRST_DAY} and {LAST_DAY}")
    return value


Words = Annotated[str, Field(max_length=LONGEST_WORDS), AfterValidator(_plain_words)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Number = Annotated[int, Field(ge=0, le=MOST)]
Text = Annotated[str, AfterValidator(_plain_words)]
"""Words of any length."""


def numbers_of(words: str, count: int) -> tuple[float, ...]:
    """So many numbers with commas between. Raises ValueError for anything else."""
    found = tuple(float(part) for part in words.split(","))
    if len(found) != count or not all(map(math.isfinite, found)):
        raise ValueError(f"give {count} numbers with commas between")
    return found


def _coordinates(words: str) -> str:
    numbers_of(words, 2)
    return words


def _box(words: str) -> str:
    west, south, east, north = numbers_of(words, 4)
    if not (-90 <= south <= north <= 90 and -540 <= west <= 540 and -540 <= east <= 540):
        raise ValueError("write W,S,E,N in degrees")
    return words


class Asked(BaseModel):
    """A question; what is left empty asks nothing, a name that is none of its fields is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, data: Any) -> Any:
        return {name: value for name, value in data.items() if value not in ("", [""])} if isinstance(data, dict) else data


class Filtering(Asked):
    """Which incidents: the fields of `Filters`, and the extent of a map.

    bbox: west, south, east, north in degrees; west of east it crosses the date line."""

    type: tuple[EventType, ...] = ()
    status: tuple[Status, ...] = ()
    place: Words | None = None
    near: Annotated[Words, AfterValidator(_coordinates)] | None = Field(None, description="LAT,LON")
    radius: float | None = Field(None, ge=0, le=25_000, allow_inf_nan=False, description="kilometres around place or near")
    actor: Words | None = None
    with_parts: bool = False
    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
    killed: Number | None = None
    outlet: Words | None = None
    text: Words | None = None
    review: Words | None = None
    reports: Number | None = None
    certainty: float | None = Field(None, ge=0, le=1)
    disagreeing: bool = False
    origin: Words | None = None
    bbox: Annotated[Words, AfterValidator(_box)] | None = Field(None, description="W,S,E,N")

    def filters(self) -> Filters:
        """The record's own filters. Raises UsageError for what nothing can meet."""
        near = numbers_of(self.near, 2) if self.near else None
        return Filters(
            types=self.type,
            statuses=self.status,
            place=self.place,
            near=(near[0], near[1]) if near else None,
            radius_km=self.radius,
            actor=self.actor,
            with_parts=self.with_parts,
            first=self.first,
            last=self.last,
            killed=self.killed,
            outlet=self.outlet,
            text=self.text,
            review=self.review,
            reports=self.reports,
            certainty=self.certainty,
            disagreeing=self.disagreeing,
            origin=self.origin,
        )

    def conditions(self, connection: Connection) -> list[ColumnElement[bool]]:
        """What the rows of `incident` must meet. Raises UsageError for an actor or place nobody knows."""
        found = conditions(connection, self.filters())
        return [*found, _within_box(self.bbox)] if self.bbox else found


def _within_box(words: str) -> ColumnElement[bool]:
    """Those on the part of the map that is seen; whole turns around the globe are taken off."""
    west, south, east, north = numbers_of(words, 4)
    tall = incident.c.latitude.between(south, north)
    if east - west >= 360:
        return and_(tall, incident.c.longitude.is_not(None))
    west, east = ((x + 180) % 360 - 180 for x in (west, east))
    if west <= east:
        return and_(tall, incident.c.longitude.between(west, east))
    return and_(tall, or_(incident.c.longitude >= west, incident.c.longitude <= east))


class Listing(Filtering):
    """A page of incidents. cursor: `next` of the page before."""

    sort: Sort = Sort.DAY
    limit: int = Field(50, ge=1, le=500)
    cursor: Words | None = None


class Facets(Filtering):
    """Counts of incidents. by: the width of the histogram's bins; left out it suits the days asked for."""

    by: str | None = Field(None, pattern="^(day|week|month)$")


class Search(Asked):
    """A page of reports that hold words; without words of the latest."""

    text: Words | None = None
    limit: int = Field(20, ge=1, le=200)
    cursor: Words | None = None


class Suggest(Asked):
    """Names that begin with or hold what was typed. kind: "actor", "place", "outlet"; left out all of them."""

    q: Words = ""
    kind: str | None = Field(None, pattern="^(actor|place|outlet)$")
    limit: int = Field(10, ge=1, le=100)


class OnDay(Asked):
    """A part of the situation: as of `zenobia situation`."""

    on: Day | None = None
    place: Words | None = None
    actor: Words | None = None
    first: Day | None = Field(None, alias="from")
    known: Day | None = None
    roll_up: str = Field("none", pattern="^(none|states|parents|sponsors)$")
    by: str = Field("year", pattern="^(year|month)$")
    limit: int | None = Field(None, ge=1, le=5_000)


class Between(Asked):
    """What changed after one day and up to another."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    place: Words | None = None
    known: Day | None = None


class Line(Asked):
    """The timeline of a place or an actor. limit: only the latest so many."""

    place: Words | None = None
    actor: Words | None = None
    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
    limit: int = Field(200, ge=1, le=2_000)


class Log(Asked):
    """Acts about an event, incident or name; without a key all of them, the latest first."""

    key: Words | None = None
    limit: int = Field(100, ge=1, le=1_000)
    cursor: Words | None = None


class Exporting(Filtering):
    """An export. redact: persons, places, attributions, with commas; coarse: kilometres; zip: with its losses in one file."""

    format: Words
    redact: Words | None = None
    coarse: float | None = Field(None, gt=0, le=5_000)
    hxl: bool = False
    zip: bool = False
