"""Answers: what the engine says, with fields as attributes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast


class Answer(Mapping[str, Any]):
    """An answer or a part of one: a mapping whose fields are attributes too.

    `answer.itineraries[0].cost_usd` and `answer["itineraries"][0]["cost_usd"]` are the same. Fields and
    units are those of the HTTP API (`docs/methods/http.md`); a field that an answer leaves out is not
    there. `to_dict` gives plain dicts and lists.
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: dict[str, Any]) -> None:
        object.__setattr__(self, "_fields", fields)

    def __getattr__(self, name: str) -> Any:
        try:
            return _seen(self._fields[name])
        except KeyError:
            raise AttributeError(
                f"{type(self).__name__} has no field {name!r}; it has {', '.join(self._fields)}"
            ) from None

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("an answer does not change")

    def __getitem__(self, name: str) -> Any:
        return _seen(self._fields[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._fields]

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._fields,)

    def __repr__(self) -> str:
        return f"<corridor.{type(self).__name__}: {', '.join(self._fields)}>"

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain dicts, lists, texts and numbers."""
        return cast("dict[str, Any]", json.loads(json.dumps(self._fields)))


def _seen(value: Any) -> Any:
    if isinstance(value, dict):
        return Answer(value)
    if isinstance(value, list):
        return [_seen(item) for item in value]
    return value


class Itinerary(Answer):
    """One way from door to door.

    `duration_s` is the mean, `duration_p50_s` and `duration_p90_s` what half and nine in ten of the
    shipments do not exceed, all in seconds; `cost_usd`, `co2e_kg`, `distance_m`; `name`, `corridors`,
    `passages`, `countries`, `legs`, `warnings`.
    """

    def __repr__(self) -> str:
        days = self.duration_p50_s / 86_400
        return f"<corridor.Itinerary {self.name}: {days:.1f} days, {self.cost_usd:,.0f} USD>"


class Plan(Answer):
    """The answer to `corridor.plan`: `itineraries`, best first, `not_offered` and `meta`."""

    @property
    def itineraries(self) -> list[Itinerary]:
        """The materially different ways, best first."""
        return [Itinerary(fields) for fields in self._fields["itineraries"]]

    def to_geojson(self) -> dict[str, Any]:
        """The courses of the legs as a GeoJSON feature collection; `geometry="geojson"` asks for it."""
        geometry = self._fields.get("geometry")
        if geometry is None:
            raise ValueError('the plan has no courses: ask with geometry="geojson"')
        return cast("dict[str, Any]", geometry)

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return self.to_geojson()

    def to_geopandas(self) -> Any:
        """A GeoDataFrame with a row for each leg that has a course (EPSG:4326); needs geopandas."""
        import geopandas

        return geopandas.GeoDataFrame.from_features(self.to_geojson(), crs="EPSG:4326")

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{number}</td><td style='text-align:left'>{_escaped(way.name)}</td>"
            f"<td>{way.duration_p50_s / 86_400:.1f}</td><td>{way.duration_p90_s / 86_400:.1f}</td>"
            f"<td>{way.cost_usd:,.0f}</td><td>{way.co2e_kg:,.0f}</td></tr>"
            for number, way in enumerate(self.itineraries, 1)
        )
        return (
            "<table><tr><th></th><th style='text-align:left'>itinerary</th><th>days, median</th>"
            "<th>days, 9 in 10</th><th>USD</th><th>kg CO2e</th></tr>"
            f"{rows}</table>"
        )

    def __repr__(self) -> str:
        ways = "\n  ".join(repr(way) for way in self.itineraries)
        return f"<corridor.Plan\n  {ways}>"


class Distance(Answer):
    """The answer to `corridor.distance`: `distance_m`, `passages`, `warnings`, `from`, `to`, `geometry`."""

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return cast("dict[str, Any]", self._fields["geometry"])

    def __repr__(self) -> str:
        return f"<corridor.Distance {self.distance_m / 1000:,.0f} km by {self.mode}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
