"""Areas with the ports that goods from there are shipped by, as searoute's `AreaFeature` and `PortProps`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

EARTH_KM = 6371.0088


class _Port(NamedTuple):
    port_id: str
    share: float = 1
    props: dict[str, Any] | None = None


class PortProps(_Port):
    """A port by its UN/LOCODE, its share of what is shipped, and properties of one's own (`x`, `y` among them)."""

    __slots__ = ()

    def __new__(cls, port_id: Any, share: float = 1, props: dict[str, Any] | None = None) -> PortProps:
        return super().__new__(cls, str(port_id), share, props)


class Shape(dict[str, Any]):
    """An object of GeoJSON whose members are attributes too."""

    def __getattr__(self, name: str) -> Any:
        try:
            value = self[name]
        except KeyError:
            raise AttributeError(name) from None
        return Shape(value) if type(value) is dict else value


class AreaFeature(Shape):
    """A polygon in degrees with the ports preferred there.

    `coordinates`: rings, the outer one first. `preferred_ports`: `PortProps`, a port's code, `(code, share)`, or a
    list of these. Further arguments become properties. `properties["area"]` is in square kilometres.
    """

    def __init__(
        self,
        coordinates: Sequence[Any],
        preferred_ports: Any = None,
        name: str | None = None,
        **properties: Any,
    ) -> None:
        if not coordinates or len(coordinates[0]) < 3:
            raise ValueError(f"an area needs a ring of three points or more, not {coordinates!r}")
        rings = [_closed(ring) for ring in coordinates]
        told = {
            "preferred_ports": self.norm_preferred_ports(preferred_ports),
            "name": name,
            "area": _square_km(rings[0]) - sum(_square_km(hole) for hole in rings[1:]),
        }
        super().__init__(
            type="Feature",
            geometry={"type": "Polygon", "coordinates": rings},
            properties={**told, **properties},
        )

    @staticmethod
    def create(areas: Sequence[AreaFeature]) -> Shape:
        """Areas as a feature collection, which `port_params` takes."""
        if areas is None:
            raise ValueError("areas are wanted, not None")
        return Shape(type="FeatureCollection", features=list(areas))

    @staticmethod
    def norm_preferred_ports(ports: Any) -> list[PortProps]:
        """Ports in whatever form they were given as a list of `PortProps`."""
        if ports is None:
            return []
        if isinstance(ports, PortProps):
            return [ports]
        if isinstance(ports, tuple):
            return [PortProps(*ports)]
        if isinstance(ports, list):
            return [port for one in ports for port in AreaFeature.norm_preferred_ports(one)]
        return [PortProps(ports)]

    def contains(self, x: float, y: float) -> bool:
        """Whether the longitude and latitude lie inside, holes left out."""
        rings = self["geometry"]["coordinates"]
        # Areas over the antimeridian have longitudes beyond 180.
        return any(sum(_crossings(ring, x + turn, y) for ring in rings) % 2 == 1 for turn in (-360, 0, 360))

    def distance(self, x: float, y: float) -> float:
        """Kilometres from the longitude and latitude to the outline."""
        rings = self["geometry"]["coordinates"]
        return min(_to_outline_km(ring, x, y) for ring in rings)


def great_circle_km(a: Sequence[float], b: Sequence[float]) -> float:
    """Kilometres between two points `lon, lat` on the sphere."""
    lon, lat, to_lon, to_lat = map(math.radians, (*a[:2], *b[:2]))
    half = math.sin((to_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _closed(ring: Sequence[Any]) -> list[Any]:
    points = list(ring)
    return points if points[0] == points[-1] else [*points, points[0]]


def _square_km(ring: list[Any]) -> float:
    """The area inside a ring on the sphere, between meridians and parallels of equal area."""
    doubled = 0.0
    for (lon, lat, *_), (to_lon, to_lat, *_) in zip(ring, ring[1:]):
        sines = math.sin(math.radians(lat)) + math.sin(math.radians(to_lat))
        doubled += math.radians(to_lon - lon) * (2 + sines)
    return abs(doubled) / 2 * EARTH_KM**2


def _crossings(ring: list[Any], x: float, y: float) -> int:
    """How often a line from a point to the east crosses a ring."""
    count = 0
    for (lon, lat, *_), (to_lon, to_lat, *_) in zip(ring, ring[1:]):
        if (lat > y) != (to_lat > y):
            count += x < lon + (to_lon - lon) * (y - lat) / (to_lat - lat)
    return count


def _to_outline_km(ring: list[Any], x: float, y: float) -> float:
    """On the plane that touches the earth at the latitude of the point: near enough to tell areas apart."""
    narrow = math.cos(math.radians(y))
    degree_km = math.radians(1) * EARTH_KM
    # The point is the origin.
    flat = [(((lon - x + 180) % 360 - 180) * narrow, lat - y) for lon, lat, *_ in ring]
    least = math.inf
    for (east, north), (to_east, to_north) in zip(flat, flat[1:]):
        along, up = to_east - east, to_north - north
        squared = along**2 + up**2
        share = 0.0 if squared == 0 else min(1.0, max(0.0, -(east * along + north * up) / squared))
        least = min(least, math.hypot(east + share * along, north + share * up))
    return least * degree_km
