"""`scgraph` (PyPI, 3.6) over corridor's network: `from corridor.compat.scgraph import GeoGraph`.

    >>> sea = GeoGraph.load_geograph("marnet")
    >>> sea.get_shortest_path({"latitude": 31.23, "longitude": 121.47}, {"latitude": 32.08, "longitude": -81.09})

Names of scgraph's graphs stand for a mode of corridor's one network, which is not downloaded: `marnet` and
`oak_ridge_maritime` for sea, `world_railways` and `north_america_rail` for rail, `world_highways` and
`us_freeway` for road. Answers have scgraph's shape: `length` in the unit asked for, from point to point,
with what lies between a point and the network; `coordinate_path` with latitude first.

Different on purpose:

- Where nothing leads there, `get_shortest_path` raises `corridor.NoRouteError` (scgraph raises whatever its
  search ran into). `distance_matrix` has `None` there, as scgraph's has.
- Two points that meet the network at one node are as far apart as they are; scgraph's matrix says 0.
- Coordinates out of range and units that do not exist are refused.
- The way is the shortest one, whatever `algorithm_fn` and the `node_addition` arguments say: these choose how
  scgraph searches and joins its graph. `output_path`, which gives ids of scgraph's own nodes, is refused, and
  so are graphs of one's own and `world_highways_and_marnet`: `corridor.plan` goes over all modes at once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import corridor

from .searoute import _parts
from .searoute.areas import great_circle_km

GEOGRAPHS = {
    "marnet": "sea",
    "north_america_rail": "rail",
    "oak_ridge_maritime": "sea",
    "us_freeway": "road",
    "world_highways": "road",
    "world_railways": "rail",
}
"""The mode that each of scgraph's graphs stands for."""

_METRES = {"km": 1000.0, "m": 1.0, "mi": 1609.344, "ft": 0.3048}
# scgraph joins a point to its network however far it lies; the way there is part of the length.
_FARTHEST_KM = 5000.0

Node = Mapping[str, float]


