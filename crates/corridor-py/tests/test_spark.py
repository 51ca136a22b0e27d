"""A run on Spark itself, in which a worker dies. Skipped, and said so, where Spark or Java cannot be had."""

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


@pytest.fixture(scope="module")
def session():
    os.environ["RAYON_NUM_THREADS"] = "1"
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


def sorted_rows(table):
    return sorted(table.to_pylist(), key=lambda row: (row["id"], row.get("itinerary") or 0))


@pytest.mark.filterwarnings("ignore")
def test_a_worker_is_killed_and_every_row_is_there_once(session, tmp_path):
    asked = pairs_of(PLACES)
    pyarrow.parquet.write_table(asked, tmp_path / "pairs.parquet")
    killed = tmp_path / "killed"

    def pairs(batches):
        answered = cs.pairs(mode="sea")
        for batch in batches:
            yield from answered(iter([batch]))
            try:
                # The first worker to get here dies in the middle of its task, without a word.
                os.close(os.open(killed, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                time.sleep(0.05)
            else:
                os.kill(os.getpid(), signal.SIGKILL)

    frame = session.read.parquet(str(tmp_path / "pairs.parquet")).repartition(6)
    frame.mapInArrow(pairs, cs.PAIRS).write.parquet(str(tmp_path / "out"))
    assert killed.exists(), "no worker was killed, so nothing was tried"
    came = pyarrow.parquet.read_table(tmp_path / "out")
    alone = pyarrow.table(corridor.pairs(asked, mode="sea").widened())
    assert sorted_rows(came) == sorted_rows(alone)
    assert came.num_rows == asked.num_rows


@pytest.mark.filterwarnings("ignore")
def test_plans_on_spark_are_those_of_the_table(session, tmp_path):
    asked = pairs_of(PLACES[:4])
    pyarrow.parquet.write_table(asked, tmp_path / "pairs.parquet")
    frame = session.read.parquet(str(tmp_path / "pairs.parquet")).repartition(3)
    frame.mapInArrow(cs.plans(depart="2026-12-01"), cs.PLANS).write.parquet(str(tmp_path / "out"))
    came = pyarrow.parquet.read_table(tmp_path / "out")
    alone = pyarrow.table(corridor.plans(asked, depart="2026-12-01").widened())
    assert sorted_rows(came) == sorted_rows(alone)
    assert set(came.column("status").to_pylist()) == {"ok"}
