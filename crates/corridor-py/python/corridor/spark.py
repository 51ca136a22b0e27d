"""Corridor on Spark: functions for `DataFrame.mapInArrow`.

    from corridor import spark as cs
    pairs = session.read.parquet("pairs.parquet")          # id, from, to
    pairs.mapInArrow(cs.plans(depart="2026-12-01"), cs.PLANS).write.parquet("plans.parquet")

Each function answers record batches by the engine of its worker process, which opens once (a fraction of a
second). Spark commits the rows of a task once, whatever happens to a worker meanwhile. Spark has no
unsigned integers, so numbers are 64 bits here. Set `spark.sql.execution.arrow.maxRecordsPerBatch` to some
hundreds for plans, thousands for pairs, and `spark.executorEnv.RAYON_NUM_THREADS` to the cores of a task.
Nothing here imports Spark: the functions take and give `pyarrow.RecordBatch` and are tested without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

PAIRS = "id string, distance_m bigint, from_snap_m bigint, to_snap_m bigint, status string"
"""The schema of `pairs`, as Spark writes it."""

PLANS = (
    "id string, `from` string, `to` string, itinerary bigint, corridors string, passages string, duration_s bigint, "
    "duration_p50_s bigint, duration_p90_s bigint, on_time_probability double, distance_m bigint, "
    "cost_usd double, co2e_kg double, legs bigint, modes string, status string"
)
"""The schema of `plans`."""

Batches = Iterator[Any]


def pairs(**options: Any) -> Callable[[Batches], Batches]:
    """Distances of pairs; `options` are those of `corridor.pairs`."""
    return _answered("pairs", options)


def plans(**question: Any) -> Callable[[Batches], Batches]:
    """Itineraries of pairs, a row each; `question` is as for `corridor.plans`."""
    return _answered("plans", question)


def matrix(destinations: Any, **options: Any) -> Callable[[Batches], Batches]:
    """A tile of a matrix for each batch of origins, to all `destinations` (a list or a table).

    Its schema follows from `options`: `matrix_schema(**options)` writes it.
    """
    return _answered("matrix", options, destinations)


def matrix_schema(**options: Any) -> str:
    """The schema of `matrix` with these options, found by asking for one cell."""
    import pyarrow

    import corridor

    table = pyarrow.table(corridor.matrix(["NLRTM"], ["INNSA"], **options).widened())
    kinds = {"int64": "bigint", "double": "double", "string": "string"}
    return ", ".join(f"{field.name} {kinds[str(field.type)]}" for field in table.schema)


def _answered(name: str, options: dict[str, Any], *more: Any) -> Callable[[Batches], Batches]:
    def answer(batches: Batches) -> Batches:
        import pyarrow

        import corridor

        for batch in batches:
            if batch.num_rows == 0:
                continue
            table = pyarrow.Table.from_batches([batch])
            answers = getattr(corridor, name)(table, *more, **options)
            yield from pyarrow.table(answers.widened()).to_batches()

    return answer
