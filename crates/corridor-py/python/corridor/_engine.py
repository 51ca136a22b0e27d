"""Questions to the engine, as functions with the names of the HTTP API's fields."""

from __future__ import annotations

import functools
import json
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias, cast

from . import _corridor
from ._answers import Answer, Distance, Plan
from ._corridor import Table
from ._legs import legs
from ._tables import csv_text, pairs_table, place, points_table

Place = Any
Day: TypeAlias = "str | date | None"
Progress: TypeAlias = Callable[[int, "int | None"], Any]


class BadRowWarning(UserWarning):
    """Rows of a table that cannot be read; they are marked `bad-row` in the answer."""


class Engine:
    """An engine of one's own: over another network file, with other figures, in a supposed world.

    `network`: a network file; the one that ships unless given. `parameters`: files of figures, later
    ones over earlier ones (`docs/methods/parameters.md`). `scenarios`: ids such as `"suez-closed"`, or
    files (`docs/methods/scenarios.md`). It opens at its first question, is shared by threads, survives
    a fork and pickles as what it was made of, not as its network.
    """

    def __init__(
        self,
        network: str | PathLike[str] | None = None,
        *,
        parameters: Iterable[str | PathLike[str]] = (),
        scenarios: Iterable[str | PathLike[str]] = (),
    ) -> None:
        self._made_of = (network, _files(parameters, of_names=False), _files(scenarios, of_names=True))
        self._opened: Any = None

    @property
    def _core(self) -> Any:
        if self._opened is None:
            self._opened = _corridor.Engine(*self._made_of)
        return self._opened

    def __getstate__(self) -> Any:
        return self._made_of

    def __setstate__(self, made_of: Any) -> None:
        self._made_of = made_of
        self._opened = None

    def __repr__(self) -> str:
        network, parameters, scenarios = self._made_of
        return f"<corridor.Engine network={network!r} parameters={len(parameters)} scenarios={len(scenarios)}>"

    def _ask(self, name: str, fields: dict[str, Any]) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(self._core.ask(name, _json(name, fields))))

    def plan(
        self,
        origin: Place,
        destination: Place,
        *,
        depart: Day = None,
        as_of: Day = None,
        cargo: str | None = None,
        teu: float | None = None,
        mass_t: float | None = None,
        volume_m3: float | None = None,
        units: float | None = None,
        value_usd: float | None = None,
        commodity: str | None = None,
        time_value: float | None = None,
        ship: str | None = None,
        ice_class: str | None = None,
        avoid: Sequence[str] = (),
        via: Sequence[str] = (),
        allow: Sequence[str] = (),
        goods_origin: str | None = None,
        with_restricted: bool = False,
        strict_status: bool = False,
        max_snap_km: float | None = None,
        deadline_days: float | None = None,
        draws: int | None = None,
        seed: int | None = None,
        scenario: str | Sequence[str | dict[str, str]] = (),
        geometry: str | None = "geojson",
    ) -> Plan:
        """The materially different ways from door to door, best first.

        `depart`, `as_of`: days, today unless given. `cargo`: container, general, dry-bulk, crude,
        products, lng, ro-ro, project. `teu` twenty-foot units, `mass_t` tonnes, `volume_m3` cubic
        metres, `value_usd` US dollars, `time_value` per cent of the value a day. `avoid`, `via`,
        `allow`: names of passages, countries, ports, corridors. `goods_origin`: country that the goods
        were made in, for what may be traded. `scenario`: ids or `{"toml": ...}`. `geometry=None` leaves
        out the courses, which maps are drawn from.

        Raises `CorridorError` for what is misspelt or makes no sense, `NoRouteError` where nothing
        leads there or the trade is barred.
        """
        fields = _given(locals(), {"origin": "from", "destination": "to", "goods_origin": "origin"})
        return Plan(self._ask("plan", fields))

    def distance(
        self,
        origin: Place,
        destination: Place,
        *,
        mode: str = "sea",
        avoid: Sequence[str] = (),
        allow: Sequence[str] = (),
        on: Day = None,
        strict_status: bool = False,
        max_snap_km: float | None = None,
    ) -> Distance:
        """The shortest way in one mode (sea, rail, road), as distance tables have it.

        `distance_m` metres along the network, `geometry` its course as GeoJSON, `passages` in order.
        """
        fields = _given(locals(), {"origin": "from", "destination": "to"})
        return Distance(self._ask("distance", fields))

    def places(self, text: str, *, limit: int | None = None) -> list[Answer]:
        """What a name stands for, best first: `name`, `locode`, `country`, `at` (lon, lat), `population`."""
        fields = _given(locals(), {"text": "q"})
        return cast("list[Answer]", Answer(self._ask("places", fields)).places)

    def compare(
        self,
        origin: Place,
        destination: Place,
        *,
        scenario: str | Sequence[str | dict[str, str]],
        goods_origin: str | None = None,
        **question: Any,
    ) -> Answer:
        """The same question in several worlds (`"base"` is the world as it is); the first is compared with.

        Further arguments are those of `plan`. With `hs`, `goods_origin` and `value_usd`, landed cost and
        duty stand beside time and cost, with the arguments of `landed_cost`; `suppose` gives the duty under
        an agreement that a scenario supposes.
        """
        fields = _given(locals(), {"origin": "from", "destination": "to", "goods_origin": "origin"})
        return Answer(self._ask("compare", fields))

    def landed_cost(
        self,
        origin: Place,
        destination: Place,
        *,
        hs: str,
        goods_origin: str,
        value_usd: float,
        **question: Any,
    ) -> Answer:
        """What goods cost at the buyer's door by each way: carriage, duty, taxes, fees.

        `hs`: code of the goods, six digits or a national line; `goods_origin`: country that they were
        made in; `value_usd`. Further arguments are those of `plan` and of landed cost: `incoterm`,
        `duty="10%"`, `suppose=["india-eaeu-fta=0"]`, `tax_percent`, `fees_usd`, `insurance_percent`,
        `freight_usd`, `charge`, `without`, `quantity`, `unit`, `rate`, `valuation`, ... Amounts are
        texts, as exact as written.
        """
        fields = _given(locals(), {"origin": "from", "destination": "to", "goods_origin": "origin"})
        return Answer(self._ask("landed-cost", fields))

    def trade_effect(self, **question: Any) -> Answer:
        """What an agreement, a duty or a cost of trade does to trade and real income by country.

        `suppose=["india-eaeu-fta=0"]`, `scenario` (what it does to ways counts), `change`, `table`, `duties` (texts of CSV files), `elasticity`,
        `closure`, `one_sector`, `steps`, `draws`, `seed`, `as_of`.
        """
        return Answer(self._ask("trade-effect", _plain(question)))

    def appraise(
        self,
        project: str | PathLike[str] | None = None,
        *,
        cash_flow: Any = None,
        tables: dict[str, str] | None = None,
        **question: Any,
    ) -> Answer:
        """What a project or a cash flow is worth: present value, rates of return, ledger, risk.

        `project`: a `project.toml` as a path, or its text; tables that it names are read beside a path, or
        given as `tables` (name: text). Or `cash_flow`: a CSV text `year,amount_usd` or pairs (year, dollars),
        with `rate="10%"`, and if need be `finance_rate`, `reinvest_rate`, `base_year`. A project takes
        `preset`, `draws` and `seed`. Dollars are of the price year at the base year; rates are fractions.
        """
        fields = _plain(question)
        if project is not None:
            fields["project"], beside = _project(project)
            fields["tables"] = {**beside, **(tables or {})}
        if cash_flow is not None:
            fields["cash_flow"] = _cash_flow(cash_flow)
        return Answer(self._ask("appraise", fields))

    def flows(
        self,
        demand: Any = "sample",
        *,
        scenario: str | Sequence[str | dict[str, str]] = (),
        avoid: Sequence[str] = (),
        allow: Sequence[str] = (),
        select: Sequence[str] = (),
        skip_bad_rows: bool = False,
        capacities: Any = None,
        preload: Any = None,
        no_capacities: bool = False,
        zones: Any = None,
        split_at_10_percent: float | None = None,
        fit: bool = False,
        counts: Any = None,
        no_constants: bool = False,
        with_restricted: bool = False,
        strict_status: bool = False,
        depart: Day = None,
        as_of: Day = None,
        max_snap_km: float | None = None,
    ) -> Answer:
        """How a demand of tonnes a year spreads over the corridors, within what facilities can carry.

        `demand`: `"sample"`, the text of a CSV file, a file (`pathlib.Path`), a pandas or polars frame,
        Arrow, a dict of columns or a list of dicts, with the columns `origin, destination, commodity,
        tonnes` (or `teu`, or `value_usd`), or those of BACI or Comtrade (`docs/methods/flows.md`). `capacities`,
        `preload`, `zones`, `counts`: tables of your own, given in the same ways. `select`: facilities whose users are told.
        With `scenario` or `avoid` the answer is compared with the world without. Gives `demand_t`,
        `shipped_t`, `unserved_t`, `facilities`, `od`, `routes`, `changes`, ...: tonnes a year, hours, US
        dollars. Every pair of places and goods is planned, which takes some tenths of a second each; Ctrl-C
        is heard when it has ended.
        """
        tables = {"demand": demand, "capacities": capacities, "preload": preload, "zones": zones, "counts": counts}
        tables = {name: csv_text(table) for name, table in tables.items() if table is not None}
        fields = _given({**locals(), **tables}, {}, beside=("tables",))
        return Answer(self._ask("flows", fields))

    def corridors(self, **question: Any) -> Answer:
        """The named corridors with their state on a day (`as_of`)."""
        return Answer(self._ask("corridors", _plain(question)))

    def agreements(self, **question: Any) -> Answer:
        """What is agreed between whom on a day: `as_of`, `party`, `kind`, ..."""
        return Answer(self._ask("agreements", _plain(question)))

    def restrictions(self, origin: Place, destination: Place, **question: Any) -> Answer:
        """What states have declared of trade between two countries: `hs`, `as_of`."""
        fields = _given(locals(), {"origin": "from", "destination": "to"})
        return Answer(self._ask("restrictions", fields))

    def scenarios(self, **question: Any) -> Answer:
        """The scenarios that ship, or one in full."""
        return Answer(self._ask("scenarios", _plain(question)))

    def season(self, passage: str, **question: Any) -> Answer:
        """The year of a passage or route by ice class: when which ship may pass, and how fast."""
        fields = _given(locals(), {"passage": "id"})
        return Answer(self._ask("season", fields))

    def parameters(self, **question: Any) -> Answer:
        """The figures in force, each with source, year and confidence."""
        return Answer(self._ask("parameters", _plain(question)))

    def dataset(self) -> Answer:
        """What the network holds: file, build, counts by mode."""
        return Answer(self._ask("dataset", {}))

    def pairs(
        self,
        pairs: Any,
        *,
        mode: str = "sea",
        avoid: Sequence[str] = (),
        allow: Sequence[str] = (),
        on: Day = None,
        strict_status: bool = False,
        max_snap_km: float | None = None,
        threads: int | None = None,
        progress: Progress | None = None,
    ) -> Table:
        """Distances of many pairs in one mode.

        `pairs`: anything with `__arrow_c_stream__` (pyarrow, polars, pandas, duckdb), a pandas frame, a
        dict of columns, or a list of (origin, destination). Columns: `id` (numbers from 1 where there is
        none), and `from_lon, from_lat, to_lon, to_lat` in degrees or places `from, to`; `origin` and
        `destination` mean these too. Gives a row a pair, in order: `id, distance_m, from_snap_m,
        to_snap_m, status`; `status` is `ok`, a reason, or `bad-row`, of which a `BadRowWarning` says more.
        `progress(done, of)` is called now and then. Ctrl-C ends it.
        """
        fields = _given(locals(), {}, beside=("pairs", "threads", "progress"))
        options = _json("pairs", fields)
        rows = pairs_table(pairs)
        table, bad = self._core.pairs(rows, options, threads, _of(rows, progress))
        return _warned(table, bad)

    def plans(
        self,
        pairs: Any,
        *,
        threads: int | None = None,
        progress: Progress | None = None,
        **question: Any,
    ) -> Table:
        """Plans of many pairs, a row for each itinerary and one for a pair without any.

        `pairs` as for `pairs`; rows may have their own `depart`, `teu`, `mass_t`, `value_usd`. Further
        arguments are those of `plan` and hold for all rows. Columns: `id, from, to, itinerary, corridors, passages,
        duration_s, duration_p50_s, duration_p90_s, on_time_probability, distance_m, cost_usd, co2e_kg,
        legs, modes, status`.
        """
        fields = _plain(question)
        if "goods_origin" in fields:
            fields["origin"] = fields.pop("goods_origin")
        # The places of the question do not count: rows have their own.
        whole = _json("plan", {"from": "", "to": "", **fields})
        rows = pairs_table(pairs)
        table, bad = self._core.plans(rows, whole, threads, _of(rows, progress))
        return _warned(table, bad)

    def legs(self, pairs: Any, *, threads: int | None = None, **question: Any) -> Any:
        """The legs of the plans of pairs with their courses, as a pyarrow.Table; needs pyarrow.

        `pairs` and the further arguments are as for `plans`. Columns: `id, itinerary, leg, kind, name, from,
        to, corridors, distance_m, duration_s, cost_usd, co2e_kg, status, geometry`; `geometry` is WKB in
        longitude and latitude. A pair without a plan has one row, whose `status` says why. Written by
        `pyarrow.parquet.write_table` it is GeoParquet 1.1, which GeoPandas and QGIS open.
        """
        fields = _given({"question": question}, {"goods_origin": "origin"})
        fields["geometry"] = "geojson"

        def ask(origin: str, destination: str, more: dict[str, Any]) -> dict[str, Any]:
            own = {name: _field(value) for name, value in more.items()}
            return self._ask("plan", {"from": origin, "to": destination, **own})

        return legs(ask, pairs, fields, threads)

    def matrix(
        self,
        origins: Any,
        destinations: Any = None,
        *,
        mode: str = "sea",
        weight: str | None = None,
        skim: Sequence[str] = (),
        teu: float | None = None,
        mass_t: float | None = None,
        ice_class: str | None = None,
        avoid: Sequence[str] = (),
        allow: Sequence[str] = (),
        on: Day = None,
        strict_status: bool = False,
        max_snap_km: float | None = None,
        layout: str = "long",
        memory: int = 1 << 30,
        threads: int | None = None,
        progress: Progress | None = None,
    ) -> Table:
        """All origins to all destinations (the origins unless given), by sea, rail, road or `all`.

        Points: anything with `__arrow_c_stream__`, a (Geo)DataFrame, a dict of columns (`id` with `lon,
        lat` or `place`), or a list of places. `skim`: distance, time, cost, co2e, metres in a country
        (`IR`) or through a passage (`suez`); time, cost and co2e need mode `all`. `layout`: `long`, a row
        a cell, or `wide`, a row an origin. `memory`: bytes that blocks of cells may take.
        """
        if layout not in ("long", "wide"):
            raise ValueError(f"layout {layout!r} is neither 'long' nor 'wide'")
        beside = ("origins", "destinations", "layout", "memory", "threads", "progress")
        options = _json("matrix", _given(locals(), {}, beside=(*beside, "beside")))
        rows = points_table(origins)
        columns = rows if destinations is None else points_table(destinations)
        if columns is rows and not isinstance(rows, Table):
            # A stream can be read once; a frame gives a new one each time, a relation does not.
            columns = points_table(origins)
        wide = layout == "wide"
        return cast(Table, self._core.matrix(rows, columns, options, wide, memory, threads, progress))


