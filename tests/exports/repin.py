"""Writes the golden records anew: `python tests/exports/repin.py`, then read the diff."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from builders import the_arvan_reading
from zenobia.exports.reading_json import reading_to_dict

GOLDEN = Path(__file__).parent / "golden" / "arvan.json"

if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(json.dumps(reading_to_dict(the_arvan_reading()), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
