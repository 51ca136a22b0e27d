"""Measures the module as `docs/measurements.md` tells it. One measurement a call, since several touch what is kept.

    python crates/corridor-py/measure.py start            import, first and second distance, each in a new process
    python crates/corridor-py/measure.py pairs [ROWS]     pairs by rail from a pandas frame to Parquet
    python crates/corridor-py/measure.py beside PROGRAM   plans and matrix cells, beside the program on the same tables
    python crates/corridor-py/measure.py spark [PAIRS]    plans on Spark, local[2], beside the plain table

Processor seconds are those of all threads and children, so they mean something on a busy machine too.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Capitals and ports all over the world; codes, so that nothing is looked up by name.
PLACES = (
    "INNSA INMAA INCCU CNSHA CNTAO CNSZX SGSIN MYPKG THLCH VNSGN IDJKT PHMNL KRPUS JPYOK TWKHH LKCMB PKKHI BDCGP IRBND "
    "AEJEA SAJED OMSLL EGPSD EGALY TRMER GRPIR ITGOA ITTRS ESVLC ESALG PTSIE FRLEH FRMRS BEANR NLRTM DEHAM DEBRV PLGDN "
    "SEGOT NOOSL FIHEL RULED RUVVO GBFXT GBLON IEDUB MAPTM NGAPP GHTEM CIABJ ZADUR ZACPT KEMBA TZDAR BRSSZ ARBUE CLVAP "
    "PECLL COCTG PAMIT MXZLO MXVER USNYC USSAV"
).split()
DEPART = "2026-12-01"


@contextmanager
def timed(what: str, count: int = 0) -> Iterator[None]:
    def processor() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used)

    wall, before = time.perf_counter(), processor()
    yield
    wall, used = time.perf_counter() - wall, processor() - before
    rate = f", {count / wall:,.0f}/s, {count / used:,.0f} per processor second" if count else ""
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{what}: {wall:.2f} s, {used:.2f} s processor{rate}; at most {peak // 1024} MB")


def start() -> None:
    code = (
        "import time; a = time.perf_counter(); import corridor; b = time.perf_counter();"
        "corridor.distance({0}); c = time.perf_counter(); corridor.distance({0}); d = time.perf_counter();"
        "print(b - a, c - b, d - c)"
    )
    for name, ends in (("ports", "'INNSA', 'NLRTM'"), ("positions", "(72.9, 18.9), (4.0, 51.9)")):
        runs = []
        for _ in range(5):
            told = subprocess.run([sys.executable, "-c", code.format(ends)], capture_output=True, text=True, check=True)
            runs.append([float(word) for word in told.stdout.split()])
        median = [statistics.median(run[n] for run in runs) * 1000 for n in range(3)]
        print(f"{name}: import {median[0]:.0f} ms, first distance {median[1]:.0f} ms, second {median[2]:.1f} ms (medians of 5)")


def pairs(rows: str = "1000000") -> None:
    import pandas
    import pyarrow
    import pyarrow.parquet

    import corridor

    dice = random.Random(1)
    # Points of Europe and Asia, where there are railways.
    count, box = int(rows), (-8, 110, 30, 60)
    west, east, south, north = box
    frame = pandas.DataFrame(
        {
            "id": range(count),
            **{f"{end}_lon": [dice.uniform(west, east) for _ in range(count)] for end in ("from", "to")},
            **{f"{end}_lat": [dice.uniform(south, north) for _ in range(count)] for end in ("from", "to")},
        }
    )
    with tempfile.TemporaryDirectory() as folder, timed(f"{count:,} pairs by rail", count):
        answer = corridor.pairs(frame, mode="rail", max_snap_km=500)
        pyarrow.parquet.write_table(pyarrow.table(answer), Path(folder) / "out.parquet")
    answered = pyarrow.table(answer)["status"].to_pylist().count("ok")
    print(f"{answered:,} of them have a way")


def _pairs_file(folder: Path, count: int) -> tuple[Any, Path]:
    import pyarrow
    import pyarrow.parquet

    dice = random.Random(2)
    ends = [dice.sample(PLACES, 2) for _ in range(count)]
    table = pyarrow.table({"id": [str(n) for n in range(count)], "from": [o for o, _ in ends], "to": [d for _, d in ends]})
    pyarrow.parquet.write_table(table, folder / "pairs.parquet")
    return table, folder / "pairs.parquet"


def beside(program: str) -> None:
    import pyarrow
    import pyarrow.parquet

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _, file = _pairs_file(folder, 400)
        ports = pyarrow.table({"id": PLACES * 16, "place": PLACES * 16})
        ports = ports.set_column(0, "id", [[f"{n}" for n in range(len(ports))]])
        pyarrow.parquet.write_table(ports, folder / "ports.parquet")
        out = f"pyarrow.parquet.write_table(pyarrow.table(answer), {str(folder / 'py.parquet')!r})"
        head = "import corridor, pyarrow, pyarrow.parquet;"
        read = f"pyarrow.parquet.read_table({str(file)!r})"
        points = f"pyarrow.parquet.read_table({str(folder / 'ports.parquet')!r})"
        cells = len(ports) ** 2
        tasks: list[tuple[str, int, str, list[str]]] = [
            ("400 plans", 400, f"answer = corridor.plans({read}, depart={DEPART!r});", ["plan", "--input", str(file), "--depart", DEPART]),
            (
                f"{cells:,} cells by sea",
                cells,
                f"answer = corridor.matrix({points}, mode='sea');",
                ["matrix", "--mode", "sea", *(word for side in ("origins", "destinations") for word in (f"--{side}", str(folder / "ports.parquet")))],
            ),
        ]
        for what, count, code, arguments in tasks:
            for _ in range(2):
                with timed(f"{what} from Python, a process", count):
                    subprocess.run([sys.executable, "-c", head + code + out], check=True)
                result = folder / "program.parquet"
                with timed(f"{what} by the program", count):
                    subprocess.run([program, *arguments, "--output", str(result)], check=True, stderr=subprocess.DEVNULL)
                result.unlink()


def spark(count: str = "4000") -> None:
    os.environ["RAYON_NUM_THREADS"] = "2"
    import pyarrow
    import pyarrow.parquet

    import corridor
    from corridor import spark as cs

    with tempfile.TemporaryDirectory() as name:
        folder, number = Path(name), int(count)
        table, file = _pairs_file(folder, number)
        corridor.plans(table.slice(0, 2), depart=DEPART)
        with timed(f"{number:,} plans, plain", number):
            alone = pyarrow.table(corridor.plans(table, depart=DEPART).widened())
        from pyspark.sql import SparkSession

        os.environ["RAYON_NUM_THREADS"] = "1"
        with timed("start of Spark"):
            builder = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
            session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "250").getOrCreate()
            session.sparkContext.setLogLevel("ERROR")
        answer: Callable[[Any], Any] = cs.plans(depart=DEPART)
        # Workers open their engine and make the world of the day before the clock starts.
        session.createDataFrame([("a", "INNSA", "NLRTM"), ("b", "CNSHA", "DEHAM")], "id string, `from` string, `to` string").repartition(2).mapInArrow(answer, cs.PLANS).count()
        with timed(f"{number:,} plans on Spark local[2]", number):
            frame = session.read.parquet(str(file)).repartition(16)
            frame.mapInArrow(answer, cs.PLANS).write.parquet(str(folder / "out"))
        came = pyarrow.parquet.read_table(folder / "out")
        keys = [("id", "ascending"), ("itinerary", "ascending")]
        same = came.cast(alone.schema).sort_by(keys).equals(alone.sort_by(keys))
        print(f"{came.num_rows:,} rows; {'the same' if same else 'NOT the same'} as the plain table")
        session.stop()


if __name__ == "__main__":
    {"start": start, "pairs": pairs, "beside": beside, "spark": spark}[sys.argv[1]](*sys.argv[2:])
