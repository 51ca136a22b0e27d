"""Tables in, tables out."""

import os
import signal
import threading
import warnings

import duckdb
import geopandas
import pandas
import polars
import pyarrow
import pytest

import corridor
from corridor import _corridor, spark

PAIRS = {
    "id": ["a", "b"],
    "from_lon": [72.9, 121.9],
    "from_lat": [18.9, 31.2],
    "to_lon": [4.0, 9.9],
    "to_lat": [51.9, 53.5],
}


def test_pairs_come_from_any_table_and_go_to_any():
    expected = corridor.pairs(PAIRS, mode="sea").to_dict()
    assert expected["id"] == ["a", "b"]
    assert expected["distance_m"][0] == pytest.approx(11_641_000, rel=0.01)
    relation = duckdb.sql("select * from t") if (t := pyarrow.table(PAIRS)) else None
    for table in (pandas.DataFrame(PAIRS), polars.DataFrame(PAIRS), t, relation):
        assert corridor.pairs(table, mode="sea").to_dict() == expected
    answer = corridor.pairs(PAIRS, mode="sea")
    assert len(answer) == 2
    assert pyarrow.table(answer).to_pydict() == expected
    assert polars.DataFrame(answer).to_dict(as_series=False) == expected
    assert pandas.DataFrame.from_arrow(answer)["status"].tolist() == ["ok", "ok"]
    assert duckdb.sql("select sum(distance_m) from answer").fetchall()[0][0] > 0


def test_the_same_buffers_cross_the_boundary():
    answer = corridor.pairs(PAIRS, mode="sea")
    first, second = (pyarrow.table(answer).column("distance_m").chunk(0) for _ in range(2))
    assert first.buffers()[1].address == second.buffers()[1].address


def test_pairs_by_name_and_without_ids():
    by_name = corridor.pairs([("INNSA", "NLRTM"), ("Mumbai", "Rotterdam")]).to_dict()
    assert by_name["id"] == ["1", "2"]
    assert by_name["distance_m"][0] == corridor.distance("INNSA", "NLRTM").distance_m
    named = corridor.pairs({"origin": ["Moscow"], "destination": ["Berlin"]}, mode="rail")
    assert named.to_dict()["status"] == ["ok"]


def test_rows_that_cannot_be_read_are_marked_and_told():
    table = {**PAIRS, "from_lat": [200.0, None]}
    with pytest.warns(corridor.BadRowWarning, match="row 1"):
        answer = corridor.pairs(table, mode="sea").to_dict()
    assert answer["status"] == ["bad-row", "bad-row"]
    with pytest.warns(corridor.BadRowWarning, match="Xyzzyabc"):
        assert corridor.pairs([("Xyzzyabc", "NLRTM")]).to_dict()["status"] == ["bad-row"]
    with pytest.raises(corridor.CorridorError, match="lacks"):
        corridor.pairs({"id": [1], "from_lon": [1.0]})
    with pytest.raises(corridor.CorridorError, match="from_lon"):
        corridor.pairs(pandas.DataFrame({**PAIRS, "from_lon": ["x", "y"]}))
    with pytest.raises(TypeError, match="no table"):
        corridor.pairs(7)
    with pytest.raises(TypeError, match="no pair"):
        corridor.pairs([("INNSA", "NLRTM", "x")])


def test_plans_have_a_row_for_each_itinerary_and_one_for_none():
    answer = corridor.plans([("Mumbai", "Rotterdam"), ("Mumbai", "Xyzzyabc")], depart="2026-12-01")
    rows = pyarrow.table(answer).to_pylist()
    alone = corridor.plan("Mumbai", "Rotterdam", depart="2026-12-01").itineraries
    told = [(row["duration_p50_s"], row["cost_usd"]) for row in rows if row["id"] == "1"]
    assert told == [(way.duration_p50_s, way.cost_usd) for way in alone]
    assert [row["status"] for row in rows if row["id"] == "2"] == ["place-unknown"]


def test_a_matrix_is_what_its_pairs_are():
    ports = ["INNSA", "CNSHA", "NLRTM"]
    long = pyarrow.table(corridor.matrix(ports, mode="sea")).to_pylist()
    for cell in long:
        if cell["origin"] == cell["destination"]:
            assert cell["distance_m"] == 0
        else:
            alone = corridor.distance(cell["origin"], cell["destination"]).distance_m
            assert cell["distance_m"] == alone
    wide = corridor.matrix(ports, mode="sea", layout="wide")
    assert wide.column_names[1:4] == ports
    points = geopandas.GeoDataFrame(
        {"id": ["a", "b"]}, geometry=geopandas.points_from_xy([72.8, 4.4], [19.0, 51.9]), crs=4326
    )
    door = corridor.matrix(points.to_crs(3857), mode="all", skim=["time", "cost"]).to_dict()
    assert door["origin"] == ["a", "a", "b", "b"]
    assert door["duration_s"][1] > 86_400
    with pytest.raises(corridor.CorridorError, match="Xyzzyabc"):
        corridor.matrix(["INNSA", "Xyzzyabc"])
    with pytest.raises(corridor.CorridorError, match="memory|bytes"):
        corridor.matrix(ports, memory=10)


