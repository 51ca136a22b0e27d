"""`searoute` (PyPI, 1.6) over corridor's network: `from corridor.compat import searoute as sr`.

`searoute(origin, destination, ...)` takes the same arguments and gives the same Feature. Two things differ
on purpose:

- Where searoute gives an empty line of length 0 and a warning, this raises `corridor.NoRouteError`
  (`on_no_route="empty"` gives the empty line back).
- Restrictions hold for the call that names them and for no other; `restrictions=[]` and `None` lift the
  default one. A passage that is shut is never sailed.

Ways follow coasts exactly, so lengths differ from searoute's; they are measured in `docs/measurements.md`.
Ports and areas (`include_ports`, `port_params`, `AreaFeature`, `PortProps`, `setup_P`) are those of corridor's
network, in kilometres where searoute reckons degrees. `M` and `P`, graphs of one's own, are refused with the
name of what does the same here, and so is `country_restricted`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import corridor

from .areas import AreaFeature, PortProps, great_circle_km
from .ports import Ports, setup_P

__all__ = ["PASSAGES", "AreaFeature", "PortProps", "Ports", "searoute", "setup_P"]

# Passages by searoute's names and by corridor's.
PASSAGES = {
    "babalmandab": "bab-el-mandeb",
    "bering": "bering",
    "bosporus": "bosporus",
    "chili": "magellan",
    "gibraltar": "gibraltar",
    "malacca": "malacca",
    "northwest": "northwest-passage",
    "ormuz": "hormuz",
    "panama": "panama",
    "south_africa": "good-hope",
    "suez": "suez",
    "sunda": "sunda",
}
# The southern end of America is one passage there, and two here.
_ALSO = {"chili": ("cape-horn",)}

_METRES = {
    "cen": 0.01,
    "ft": 0.3048,
    "in": 0.0254,
    "km": 1000.0,
    "m": 1.0,
    "mi": 1609.344,
    "naut": 1852.0,
    "yd": 0.9144,
}
# Radius of the sphere that searoute measures degrees and radians on, metres.
_RADIUS_M = 6_371_008.7714
_METRES["rad"] = _RADIUS_M
_METRES["deg"] = _RADIUS_M * 3.141592653589793 / 180.0

_REPLACED = {
    "M": "a network of one's own: corridor.Engine(network=...)",
    "P": "ports of one's own: AreaFeature with PortProps, as port_params",
}


def searoute(
    origin: Sequence[float],
    destination: Sequence[float],
    units: str = "km",
    speed_knot: float = 24,
    append_orig_dest: bool = False,
    restrictions: Sequence[str] | None = ("northwest",),
    include_ports: bool = False,
    port_params: dict[str, Any] | None = None,
    M: Any = None,
    P: Any = None,
    return_passages: bool = False,
    algorithm: str | None = None,
    backend: str = "networkx",
    *,
    on_no_route: str = "raise",
) -> Any:
    """The shortest way at sea between two points `[lon, lat]`, as a GeoJSON Feature of a LineString.

    `units` of `length`: km, m, mi, ft, in, deg, cen, rad, naut, yd. `speed_knot` gives `duration_hours`.
    `append_orig_dest` adds the two points to the line. `restrictions`: passages that are shut, by
    searoute's names or corridor's. `return_passages` adds `traversed_passages`. `algorithm` and `backend`
    choose how searoute searches and change nothing here.

    `include_ports` goes from port to port and adds `port_origin` and `port_dest`: the nearest ports, of
    `port_params` those that handle containers (`only_terminals`), of a country (`country_pol`, `country_pod`), or
    those preferred in an area (`ports_in_areas`, `ports_in_areas_from`, `ports_in_areas_to`, `strict_area`). Where
    areas give several ports the answer is a list of features, one for each pair.

    Raises `corridor.NoRouteError` where nothing leads there, `corridor.CorridorError` (a ValueError) for
    arguments that make no sense.
    """
    for name, given in (("M", M), ("P", P)):
        if given:
            raise NotImplementedError(f"{name} is not offered here; instead {_REPLACED[name]}")
    if units not in _METRES:
        raise ValueError(f"units {units!r} is none of {', '.join(sorted(_METRES))}")
    if not speed_knot > 0:
        raise ValueError(f"speed_knot {speed_knot!r} is not a speed above 0")
    if on_no_route not in ("raise", "empty"):
        raise ValueError(f"on_no_route {on_no_route!r} is neither 'raise' nor 'empty'")
    if port_params and not include_ports:
        raise ValueError("port_params choose ports: they need include_ports=True")
    shut = _shut(restrictions)
    asked = (tuple(origin), tuple(destination))
    choices: list[Any] = [(None, None)]
    if include_ports:
        choices = setup_P().get_selected_port_matrix(origin, destination, port_params)
    features = []
    for loading, discharge in choices:
        ports = [None if port is None else {**port[2], "share": port[1]} for port in (loading, discharge)]
        answer = _asked([_place(at, port) for at, port in zip(asked, ports)], shut, on_no_route)
        line, length_m = _sailed(answer, ports)
        if line and append_orig_dest:
            line, length_m = _with_ends(line, asked, length_m, answer, ports)
        properties: dict[str, Any] = {
            "length": length_m / _METRES[units],
            "units": units,
            "duration_hours": length_m / 1852.0 / speed_knot,
        }
        if include_ports:
            properties["port_origin"], properties["port_dest"] = ports
        if return_passages:
            properties["traversed_passages"] = _traversed(answer["passages"])
        features.append(_feature(line, properties))
    return features[0] if len(features) == 1 else features


def _place(at: Any, port: dict[str, Any] | None) -> Any:
    return at if port is None else (port["x"], port["y"])


def _asked(ends: list[Any], shut: list[str], on_no_route: str) -> dict[str, Any]:
    # searoute's graph has no ice; whoever lifts the restriction sails the passage.
    allow = [] if "northwest-passage" in shut else ["northwest-passage"]
    try:
        return corridor.distance(*ends, mode="sea", avoid=shut, allow=allow, max_snap_km=5000.0).to_dict()
    except corridor.NoRouteError:
        if on_no_route == "raise":
            raise
        return {"geometry": {"type": "LineString", "coordinates": []}, "distance_m": 0, "passages": []}


def _sailed(answer: dict[str, Any], ports: list[Any]) -> tuple[list[list[float]], float]:
    """The line with its length: on the water, or from port to port."""
    line = _line(answer["geometry"])
    length_m = answer["distance_m"]
    if line:
        for side, port, last in (("from", ports[0], False), ("to", ports[1], True)):
            if port is None:
                # What leads to the water from the point asked for is no part of the line.
                length_m -= answer[side]["snap_m"]
            else:
                _add(line, (port["x"], port["y"]), last=last)
    return line, length_m


def _with_ends(
    line: list[list[float]], asked: Any, length_m: float, answer: dict[str, Any], ports: list[Any]
) -> tuple[list[list[float]], float]:
    """The line from the points asked for, with what leads from there to it."""
    for side, at, port, last in (("from", asked[0], ports[0], False), ("to", asked[1], ports[1], True)):
        away_m = answer[side]["snap_m"] if port is None else 1000.0 * great_circle_km(at, (port["x"], port["y"]))
        length_m += away_m
        _add(line, at, last=last)
    return line, length_m


def _add(line: list[list[float]], at: Any, *, last: bool) -> None:
    """Puts a point before or after a line that may go on beyond 180 degrees."""
    beside = line[-1 if last else 0]
    point = [float(at[0]) + 360.0 * round((beside[0] - at[0]) / 360.0), float(at[1])]
    if point != beside:
        line.insert(len(line) if last else 0, point)


def _traversed(passages: list[str]) -> list[str]:
    ours = {id_: name for name, id_ in PASSAGES.items()}
    ours["cape-horn"] = "chili"
    return list(dict.fromkeys(ours[passage] for passage in passages if passage in ours))


def _feature(line: list[list[float]], properties: dict[str, Any]) -> Any:
    feature = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": line},
        "properties": properties,
    }
    try:
        from geojson import Feature
    except ImportError:
        return feature
    return Feature(geometry=feature["geometry"], properties=properties)


def _shut(restrictions: Sequence[str] | None) -> list[str]:
    if isinstance(restrictions, str):
        restrictions = [restrictions]
    shut: list[str] = []
    for name in restrictions or ():
        shut.append(PASSAGES.get(str(name), str(name)))
        shut.extend(_ALSO.get(str(name), ()))
    return shut


def _line(geometry: dict[str, Any]) -> list[list[float]]:
    """One line of a course; one that is cut at the antimeridian goes on beyond 180 degrees."""
    line: list[list[float]] = []
    turn = 0.0
    for part in _parts(geometry):
        for lon, lat in part:
            if line and lon + turn - line[-1][0] > 180.0:
                turn -= 360.0
            elif line and lon + turn - line[-1][0] < -180.0:
                turn += 360.0
            if not line or line[-1] != [lon + turn, lat]:
                line.append([lon + turn, lat])
    return line


def _parts(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """The lines of a course: one, or those that it is cut into at the antimeridian."""
    lines = [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
    return cast("list[list[list[float]]]", lines)
