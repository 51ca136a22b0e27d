"""Runs on Spark itself, in some of which a worker dies. Skipped, and said so, where Spark or Java cannot be had."""

import io
import os
import shutil
import signal
import time

import pyarrow
import pyarrow.parquet
import pytest

import corridor
from corridor import spark as cs

pyspark_sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("there is no Java for Spark", allow_module_level=True)

PLACES = ["INNSA", "CNSHA", "SGSIN", "NLRTM", "DEHAM", "ITGOA", "ZADUR", "BRSSZ", "USNYC", "JPYOK"]
DEPART = "2026-12-01"


@pytest.fixture(scope="module")
def session():
    os.environ["RAYON_NUM_THREADS"] = "1"
    # Two cores; a task may fail three times. Plain `local[2]` gives up at the first.
    builder = pyspark_sql.SparkSession.builder.master("local[2,4]").appName("corridor")
    builder = builder.config("spark.ui.enabled", "false").config("spark.driver.bindAddress", "127.0.0.1")
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "20")
    session = builder.config("spark.sql.shuffle.partitions", "10").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def pairs_of(places):
    rows = [(o, d) for o in places for d in places if o != d]
    columns = {"id": [f"{o}-{d}" for o, d in rows], "from": [o for o, _ in rows], "to": [d for _, d in rows]}
    return pyarrow.table(columns)


def sorted_bytes(table, keys):
    """A table as a Parquet file, its rows in the order of `keys`: equal bytes are equal tables."""
    plain = pyarrow.schema([pyarrow.field(field.name, field.type) for field in table.schema])
    table = table.cast(plain).sort_by([(key, "ascending") for key in keys]).combine_chunks()
    file = io.BytesIO()
    pyarrow.parquet.write_table(table, file)
    return file.getvalue()


def killed_once(answer, marker):
    """`answer`, in which the first worker that has handed out a batch dies without a word."""

    def dying(batches):
        for batch in batches:
            yield from answer(iter([batch]))
            try:
                os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                time.sleep(0.05)
            else:
                os.kill(os.getpid(), signal.SIGKILL)

    return dying


def on_spark(session, folder, asked, answer, schema, parts):
    pyarrow.parquet.write_table(asked, folder / "asked.parquet")
    frame = session.read.parquet(str(folder / "asked.parquet")).repartition(parts)
    frame.mapInArrow(answer, schema).write.parquet(str(folder / "out"))
    return pyarrow.parquet.read_table(folder / "out")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kill", [False, True])
def test_distances_are_those_of_the_table_though_a_worker_is_killed(session, tmp_path, kill):
    asked, marker = pairs_of(PLACES), tmp_path / "killed"
    answer = cs.pairs(mode="sea")
    came = on_spark(session, tmp_path, asked, killed_once(answer, marker) if kill else answer, cs.PAIRS, 6)
    assert marker.exists() is kill, "no worker was killed, so nothing was tried"
    alone = pyarrow.table(corridor.pairs(asked, mode="sea").widened())
    assert came.num_rows == asked.num_rows == len(set(came["id"].to_pylist()))
    assert sorted_bytes(came, ["id"]) == sorted_bytes(alone, ["id"])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kill", [False, True])
def test_plans_are_those_of_the_table_though_a_worker_is_killed(session, tmp_path, kill):
    asked, marker = pairs_of(PLACES[:7]), tmp_path / "killed"
    answer = cs.plans(depart=DEPART)
    came = on_spark(session, tmp_path, asked, killed_once(answer, marker) if kill else answer, cs.PLANS, 4)
    assert marker.exists() is kill, "no worker was killed, so nothing was tried"
    alone = pyarrow.table(corridor.plans(asked, depart=DEPART).widened())
    assert set(came["id"].to_pylist()) == set(asked["id"].to_pylist())
    assert sorted_bytes(came, ["id", "itinerary"]) == sorted_bytes(alone, ["id", "itinerary"])


@pytest.mark.filterwarnings("ignore")
def test_a_matrix_in_tiles_is_the_whole(session, tmp_path):
    options = {"mode": "all", "weight": "time", "skim": ["time", "cost"], "on": DEPART}
    origins = pyarrow.table({"id": PLACES, "place": PLACES})
    came = on_spark(session, tmp_path, origins, cs.matrix(PLACES[:3], **options), cs.matrix_schema(**options), 3)
    alone = pyarrow.table(corridor.matrix(PLACES, PLACES[:3], **options).widened())
    assert came.num_rows == 30
    assert sorted_bytes(came, ["origin", "destination"]) == sorted_bytes(alone, ["origin", "destination"])


@pytest.mark.filterwarnings("ignore")
def test_a_row_that_cannot_be_answered_is_a_row(session, tmp_path):
    asked = pyarrow.table({"id": ["a", "b"], "from": ["INNSA", "Xyzzyabc"], "to": ["NLRTM", "NLRTM"]})
    came = on_spark(session, tmp_path, asked, cs.pairs(mode="sea"), cs.PAIRS, 1).sort_by("id")
    assert came["status"].to_pylist() == ["ok", "bad-row"]
