"""Incidents that came from another project's file: the columns of it that nothing else here holds go back as they stood."""

from __future__ import annotations

from collections.abc import Mapping

from zenobia.types import Incident


def own_cells(incident: Incident, origin: str, cells: Mapping[str, str]) -> dict[str, str]:
    """What an incident of this origin carries of a row's columns; nothing of one read by us or come from elsewhere.

    cells: what the row says without. Of an incident that somebody corrected a column goes back only where the row says nothing, so
    that no correction is undone."""
    if incident.origin != origin:
        return {}
    is_corrected = incident.review == "edited"
    return {name: value for name, value in incident.carried if name in cells and not (is_corrected and cells[name])}
