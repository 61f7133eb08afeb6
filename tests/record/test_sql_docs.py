"""docs/sql.md says every column of every view, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from planted import a_line, add

from zenobia.record import Record

DOCS = Path(__file__).parent.parent.parent / "docs" / "sql.md"


def test_the_documented_columns_are_those_of_the_views(tmp_path: Path) -> None:
    with Record(tmp_path / "r.zen") as record:
        add(record, a_line("Taliban bombed police in Kandahar on 12 May 2024, killing 12."))
        for line in DOCS.read_text("utf-8").splitlines():
            if found := re.match(r"\| `(\w+)` \| [^|]+ \| (.+) \|$", line):
                told = re.findall(r"`(\w+)`", found[2])
                assert tuple(told) == record.sql(f"select * from {found[1]}").columns, found[1]
