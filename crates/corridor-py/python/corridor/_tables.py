"""Tables of the user's, whatever they are made of, as something with `__arrow_c_stream__`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from ._corridor import Table, columns

# Names that tables of this field use for the columns of `docs/methods/batch.md`.
ALIASES = {
    "origin": "from",
    "destination": "to",
    "o": "from",
    "d": "to",
    "origin_lon": "from_lon",
    "origin_lat": "from_lat",
    "destination_lon": "to_lon",
    "destination_lat": "to_lat",
    "longitude": "lon",
    "latitude": "lat",
    "lng": "lon",
    "x": "lon",
    "y": "lat",
}


def pairs_table(table: Any) -> Any:
    """Pairs: Arrow, a pandas frame, columns by name, or an iterable of (origin, destination)."""
    known = _known(table)
    if known is not None:
        return known
    rows = [_pair(row) for row in table]
    return columns(["from", "to"], [[row[0] for row in rows], [row[1] for row in rows]])


def points_table(points: Any) -> Any:
    """Points: Arrow, a (Geo)DataFrame, columns by name, or an iterable of places."""
    known = _known(points)
    if known is not None:
        return known
    texts = [place(point) for point in points]
    return columns(["id", "place"], [texts, texts])


def place(value: Any) -> str:
    """A place as a text: a name or code as it is, a position as `lon,lat`."""
    if isinstance(value, str):
        return value
    if hasattr(value, "__geo_interface__") and value.__geo_interface__.get("type") == "Point":
        value = value.__geo_interface__["coordinates"]
    if isinstance(value, Mapping):
        if "locode" in value:
            return str(value["locode"])
        value = (value.get("lon", value.get("longitude")), value.get("lat", value.get("latitude")))
    try:
        lon, lat = value
        return f"{float(lon)!r},{float(lat)!r}"
    except (TypeError, ValueError):
        raise TypeError(
            f"{value!r} is no place: give a name, a UN/LOCODE or (longitude, latitude) in degrees"
        ) from None


def csv_text(table: Any) -> str:
    """The text of a CSV file: a text as it is, a file (`pathlib.Path`), a frame, Arrow, columns or rows by name."""
    if isinstance(table, str):
        return table
    if isinstance(table, PathLike):
        return Path(table).read_text(encoding="utf-8-sig")
    named = _columns(table)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(named)
    # A float is written with the fewest digits that read back the same.
    rows.writerows(zip(*named.values(), strict=True))
    return out.getvalue()


def _columns(table: Any) -> dict[str, list[Any]]:
    if isinstance(table, Mapping):
        return {str(name): _plain(column) for name, column in table.items()}
    if hasattr(table, "to_pydict"):
        return _columns(table.to_pydict())
    names = getattr(table, "columns", None)
    if hasattr(table, "to_dict") and names is not None:
        return {str(name): _plain(table[name]) for name in names}
    if isinstance(table, Table):
        return _columns(table.to_dict())
    rows = list(table) if isinstance(table, Iterable) else []
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        raise TypeError(
            f"{type(table).__name__} is no table with named columns: give the text of a CSV file, a path, "
            "Arrow, a pandas or polars frame, a dict of columns or a list of dicts"
        )
    found = list(dict.fromkeys(name for row in rows for name in row))
    return {str(name): [_value(row.get(name)) for row in rows] for name in found}


def _pair(row: Any) -> tuple[str, str]:
    try:
        origin, destination = row
    except (TypeError, ValueError):
        raise TypeError(f"{row!r} is no pair of an origin and a destination") from None
    return place(origin), place(destination)


def _known(table: Any) -> Any:
    """A table with columns by name, or nothing where `table` is an iterable of rows."""
    if isinstance(table, Table):
        return table
    if hasattr(table, "geometry") and hasattr(table, "to_crs"):
        return _of_geo_frame(table)
    if isinstance(table, Mapping):
        return columns([_name(name) for name in table], [_plain(column) for column in table.values()])
    names = getattr(table, "columns", None)
    if hasattr(table, "to_dict") and names is not None and not hasattr(table, "rename_columns"):
        # A pandas frame; its own Arrow export needs pyarrow, its columns do not.
        if hasattr(table, "__arrow_c_stream__") and not any(name in ALIASES for name in names):
            try:
                table.__arrow_c_stream__()
            except ImportError:
                pass
            else:
                return table
        return columns([_name(str(name)) for name in names], [_plain(table[name]) for name in names])
    if hasattr(table, "__arrow_c_stream__"):
        return _renamed(table)
    if isinstance(table, str) or not isinstance(table, Iterable):
        raise TypeError(
            f"{type(table).__name__} is no table: give Arrow, a pandas or polars frame, a dict of "
            "columns or a list"
        )
    return None


def _renamed(table: Any) -> Any:
    for names, rename in (("column_names", "rename_columns"), ("columns", "rename")):
        found = getattr(table, names, None)
        if found is None or not any(str(name) in ALIASES for name in found):
            continue
        if rename == "rename_columns":
            return table.rename_columns([_name(name) for name in found])
        return table.rename({name: _name(name) for name in found if name in ALIASES})
    return table


def _name(name: str) -> str:
    return ALIASES.get(name, name)


def _plain(column: Any) -> list[Any]:
    values = column.tolist() if hasattr(column, "tolist") else list(column)
    return [_value(value) for value in values]


def _value(value: Any) -> Any:
    # NaN and NaT, which are not equal to themselves, are missing values.
    if value is None or value != value:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return str(value)[:10] if hasattr(value, "isoformat") else str(value)
    return value


def _of_geo_frame(frame: Any) -> Any:
    points = frame if frame.crs is None else frame.to_crs(4326)
    ids = frame["id"].tolist() if "id" in frame.columns else list(range(1, len(frame) + 1))
    return columns(
        ["id", "lon", "lat"],
        [[str(i) for i in ids], points.geometry.x.tolist(), points.geometry.y.tolist()],
    )
