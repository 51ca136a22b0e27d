"""`searoute` (PyPI, 1.6) over corridor's network: `from corridor.compat import searoute as sr`.

`searoute(origin, destination, ...)` takes the same arguments and gives the same Feature. Two things differ
on purpose:

- Where searoute gives an empty line of length 0 and a warning, this raises `corridor.NoRouteError`
  (`on_no_route="empty"` gives the empty line back).
- Restrictions hold for the call that names them and for no other; `restrictions=[]` and `None` lift the
  default one. A passage that is shut is never sailed.

Ways follow coasts exactly, so lengths differ from searoute's; they are measured in `docs/measurements.md`.
`include_ports`, `port_params`, `M` and `P` belong to searoute's own graph and are refused with the name of
what does the same here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import corridor

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
    "include_ports": "name the ports: corridor.distance('INNSA', 'NLRTM')",
    "port_params": "name the ports: corridor.distance('INNSA', 'NLRTM')",
    "M": "a network of one's own: corridor.Engine(network=...)",
    "P": "a network of one's own: corridor.Engine(network=...)",
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
) -> dict[str, Any]:
    """The shortest way at sea between two points `[lon, lat]`, as a GeoJSON Feature of a LineString.

    `units` of `length`: km, m, mi, ft, in, deg, cen, rad, naut, yd. `speed_knot` gives `duration_hours`.
    `append_orig_dest` adds the two points to the line. `restrictions`: passages that are shut, by
    searoute's names or corridor's. `return_passages` adds `traversed_passages`. `algorithm` and `backend`
    choose how searoute searches and change nothing here.

    Raises `corridor.NoRouteError` where nothing leads there, `corridor.CorridorError` (a ValueError) for
    arguments that make no sense.
    """
    for name, given in (("include_ports", include_ports), ("port_params", port_params), ("M", M), ("P", P)):
        if given:
            raise NotImplementedError(f"{name} is not offered here; instead {_REPLACED[name]}")
    if units not in _METRES:
        raise ValueError(f"units {units!r} is none of {', '.join(sorted(_METRES))}")
    if not speed_knot > 0:
        raise ValueError(f"speed_knot {speed_knot!r} is not a speed above 0")
    if on_no_route not in ("raise", "empty"):
        raise ValueError(f"on_no_route {on_no_route!r} is neither 'raise' nor 'empty'")
    shut = _shut(restrictions)
    # searoute's graph has no ice; whoever lifts the restriction sails the passage.
    allow = [] if "northwest-passage" in shut else ["northwest-passage"]
    try:
        answer = corridor.distance(
            tuple(origin), tuple(destination), mode="sea", avoid=shut, allow=allow, max_snap_km=5000.0
        ).to_dict()
    except corridor.NoRouteError:
        if on_no_route == "raise":
            raise
        answer = {"geometry": {"type": "LineString", "coordinates": []}, "distance_m": 0, "passages": []}
    line = _line(answer["geometry"])
    length_m = answer["distance_m"]
    if line and append_orig_dest:
        ends = [[float(at) for at in end] for end in (origin, destination)]
        line = [*(ends[:1] if line[0] != ends[0] else []), *line, *(ends[1:] if line[-1] != ends[1] else [])]
    elif line:
        # The line begins and ends on the water; what leads there from the points is no part of it.
        length_m -= answer["from"]["snap_m"] + answer["to"]["snap_m"]
    properties: dict[str, Any] = {
        "length": length_m / _METRES[units],
        "units": units,
        "duration_hours": length_m / 1852.0 / speed_knot,
    }
    if return_passages:
        ours = {id_: name for name, id_ in PASSAGES.items()}
        ours["cape-horn"] = "chili"
        sailed = [ours[passage] for passage in answer["passages"] if passage in ours]
        properties["traversed_passages"] = list(dict.fromkeys(sailed))
    feature = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": line},
        "properties": properties,
    }
    try:
        from geojson import Feature
    except ImportError:
        return feature
    return cast("dict[str, Any]", Feature(geometry=feature["geometry"], properties=properties))


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
