"""Courses: pictures, pages, tables of legs, GeoParquet."""

import json
import struct
import xml.etree.ElementTree

import duckdb
import geopandas
import geoparquet_validator
import pyarrow
import pyarrow.parquet
import pytest
import shapely

import corridor
from corridor._legs import wkb

PLAN = corridor.plan("Mumbai", "Moscow", depart="2026-12-01")


def test_a_plan_is_drawn_as_a_picture_and_as_a_page(tmp_path):
    picture = PLAN.to_svg(tmp_path / "map.svg", width=600)
    root = xml.etree.ElementTree.fromstring(picture)
    assert root.attrib["width"] == "600"
    assert (tmp_path / "map.svg").read_text() == picture
    page = PLAN.to_html(tmp_path / "plan.html")
    assert page.startswith("<!doctype html>") and "Moscow" in page
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []
    shown = PLAN._repr_html_()
    assert "data:image/svg+xml;base64," in shown and "<script" not in shown
    without = corridor.plan("Mumbai", "Moscow", depart="2026-12-01", geometry=None)
    assert "<img" not in without._repr_html_() and "<table>" in without._repr_html_()
    with pytest.raises(ValueError, match="no courses"):
        without.to_svg()


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    with pytest.raises(OSError):
        PLAN.to_html(tmp_path / "no-such-folder" / "plan.html")
    assert list(tmp_path.iterdir()) == []


def test_a_frame_of_legs_has_their_quantities():
    frame = PLAN.to_geopandas()
    assert frame.crs.to_epsg() == 4326
    first = frame[frame["itinerary"] == "1"]
    assert first["cost_usd"].sum() == pytest.approx(PLAN.itineraries[0].cost_usd, rel=0.01)
    assert set(frame["kind"]) >= {"road", "sea"}


def test_legs_are_geoparquet_that_others_open(tmp_path):
    file = tmp_path / "legs.parquet"
    pairs = [("Mumbai", "Moscow"), ("Yokohama", "Los Angeles"), ("Mumbai", "Xyzzyabc")]
    table = corridor.legs(pairs, depart="2026-12-01")
    pyarrow.parquet.write_table(table, file)
    report = geoparquet_validator.check(str(file))
    assert geoparquet_validator.failed(report, "core") == [], report
    assert sum(outcome["status"] == "pass" for outcome in report["outcomes"]) > 5
    frame = geopandas.read_parquet(file)
    assert frame.crs == "OGC:CRS84"
    ours = frame[frame["id"] == "1"]
    assert ours["duration_s"].sum() == sum(leg.duration_s for way in PLAN.itineraries for leg in way.legs)
    # What the file says of its bounds is where its courses are, and no line goes round the world.
    said = json.loads(pyarrow.parquet.read_metadata(file).metadata[b"geo"])["columns"]["geometry"]
    assert said["bbox"] == pytest.approx(list(frame.total_bounds))
    assert set(said["geometry_types"]) == set(frame.geom_type.dropna())
    assert "MultiLineString" in said["geometry_types"]
    assert frame[frame["id"] == "3"]["status"].tolist() == ["place-unknown"]
    assert frame[frame["id"] == "3"].geometry.isna().all()
    read = duckdb.sql(f"select count(*), sum(distance_m) from '{file}'").fetchall()
    assert read[0] == (len(table), sum(d for d in table["distance_m"].to_pylist() if d is not None))
    one = PLAN.to_table()
    assert one.schema == table.schema.with_metadata(one.schema.metadata)


def test_courses_as_binary_are_what_they_were():
    for course in (
        {"type": "Point", "coordinates": [1.5, -2.0]},
        {"type": "LineString", "coordinates": [[1, 2], [3, 4.5]]},
        {"type": "MultiLineString", "coordinates": [[[179, 0], [180, 1]], [[-180, 1], [-179, 2]]]},
    ):
        assert shapely.from_wkb(wkb(course)).equals(shapely.from_geojson(json.dumps(course)))
    assert struct.unpack("<BI", wkb({"type": "Point", "coordinates": [0, 0]})[:5]) == (1, 1)


def test_rows_of_legs_have_their_own_day_and_amount():
    table = {"id": ["a", "b"], "from": ["Mumbai"] * 2, "to": ["Hamburg"] * 2, "teu": [2, 20]}
    legs = corridor.legs(table, depart="2026-12-01").to_pylist()
    cost = {row["id"]: sum(leg["cost_usd"] for leg in legs if leg["id"] == row["id"] and leg["itinerary"] == 1) for row in legs}
    assert cost["b"] > 5 * cost["a"]
    with pytest.raises(corridor.CorridorError, match="avoyd"):
        corridor.legs(table, avoyd="suez")
