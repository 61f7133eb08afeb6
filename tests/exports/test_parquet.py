"""Incidents as Parquet and GeoParquet, read back with the libraries analysts use."""

from __future__ import annotations

import io
import json
import struct
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from incidents_by_hand import a_site, an_account, an_incident, killed, known, unknown

from zenobia.errors import ExportError
from zenobia.exports import parquet
from zenobia.exports.incident_values import COLUMNS
from zenobia.exports.options import ExportOptions, Losses
from zenobia.exports.parquet import point_in_wkb, write_geoparquet, write_parquet
from zenobia.types import Incident

PALMYRA = an_incident(
    an_account(place=[a_site("Palmyra", 34.56, 38.28)], actor=[known("isil"), unknown("gunmen\ud800")], toll=[killed(12)])
)
QUITO = an_incident(an_account("AP", place=[a_site("Quito", -0.22, -78.51)]))
NOWHERE = an_incident(an_account("AFP", days=None, published=None))
NAMES = [column.name for column in COLUMNS]


def test_a_point_in_wkb_is_longitude_then_latitude() -> None:
    assert point_in_wkb(34.56, 38.28) == b"\x01\x01\x00\x00\x00" + struct.pack("<2d", 38.28, 34.56)


@pytest.mark.parametrize("write", [write_parquet, write_geoparquet])
def test_without_pyarrow_the_error_says_what_to_install(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExportError, match="needs pyarrow") as caught:
        write([], io.BytesIO(), ExportOptions(), Losses())
    assert caught.value.mend == "pip install 'zenobia[tables]'"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The same incidents as Parquet and as GeoParquet."""
    pytest.importorskip("pyarrow")
    plain, geo = tmp_path / "i.parquet", tmp_path / "g.parquet"
    for path, write in ((plain, write_parquet), (geo, write_geoparquet)):
        with path.open("wb") as out:
            write([PALMYRA, QUITO, NOWHERE], out, ExportOptions(), Losses())
    return plain, geo


def test_pyarrow_reads_values_and_their_types(files: tuple[Path, Path]) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(files[0])
    assert table.column_names == NAMES
    first, second, third = table.to_pylist()
    assert (first["incident_id"], first["start"], first["latitude"]) == (PALMYRA.id, date(2016, 3, 27), 34.56)
    assert (first["actor"], first["actor_id"]) == (["ISIL", "gunmen\ufffd"], ["isil", None])
    assert (first["killed_best"], second["killed_best"], third["start"], third["latitude"]) == (12, None, None, None)
    assert {str(table.schema.field(name).type) for name in ("start", "killed_low", "latitude", "actor")} == {
        "date32[day]", "int64", "double", "list<element: string>",
    }  # fmt: skip


def test_geoparquet_says_where_its_geometry_is(files: tuple[Path, Path]) -> None:
    """Metadata by GeoParquet 1.1; without a crs it is OGC:CRS84."""
    pq = pytest.importorskip("pyarrow.parquet")
    metadata = json.loads(pq.ParquetFile(files[1]).metadata.metadata[b"geo"])
    assert metadata == {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"], "bbox": [-78.51, -0.22, 38.28, 34.56]}},
    }
    assert pq.read_table(files[1]).column_names == [*NAMES, "geometry"]
    assert b"geo" not in (pq.ParquetFile(files[0]).metadata.metadata or {})


def test_duckdb_reads_it(files: tuple[Path, Path]) -> None:
    duckdb = pytest.importorskip("duckdb")
    for path in files:
        query = (
            f"select incident_id, start, killed_best, latitude, actor from read_parquet('{path}') order by latitude nulls last"
        )
        rows = duckdb.sql(query).fetchall()
        assert rows[1] == (PALMYRA.id, date(2016, 3, 27), 12, 34.56, ["ISIL", "gunmen\ufffd"])
        assert rows[2] == (NOWHERE.id, None, None, None, [])


def test_pandas_reads_it(files: tuple[Path, Path]) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_parquet(files[0])
    assert list(frame.columns) == NAMES
    assert list(frame["incident_id"]) == [PALMYRA.id, QUITO.id, NOWHERE.id]
    assert frame["killed_best"].isna().tolist() == [False, True, True]


def test_geopandas_reads_it(files: tuple[Path, Path]) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.read_parquet(files[1])
    assert [(point.x, point.y) if point else None for point in frame.geometry] == [(38.28, 34.56), (-78.51, -0.22), None]
    assert frame.crs.to_string() == "OGC:CRS84"
    assert list(frame.total_bounds) == [-78.51, -0.22, 38.28, 34.56]


def test_many_incidents_are_written_in_row_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than ROWS incidents are waiting; an empty table is a table."""
    pq = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parquet, "ROWS", 2)

    def made(number: int) -> Iterator[Incident]:
        yield from (replace(PALMYRA, id=f"i-{i:012x}") for i in range(number))

    for number, groups in ((5, [2, 2, 1]), (4, [2, 2]), (0, [])):
        out, losses = io.BytesIO(), Losses()
        write_geoparquet(made(number), out, ExportOptions(), losses)
        file = pq.ParquetFile(out)
        assert [file.metadata.row_group(i).num_rows for i in range(file.metadata.num_row_groups)] == groups
        assert (losses.incidents, losses.rows) == (number, number)


def test_a_number_no_column_holds_is_empty_and_counted() -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    out, losses = io.BytesIO(), Losses()
    write_parquet([an_incident(an_account(toll=[killed(10**30)]))], out, ExportOptions(), losses)
    (row,) = pq.read_table(out).to_pylist()
    assert (row["killed_best"], row["toll_best"]) == (None, [None])
    assert any("number above" in loss["what"] and loss["times"] == 3 for loss in losses.to_dict()["losses"])


def test_the_same_incidents_give_the_same_bytes(files: tuple[Path, Path]) -> None:
    for path, write in zip(files, (write_parquet, write_geoparquet), strict=True):
        out = io.BytesIO()
        write([PALMYRA, QUITO, NOWHERE], out, ExportOptions(), Losses())
        assert out.getvalue() == path.read_bytes()
