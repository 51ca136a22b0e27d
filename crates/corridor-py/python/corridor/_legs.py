"""Legs of plans as tables with courses: GeoParquet as soon as they are written."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ._answers import LEG_QUANTITIES, leg_features
from ._corridor import CorridorError
from ._tables import pairs_table

Ask = Callable[[str, str, dict[str, Any]], dict[str, Any]]

# Columns of a row that stand for arguments of `plan`, as in `docs/methods/batch.md`.
_OF_ROWS = ("depart", "teu", "mass_t", "value_usd")


def legs_table(rows: Iterable[dict[str, Any]]) -> Any:
    """Rows of legs as a pyarrow.Table whose metadata make it GeoParquet 1.1 when it is written.

    The geometry is WKB in longitude and latitude (OGC:CRS84), marked as `geoarrow.wkb` too.
    """
    import pyarrow

    rows = list(rows)
    kind = {b"ARROW:extension:name": b"geoarrow.wkb", b"ARROW:extension:metadata": b'{"crs":"OGC:CRS84"}'}
    text, whole, real = pyarrow.string(), pyarrow.int64(), pyarrow.float64()
    schema = pyarrow.schema(
        [
            ("id", text),
            ("itinerary", whole),
            ("leg", whole),
            ("kind", text),
            ("name", text),
            ("from", text),
            ("to", text),
            ("corridors", text),
            ("distance_m", whole),
            ("duration_s", whole),
            ("cost_usd", real),
            ("co2e_kg", real),
            ("status", text),
            pyarrow.field("geometry", pyarrow.binary(), metadata=kind),
        ],
        metadata={"geo": json.dumps(_geo(rows))},
    )
    for row in rows:
        course = row.get("geometry")
        row["geometry"] = None if course is None else wkb(course)
    return pyarrow.Table.from_pylist(rows, schema=schema)


def plan_rows(plan: dict[str, Any], id_: str) -> list[dict[str, Any]]:
    """A row for each leg of a plan that was asked with its courses."""
    rows = []
    for feature in leg_features(plan):
        told = feature["properties"]
        row = {name: told[name] for name in ("leg", "kind", "name", "from", "to", *LEG_QUANTITIES)}
        # Separated as in tables of plans.
        row.update(id=id_, itinerary=int(told["itinerary"]), corridors=";".join(told["corridors"]))
        row.update(status="ok", geometry=feature["geometry"])
        rows.append(row)
    return rows


def legs(ask: Ask, pairs: Any, question: dict[str, Any], threads: int | None) -> Any:
    """The legs of the plans of pairs: a row for each, and one for a pair without a plan that says why."""
    import pyarrow

    asked = pyarrow.table(pairs_table(pairs)).to_pylist()

    def answered(numbered: tuple[int, dict[str, Any]]) -> list[dict[str, Any]]:
        number, row = numbered
        id_ = str(row.get("id", number))
        own = {name: row[name] for name in _OF_ROWS if row.get(name) is not None}
        try:
            return plan_rows(ask(_end(row, "from"), _end(row, "to"), {**question, **own}), id_)
        except CorridorError as problem:
            if problem.code.startswith("field-"):
                # No row's fault: the question makes no sense for any.
                raise
            return [{"id": id_, "status": problem.code}]

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        return legs_table(row for rows in pool.map(answered, enumerate(asked, 1)) for row in rows)


def _end(row: dict[str, Any], end: str) -> str:
    if row.get(end) is not None:
        return str(row[end])
    try:
        return f"{float(row[f'{end}_lon'])!r},{float(row[f'{end}_lat'])!r}"
    except (KeyError, TypeError, ValueError):
        # An empty place is refused by the engine, with a code.
        return ""


def wkb(geometry: dict[str, Any]) -> bytes:
    """A Point, LineString or MultiLineString of GeoJSON as well-known binary."""
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Point":
        return struct.pack("<BI2d", 1, 1, *coordinates[:2])
    if geometry["type"] == "LineString":
        flat = [value for at in coordinates for value in at[:2]]
        return struct.pack(f"<BII{len(flat)}d", 1, 2, len(coordinates), *flat)
    lines = [wkb({"type": "LineString", "coordinates": line}) for line in coordinates]
    return struct.pack("<BII", 1, 5, len(lines)) + b"".join(lines)


def _geo(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The metadata of GeoParquet 1.1 (geoparquet.org/releases/v1.1.0)."""
    courses = [row["geometry"] for row in rows if row.get("geometry") is not None]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({course["type"] for course in courses}),
    }
    points = [at for course in courses for at in _points(course)]
    if points:
        lons, lats = [at[0] for at in points], [at[1] for at in points]
        column["bbox"] = [min(lons), min(lats), max(lons), max(lats)]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _points(course: dict[str, Any]) -> list[list[float]]:
    nested = course["coordinates"]
    if course["type"] == "Point":
        return [nested]
    return nested if course["type"] == "LineString" else [at for line in nested for at in line]