def test_threads_give_the_same_and_share_an_engine():
    whole = corridor.pairs(PAIRS, mode="sea").to_dict()
    assert corridor.pairs(PAIRS, mode="sea", threads=1).to_dict() == whole
    found = []
    work = [
        threading.Thread(target=lambda: found.append(corridor.pairs(PAIRS, mode="sea").to_dict()))
        for _ in range(4)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert found == [whole] * 4


def test_progress_is_told_and_an_error_in_it_ends_the_work():
    told = []
    corridor.pairs(PAIRS, mode="sea", progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (2, 2)
    corridor.pairs(pandas.DataFrame(PAIRS), mode="sea", progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (2, 2)
    many = [("Mumbai", "Rotterdam")] * 5000

    def stop(done, of):
        if done:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        corridor.plans(many, progress=stop)


def test_ctrl_c_ends_a_long_table():
    # Shells start programs in the background with Ctrl-C ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            corridor.plans([("Mumbai", "Rotterdam")] * 20_000)
    finally:
        signal.signal(signal.SIGINT, before)
    assert corridor.distance("INNSA", "NLRTM").distance_m > 0


def test_a_forked_child_answers_after_its_parent_has():
    # Two days in one table: two worlds are made at once, by threads of their own.
    pairs = {"from": ["Mumbai", "Delhi"], "to": ["Hamburg"] * 2, "depart": ["2026-12-01", "2026-03-01"]}
    expected = corridor.plans(pairs, depart="2026-12-01").to_dict()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        same = corridor.plans(pairs, depart="2026-12-01").to_dict() == expected
        other_day = len(corridor.plans([("Mumbai", "Hamburg")], depart="2026-06-01")) > 0
        os._exit(0 if same and other_day else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_the_functions_for_spark_answer_batches_as_the_table():
    table = pyarrow.table({"id": ["a", "b", "c"], "from": ["Mumbai"] * 3, "to": ["Hamburg"] * 3})
    batches = [batch for n in range(3) for batch in table.slice(n, 1).to_batches()]
    question = {"depart": "2026-12-01"}
    answered = pyarrow.Table.from_batches(list(spark.plans(**question)(iter(batches))))
    whole = pyarrow.table(corridor.plans(table, **question).widened())
    assert answered.to_pydict() == whole.to_pydict()
    kinds = {"string": "string", "int64": "bigint", "double": "double"}
    written = ", ".join(f"{field.name} {kinds[str(field.type)]}" for field in whole.schema)
    assert written == spark.PLANS.replace("`", "")
    pairs = list(spark.pairs(mode="sea")(pyarrow.table(PAIRS).to_batches()))
    assert ", ".join(f"{f.name} {kinds[str(f.type)]}" for f in pairs[0].schema) == spark.PAIRS
    tile = pyarrow.Table.from_batches(
        list(spark.matrix(["NLRTM"], mode="sea")(pyarrow.table({"id": ["x"], "place": ["INNSA"]}).to_batches()))
    )
    assert tile.column("distance_m").to_pylist() == [corridor.distance("INNSA", "NLRTM").distance_m]
    assert spark.matrix_schema(mode="sea").startswith("origin string, destination string, distance_m")


def test_numbers_of_a_dict_keep_their_kind():
    rows = {**PAIRS, "id": [7, 9_007_199_254_740_993], "from_lon": [72, 121], "to_lat": [51.9, 53]}
    with_gap = {**rows, "id": [7, None]}
    assert corridor.pairs(rows, mode="sea").to_dict()["id"] == ["7", "9007199254740993"]
    assert corridor.pairs(with_gap, mode="sea").to_dict()["id"] == ["7", None]
    assert corridor.pairs(rows).to_dict() == corridor.pairs(pandas.DataFrame(rows)).to_dict()
    made = pyarrow.table(_corridor.columns(["a", "b", "c", "d"], [[1, None], [1, 2.5], [1, "x"], [None, None]]))
    assert [str(kind) for kind in made.schema.types] == ["int64", "double", "string", "string"]
