"""scgraph's calls, answered here. Its package on PyPI has no tests, and it downloads its graphs."""

import json

import pytest

import corridor
from corridor.compat.scgraph import GeoGraph

SHANGHAI = {"latitude": 31.23, "longitude": 121.47}
SAVANNAH = {"latitude": 32.08, "longitude": -81.09}
MARNET = GeoGraph.load_geograph("marnet")


def test_the_example_of_its_readme_has_its_shape_and_nearly_its_length():
    answer = MARNET.get_shortest_path(SHANGHAI, SAVANNAH, output_units="km")
    assert set(answer) == {"length", "coordinate_path"}
    # Its README says 19,596 km; its lines at sea are coarser than coasts.
    assert answer["length"] == pytest.approx(19_596, rel=0.05)
    assert answer["coordinate_path"][0] == [31.23, 121.47]
    assert answer["coordinate_path"][-1] == [32.08, -81.09]


def test_units_are_those_of_one_length():
    length = {unit: MARNET.get_shortest_path(SHANGHAI, SAVANNAH, unit, length_only=True)["length"] for unit in ("km", "m", "mi", "ft")}
    assert length["m"] == pytest.approx(1000 * length["km"])
    assert length["km"] == pytest.approx(1.609344 * length["mi"])
    assert length["mi"] == pytest.approx(length["ft"] / 5280)
    with pytest.raises(ValueError, match="parsec"):
        MARNET.get_shortest_path(SHANGHAI, SAVANNAH, "parsec")


def test_paths_come_in_its_three_forms():
    def path(form):
        return MARNET.get_shortest_path(SHANGHAI, SAVANNAH, output_coordinate_path=form)

    lists = path("list_of_lists")["coordinate_path"]
    dicts = path("list_of_dicts")["coordinate_path"]
    long_first = path("list_of_lists_long_first")
    assert [[at["latitude"], at["longitude"]] for at in dicts] == lists
    assert long_first["long_first"] and [[lat, lon] for lon, lat in long_first["coordinate_path"]] == lists


def test_what_lies_off_the_network_is_counted_as_often_as_asked():
    delhi = {"latitude": 28.6, "longitude": 77.2}
    length = [
        MARNET.get_shortest_path(delhi, SAVANNAH, off_graph_circuity=factor, length_only=True)["length"]
        for factor in (0, 1, 2)
    ]
    off_graph = length[1] - length[0]
    assert off_graph > 300
    assert length[2] - length[1] == pytest.approx(off_graph)
    doubled = MARNET.distance_matrix([delhi, SAVANNAH], off_graph_circuity=2)
    assert doubled[0][1] == pytest.approx(length[2], abs=0.01)
    assert doubled[0][0] == 0


def test_a_matrix_is_what_its_paths_are():
    cities = [SHANGHAI, SAVANNAH, {"latitude": 51.9, "longitude": 4.0}]
    matrix = MARNET.distance_matrix(cities)
    for i, origin in enumerate(cities):
        for j, destination in enumerate(cities):
            alone = 0 if i == j else MARNET.get_shortest_path(origin, destination, length_only=True)["length"]
            assert matrix[i][j] == pytest.approx(alone, abs=0.01)


def test_points_that_meet_at_one_node_are_as_far_apart_as_they_are():
    inland = [{"latitude": 48.0, "longitude": 66.9}, {"latitude": 48.1, "longitude": 66.9}]
    assert MARNET.distance_matrix(inland)[0][1] > 5


def test_modes_and_what_is_cut_off():
    rail = GeoGraph.load_geograph("world_railways")
    moscow, berlin = {"latitude": 55.75, "longitude": 37.6}, {"latitude": 52.5, "longitude": 13.4}
    assert 1600 < rail.get_shortest_path(moscow, berlin)["length"] < 2300
    sydney = {"latitude": -33.87, "longitude": 151.2}
    with pytest.raises(corridor.NoRouteError):
        rail.get_shortest_path(moscow, sydney)
    assert rail.distance_matrix([moscow, sydney])[0][1] is None
    assert {graph["name"] for graph in GeoGraph.list_geographs()} >= {"marnet", "us_freeway"}


def test_routes_become_geojson(tmp_path):
    file = tmp_path / "routes.geojson"
    route = {"geograph": MARNET, "origin": SHANGHAI, "destination": SAVANNAH, "properties": {"id": "r1"}}
    collection = GeoGraph.get_multi_path_geojson([route], file)
    assert json.loads(file.read_text()) == collection
    assert collection["features"][0]["properties"] == {"id": "r1"}
    assert collection["features"][0]["geometry"]["type"].endswith("LineString")


def test_what_is_not_offered_is_refused_and_not_ignored():
    with pytest.raises(NotImplementedError, match="graphs of one's own"):
        GeoGraph(nodes=[[0, 0]], graph=[{}])
    with pytest.raises(NotImplementedError, match="instead"):
        GeoGraph.load_geograph("world_highways_and_marnet")
    with pytest.raises(ValueError, match="marnett"):
        GeoGraph.load_geograph("marnett")
    with pytest.raises(NotImplementedError, match="output_path"):
        MARNET.get_shortest_path(SHANGHAI, SAVANNAH, output_path=True)
    with pytest.raises(NotImplementedError, match="save_as_graphjson"):
        MARNET.save_as_graphjson("x")
    with pytest.raises(ValueError, match="no node"):
        MARNET.get_shortest_path({"lat": 1, "lon": 2}, SAVANNAH)
    with pytest.raises(ValueError):
        MARNET.get_shortest_path({"latitude": 95, "longitude": 0}, SAVANNAH)
    with pytest.raises(ValueError, match="circuity"):
        MARNET.distance_matrix([SHANGHAI], off_graph_circuity=-1)