class GeoGraph:
    """A mode of the network with the calls of scgraph's `GeoGraph`; `load_geograph` gives one."""

    def __init__(self, graph: Any = None, nodes: Any = None, **more: Any) -> None:
        raise NotImplementedError(
            "graphs of one's own are not offered here; GeoGraph.load_geograph('marnet') is a mode of the "
            "network that ships"
        )

    mode: str

    @staticmethod
    def load_geograph(
        name: str,
        cache_dir: str | None = None,
        geograph_url: str | None = None,
        reduce_iterations: int = 0,
        lazy: bool = False,
    ) -> GeoGraph:
        """The mode that one of scgraph's graphs stands for; nothing is downloaded or kept."""
        if name == "world_highways_and_marnet":
            raise NotImplementedError(
                f"{name} is not offered here; instead corridor.plan(...) or corridor.matrix(..., mode='all') "
                "go over all modes"
            )
        if name not in GEOGRAPHS:
            raise ValueError(f"{name!r} is none of {', '.join(sorted(GEOGRAPHS))}")
        graph = object.__new__(GeoGraph)
        graph.mode = GEOGRAPHS[name]
        return graph

    @staticmethod
    def list_geographs(
        cache_dir: str | None = None, geograph_url: str | None = None
    ) -> list[dict[str, Any]]:
        """The names of graphs, all of them at hand."""
        return [{"name": name, "cached": True} for name in sorted(GEOGRAPHS)]

    def get_shortest_path(
        self,
        origin_node: Node,
        destination_node: Node,
        output_units: str = "km",
        algorithm_fn: Any = "bidirectional_buckets",
        algorithm_kwargs: dict[str, Any] | None = None,
        off_graph_circuity: float = 1,
        node_addition_type: str = "kdclosest",
        node_addition_circuity: float = 4,
        output_coordinate_path: str = "list_of_lists",
        output_path: bool = False,
        node_addition_lat_lon_bound: Any = "auto",
        node_addition_math: str = "euclidean",
        destination_node_addition_type: str = "kdclosest",
        auto_lat_lon_bound_max: float = 2,
        silent: bool = False,
        length_only: bool = False,
        get_intermediate_nodes: bool | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """The shortest way between two nodes `{"latitude": ..., "longitude": ...}`.

        `output_units`: km, m, mi, ft. `off_graph_circuity` multiplies what lies between a node and the
        network. `output_coordinate_path`: `list_of_lists` (latitude first), `list_of_lists_long_first`,
        `list_of_dicts`. `length_only` leaves the path out. Gives `length` and `coordinate_path`, which begins
        and ends at the nodes. Raises `corridor.NoRouteError` where nothing leads there.
        """
        if output_path:
            raise NotImplementedError("output_path is not offered here; instead read coordinate_path")
        formats = ("list_of_lists", "list_of_lists_long_first", "list_of_dicts")
        if output_coordinate_path not in formats:
            raise ValueError(f"output_coordinate_path {output_coordinate_path!r} is none of {', '.join(formats)}")
        unit = _unit(output_units)
        circuity = _circuity(off_graph_circuity)
        ends = [_position(origin_node), _position(destination_node)]
        answer = corridor.distance(*ends, mode=self.mode, max_snap_km=_FARTHEST_KM).to_dict()
        off_graph = answer["from"]["snap_m"] + answer["to"]["snap_m"]
        length = (answer["distance_m"] + (circuity - 1.0) * off_graph) / unit
        if length_only:
            return {"length": length}
        path = [list(at) for part in _parts(answer["geometry"]) for at in part]
        path = [list(ends[0]), *path, list(ends[1])]
        if output_coordinate_path == "list_of_lists_long_first":
            return {"length": length, "coordinate_path": path, "long_first": True}
        if output_coordinate_path == "list_of_dicts":
            dicts = [{"latitude": lat, "longitude": lon} for lon, lat in path]
            return {"length": length, "coordinate_path": dicts}
        return {"length": length, "coordinate_path": [[lat, lon] for lon, lat in path]}

    def distance_matrix(
        self,
        nodes: Sequence[Node],
        off_graph_circuity: float = 1,
        output_units: str = "km",
        silent: bool = False,
    ) -> list[list[float | None]]:
        """Distances from every node to every node, a list for each; `None` where nothing leads there."""
        unit = _unit(output_units)
        circuity = _circuity(off_graph_circuity)
        places = [_position(node) for node in nodes]
        # Of a matrix the ways to the network are not told, of pairs they are.
        if circuity == 1.0:
            points = {"id": [str(n) for n in range(len(places))], "lon": [p[0] for p in places], "lat": [p[1] for p in places]}
            cells = corridor.matrix(points, mode=self.mode, max_snap_km=_FARTHEST_KM).to_dict()
            lengths = cells["distance_m"]
        else:
            both = [(origin, destination) for origin in places for destination in places]
            rows = corridor.pairs(both, mode=self.mode, max_snap_km=_FARTHEST_KM).to_dict()
            snaps = zip(rows["distance_m"], rows["from_snap_m"], rows["to_snap_m"])
            lengths = [
                None if whole is None else whole + (circuity - 1.0) * (start + end) if whole else 0
                for whole, start, end in snaps
            ]
        told = [None if length is None else length / unit for length in lengths]
        return [told[n : n + len(places)] for n in range(0, len(told), len(places))]

    @staticmethod
    def get_multi_path_geojson(
        routes: Sequence[Mapping[str, Any]],
        filename: str | Path | None = None,
        show_progress: bool = False,
        get_intermediate_nodes: bool = True,
    ) -> dict[str, Any]:
        """Routes `{"geograph", "origin", "destination", "properties"}` as a GeoJSON feature collection,
        written to `filename` too if one is given. Lines over the antimeridian are cut there."""
        features = []
        for route in routes:
            ends = (_position(route["origin"]), _position(route["destination"]))
            answer = corridor.distance(*ends, mode=route["geograph"].mode, max_snap_km=_FARTHEST_KM)
            features.append(
                {"type": "Feature", "properties": dict(route["properties"]), "geometry": answer.__geo_interface__}
            )
        collection = {"type": "FeatureCollection", "features": features}
        if filename is not None:
            Path(filename).write_text(json.dumps(collection), encoding="utf-8")
        return collection

    def haversine(self, origin: Sequence[float], destination: Sequence[float]) -> float:
        """The great circle between two positions `[latitude, longitude]`, kilometres."""
        return great_circle_km((origin[1], origin[0]), (destination[1], destination[0]))

    def reduce(self, iterations: int = 1) -> None:
        """Nothing: the network is ordered for fast searches when it is built."""

    def validate(self, **checks: Any) -> None:
        """Nothing: the network is checked when it is built and its digest when it is opened."""

    def validate_nodes(self) -> None:
        """Nothing, as `validate`."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        raise NotImplementedError(
            f"GeoGraph.{name} works on scgraph's own graphs and is not offered here; "
            "`corridor data export` gives the network as tables"
        )

    def __repr__(self) -> str:
        return f"<corridor.compat.scgraph.GeoGraph by {self.mode}>"


def _position(node: Node) -> tuple[float, float]:
    try:
        return float(node["longitude"]), float(node["latitude"])
    except (KeyError, TypeError, ValueError):
        raise ValueError(f"{node!r} is no node: give {{'latitude': ..., 'longitude': ...}} in degrees") from None


def _unit(name: str) -> float:
    if name not in _METRES:
        raise ValueError(f"output_units {name!r} is none of {', '.join(_METRES)}")
    return _METRES[name]


def _circuity(factor: float) -> float:
    if not 0 <= factor < math.inf:
        raise ValueError(f"off_graph_circuity {factor!r} is not a factor of 0 or more")
    return float(factor)
