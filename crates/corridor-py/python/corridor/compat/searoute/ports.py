"""The ports of the network with the calls of searoute's `Ports`."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import corridor

from .areas import AreaFeature, great_circle_km

# How far an area may lie from a point that is in none, kilometres, as searoute has it.
_NEAR_KM = 2000.0

_PARAMETERS = {
    "country_pod",
    "country_pol",
    "country_restricted",
    "only_terminals",
    "ports_in_areas",
    "ports_in_areas_from",
    "ports_in_areas_to",
    "strict_area",
}

Chosen = tuple[str, float, dict[str, Any]]


class Ports:
    """The ports that have a UN/LOCODE; `setup_P` gives them.

    Properties of a port: `port` its code, `name`, `cty` its country (ISO 3166-1 alpha-2), `t` 1.0 where it handles
    containers, `x` and `y`.
    """

    def __init__(self, rows: Sequence[tuple[str, str, str, float, float, bool]]) -> None:
        self._ports: dict[str, dict[str, Any]] = {
            code: {"port": code, "name": name, "cty": country, "t": 1.0 if boxes else None, "x": lon, "y": lat}
            for code, name, country, lon, lat, boxes in rows
        }

    def __len__(self) -> int:
        return len(self._ports)

    def nearest(
        self, point: Sequence[float], *, only_terminals: bool = False, country: str | None = None
    ) -> dict[str, Any]:
        """The port nearest to a point `lon, lat`, among those that handle containers or lie in a country if so asked."""
        found = [
            port
            for port in self._ports.values()
            if (port["t"] or not only_terminals) and country in (None, "", port["cty"])
        ]
        if not found:
            raise ValueError(
                f"no port in the country {country!r}: give its ISO 3166-1 alpha-2 code, in capitals, or leave it out"
            )
        return dict(min(found, key=lambda port: great_circle_km(point, (port["x"], port["y"]))))

    def get_preferred_ports(
        self,
        x: float,
        y: float,
        ft: Any,
        top: int | None = None,
        include_area_name: bool = False,
        strict_area: bool = True,
    ) -> list[tuple[Any, ...]]:
        """The ports of the smallest area around a point, those with the largest share first: code, share of one,
        properties, and the name of the area if asked for. Without `strict_area` the nearest area counts where
        none is around the point, up to 2,000 km. Ports with a share of 0 are left out."""
        areas = [area for area in ft["features"] if isinstance(area, AreaFeature)]
        around = [area for area in areas if area.contains(x, y)]
        area = min(around, key=lambda area: area["properties"]["area"], default=None)
        if area is None and not strict_area:
            near = [(area.distance(x, y), number) for number, area in enumerate(areas)]
            away, number = min(near, default=(float("inf"), 0))
            area = areas[number] if away <= _NEAR_KM else None
        if area is None:
            return []
        told = area["properties"]
        ports = [port for port in told["preferred_ports"] if port.share > 0]
        whole = sum(port.share for port in ports)
        ranked = sorted(ports, key=lambda port: -port.share)
        name = (told["name"],) if include_area_name else ()
        rows = [(port.port_id, port.share / whole, self._properties(port), *name) for port in ranked]
        return rows[:top] if top else rows

    def get_selected_port_matrix(
        self, origin: Sequence[float], destination: Sequence[float], port_params: Mapping[str, Any] | None = None
    ) -> list[tuple[Chosen, Chosen]]:
        """Every port of loading with every port of discharge: those preferred where the points lie, else the nearest."""
        params = dict(port_params or {})
        unknown = sorted(set(params) - _PARAMETERS)
        if unknown:
            raise ValueError(f"port_params has no {unknown[0]!r}; it has {', '.join(sorted(_PARAMETERS))}")
        if params.get("country_restricted"):
            raise NotImplementedError(
                "country_restricted is not offered here: which countries a port has lines to is not in the "
                "network; instead give country_pol, or ports_in_areas with the ports that may be used"
            )
        ends = []
        for point, side, country in ((origin, "from", "country_pol"), (destination, "to", "country_pod")):
            areas = params.get(f"ports_in_areas_{side}") or params.get("ports_in_areas")
            strict = params.get("strict_area", True)
            preferred = self.get_preferred_ports(point[0], point[1], areas, strict_area=strict) if areas else []
            for code, _, port in preferred:
                if not port or "x" not in port or "y" not in port:
                    raise ValueError(
                        f"port {code!r} of an area is not known: give its UN/LOCODE, or PortProps({code!r}, share, "
                        "{'x': longitude, 'y': latitude})"
                    )
            if not preferred:
                only_terminals = bool(params.get("only_terminals"))
                port = self.nearest(point, only_terminals=only_terminals, country=params.get(country))
                preferred = [(port["port"], 1, port)]
            ends.append(preferred)
        return list(product(*ends))

    def _properties(self, port: Any) -> dict[str, Any] | None:
        if port.props:
            return {"port": port.port_id, **port.props}
        known = self._ports.get(port.port_id)
        return None if known is None else dict(known)


@functools.cache
def setup_P(backend: str | None = None) -> Ports:
    """The ports of the network. `backend` chooses how searoute keeps its graph and changes nothing here."""
    return Ports(corridor.Engine()._core.ports())
