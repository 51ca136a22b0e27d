"""Answers: what the engine says, with fields as attributes."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from os import PathLike
from typing import Any, cast

from ._files import write_whole


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
        """The courses of the legs as a GeoJSON feature collection, lines cut at the antimeridian."""
        geometry = self._fields.get("geometry")
        if geometry is None:
            raise ValueError('the plan has no courses: ask with geometry="geojson"')
        return cast("dict[str, Any]", geometry)

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return self.to_geojson()

    def to_geopandas(self) -> Any:
        """A GeoDataFrame with a row for each leg that has a course (EPSG:4326); needs geopandas.

        Columns: `itinerary`, `leg`, `kind`, `name`, `corridors`, `geometry`, and of each leg `from`, `to`,
        `distance_m`, `duration_s`, `cost_usd`, `co2e_kg`.
        """
        import geopandas

        return geopandas.GeoDataFrame.from_features(leg_features(self._fields), crs="EPSG:4326")

    def to_table(self) -> Any:
        """The legs with their courses as a pyarrow.Table, as `corridor.legs` gives it; needs pyarrow.

        `pyarrow.parquet.write_table(plan.to_table(), "plan.parquet")` writes GeoParquet 1.1.
        """
        from ._legs import legs_table, plan_rows

        self.to_geojson()
        return legs_table(plan_rows(self._fields, "1"))

    def to_html(self, path: str | PathLike[str] | None = None) -> str:
        """A page with map, cards and charts that works offline; written to `path` too if one is given.

        `IPython.display.HTML` does not show it (it is a whole page): write it and open it in a browser.
        """
        return _kept(self._drawn("page"), path)

    def to_svg(self, path: str | PathLike[str] | None = None, *, width: int = 1000) -> str:
        """The map of the ways as an SVG picture `width` pixels wide, written to `path` too if one is given."""
        return _kept(self._drawn("picture", width), path)

    def _drawn(self, what: str, *more: Any) -> str:
        self.to_geojson()
        from . import _shared

        return cast(str, getattr(_shared._core, what)(json.dumps(self._fields), *more))

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{number}</td><td style='text-align:left'>{_escaped(way.name)}</td>"
            f"<td>{way.duration_p50_s / 86_400:.1f}</td><td>{way.duration_p90_s / 86_400:.1f}</td>"
            f"<td>{way.cost_usd:,.0f}</td><td>{way.co2e_kg:,.0f}</td></tr>"
            for number, way in enumerate(self.itineraries, 1)
        )
        table = (
            "<table><tr><th></th><th style='text-align:left'>itinerary</th><th>days, median</th>"
            "<th>days, 9 in 10</th><th>USD</th><th>kg CO2e</th></tr>"
            f"{rows}</table>"
        )
        if "geometry" not in self._fields:
            return table
        # A picture, not a script: it stays in the notebook, in exports of it and where scripts are taken out.
        picture = base64.b64encode(self.to_svg().encode()).decode()
        alt = "Map of the itineraries"
        return f"<img alt='{alt}' style='max-width:100%' src='data:image/svg+xml;base64,{picture}'>{table}"

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


def _kept(text: str, path: str | PathLike[str] | None) -> str:
    if path is not None:
        write_whole(path, lambda draft: draft.write_text(text, encoding="utf-8"))
    return text


def leg_features(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """The features of the courses of a plan, with what each leg is and costs among their properties."""
    ways = {str(way["id"]): way["legs"] for way in plan["itineraries"]}
    features = []
    for feature in plan["geometry"]["features"]:
        told = dict(feature["properties"])
        leg = ways[str(told["itinerary"])][told["leg"]]
        told.update({"from": leg["from"]["name"], "to": leg["to"]["name"]})
        told.update({name: leg[name] for name in LEG_QUANTITIES})
        features.append({**feature, "properties": told})
    return features


LEG_QUANTITIES = ("distance_m", "duration_s", "cost_usd", "co2e_kg")
