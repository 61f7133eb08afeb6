"""How far the outlets of an incident reach, in ACLED's words (data/outlet_reach.tsv)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from zenobia.exports.countries import Country
from zenobia.exports.tables import read_rows

ORDER = ("National", "International")


def scale_of(outlets: Sequence[str], country: Country | None) -> str:
    """ "International", "National-International"; empty unless the reach of every outlet is known. country: where it happened."""
    found = [_table().get(outlet.casefold()) for outlet in outlets]
    if not found or None in found:
        return ""
    here = country.iso2 if country else None
    scales = {"National" if reach == here else "International" for reach in found}
    return "-".join(scale for scale in ORDER if scale in scales)


@cache
def _table() -> dict[str, str]:
    return {row["outlet"].casefold(): row["reach"] for row in read_rows("outlet_reach.tsv")}
