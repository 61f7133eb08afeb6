"""Where the user's own gazetteer, actors and weights lie: the data folder of the user, or the one that ZENOBIA_DATA names."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from zenobia.errors import UsageError

VARIABLE = "ZENOBIA_DATA"


def own_folder() -> Path:
    """The folder, which need not exist yet. Raises UsageError when ZENOBIA_DATA names a file; empty, it counts as not set."""
    named = os.environ.get(VARIABLE, "").strip()
    if not named:
        return user_data_path("zenobia")
    folder = Path(named).expanduser()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{named!r} is no folder", where=VARIABLE, mend="name a folder, or unset it")
    return folder


def own_gazetteer_path() -> Path:
    """The file of the user's own gazetteer."""
    return own_folder() / "gazetteer.sqlite"


def own_actors_folder() -> Path:
    """The folder of the user's own actors, a TSV a file added."""
    return own_folder() / "actors"


def own_weights_folder() -> Path:
    """The folder of the weights that were learned from the user's own marks."""
    return own_folder() / "model"