def _files(given: Iterable[Any], *, of_names: bool) -> list[Any]:
    """Files as (name, text); of what may be an id, only what lies there or is a path is a file."""
    if isinstance(given, (str, PathLike)):
        given = [given]
    found: list[Any] = []
    for one in given:
        is_id = of_names and isinstance(one, str) and not one.endswith(".toml")
        found.append(one if is_id else (str(one), Path(one).read_text(encoding="utf-8")))
    return found


def _given(
    arguments: dict[str, Any], renamed: dict[str, str], beside: Sequence[str] = ()
) -> dict[str, Any]:
    """The arguments of a call that say something, by the names of the API; those `beside` are no part."""
    fields: dict[str, Any] = {}
    question = arguments.pop("question", {})
    for name, value in {**arguments, **question}.items():
        if name == "self" or name in beside or value is None or value is False:
            continue
        if isinstance(value, (list, tuple)) and not value and name not in ("origin", "destination"):
            continue
        api = renamed.get(name, name)
        is_place = api in ("from", "to")
        fields[api] = place(value) if is_place else _field(value)
    return fields


def _project(project: str | PathLike[str]) -> tuple[str, dict[str, str]]:
    """The text of a project, and of the tables beside its file that it names."""
    if isinstance(project, str) and "\n" in project:
        return project, {}
    path = Path(project)
    text = path.read_text(encoding="utf-8")
    beside = {name: path.parent / name for name in _corridor.project_tables(str(path), text)}
    return text, {name: table.read_text(encoding="utf-8") for name, table in beside.items()}


