"""Where weights of the user's own stand in for the shipped ones: which files, and how they are given up."""

from __future__ import annotations

from pathlib import Path

OWN_FILES = ("nodes.onnx", "heads.npz")
"""What `zenobia learn` makes anew, over the shipped encoder."""

LEARNED = "learned.json"
"""Beside them: from what they were learned, and under "shipped" the digest of the model they were learned over."""


def forget(own: Path) -> bool:
    """Removes the own weights in a folder; whether there were any."""
    was_there = (own / LEARNED).exists()
    for name in (LEARNED, *OWN_FILES):
        (own / name).unlink(missing_ok=True)
    return was_there