def _cash_flow(flow: Any) -> str:
    if isinstance(flow, str):
        return flow
    pairs = flow.items() if isinstance(flow, dict) else flow
    return "year,amount_usd\n" + "".join(f"{year},{amount}\n" for year, amount in pairs)


def _plain(question: dict[str, Any]) -> dict[str, Any]:
    return {name: _field(value) for name, value in question.items() if value is not None}


def _field(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    return value


@functools.cache
def _lists(name: str) -> frozenset[str]:
    """The fields of a question that hold lists."""
    properties = json.loads(_corridor.fields(name)).get("properties", {})
    return frozenset(field for field, schema in properties.items() if schema.get("type") == "array")


def _json(name: str, fields: dict[str, Any]) -> str:
    """A question as JSON; one text stands for a list of one."""
    lists = _lists(name)
    whole = {
        field: [value] if field in lists and not isinstance(value, list) else value
        for field, value in fields.items()
    }
    try:
        return json.dumps(whole, allow_nan=False)
    except ValueError as error:
        raise ValueError("a number of the question is not finite") from error


def _of(rows: Any, progress: Progress | None) -> Progress | None:
    """`progress` with the number of rows, where the table knows it; a stream does not."""
    if progress is None or not hasattr(rows, "__len__"):
        return progress
    told, all_rows = progress, len(rows)
    return lambda done, of: told(done, all_rows if of is None else of)


def _warned(table: Table, bad: list[str]) -> Table:
    if bad:
        told = "\n".join(bad)
        warnings.warn(f"rows that cannot be answered:\n{told}", BadRowWarning, stacklevel=3)
    return table
