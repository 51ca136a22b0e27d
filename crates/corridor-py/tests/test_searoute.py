"""searoute's calls, answered here."""

import pytest

import corridor
from corridor.compat import searoute as sr


def passages(origin, destination, **more):
    feature = sr.searoute(origin, destination, return_passages=True, **more)
    return sorted(feature["properties"]["traversed_passages"])


DUBAI, BARBUDA = [52.99, 25.01], [-61.87, 17.15]


def test_a_feature_has_length_unit_and_hours():
    feature = sr.searoute([0.35, 50.06], [117.42, 39.37], units="naut", speed_knot=20)
    assert feature["type"] == "Feature"
    assert feature["geometry"]["type"] == "LineString"
    told = feature["properties"]
    assert told["units"] == "naut"
    assert told["length"] == pytest.approx(10_900, rel=0.05)
    assert told["duration_hours"] == pytest.approx(told["length"] / 20)


def test_units_are_those_of_one_length():
    def length(units):
        return sr.searoute(DUBAI, BARBUDA, units=units)["properties"]["length"]

    assert length("m") == pytest.approx(length("km") * 1000)
    assert length("naut") == pytest.approx(length("km") / 1.852)
    assert length("deg") == pytest.approx(length("rad") * 57.29577951308232)


def test_a_line_begins_and_ends_where_asked_for():
    whole = sr.searoute([77.2, 28.6], DUBAI, append_orig_dest=True)["geometry"]["coordinates"]
    assert whole[0] == pytest.approx([77.2, 28.6], abs=1e-4)
    assert whole[-1] == pytest.approx(DUBAI, abs=1e-4)
    at_sea = sr.searoute([77.2, 28.6], DUBAI)
    assert at_sea["geometry"]["coordinates"][0] != whole[0]
    added = sr.searoute([77.2, 28.6], DUBAI, append_orig_dest=True)["properties"]["length"]
    assert added > at_sea["properties"]["length"] + 500


def test_passages_are_shut_for_the_call_that_says_so():
    assert passages(DUBAI, BARBUDA) == ["babalmandab", "gibraltar", "ormuz", "suez"]
    assert passages(DUBAI, BARBUDA, restrictions=["suez"]) == ["ormuz", "south_africa"]
    assert passages(DUBAI, BARBUDA) == ["babalmandab", "gibraltar", "ormuz", "suez"]


def test_what_is_cut_off_is_an_error_and_not_a_line_of_no_length():
    with pytest.raises(corridor.NoRouteError):
        sr.searoute(DUBAI, BARBUDA, restrictions=["ormuz"])
    empty = sr.searoute(DUBAI, BARBUDA, restrictions=["ormuz"], on_no_route="empty")
    assert empty["geometry"]["coordinates"] == []
    assert empty["properties"]["length"] == 0


def test_lines_over_the_antimeridian_go_on():
    line = sr.searoute([140.02, 35.51], [-97.36, 27.81])["geometry"]["coordinates"]
    assert all(abs(a[0] - b[0]) < 180 for a, b in zip(line, line[1:]))


def test_ports_are_the_nearest_or_those_of_an_area():
    brussels, tokyo = [4.352, 50.851], [139.679, 35.778]
    near = sr.searoute(brussels, tokyo, include_ports=True, port_params={"only_terminals": True})["properties"]
    assert (near["port_origin"]["cty"], near["port_dest"]["cty"]) == ("BE", "JP")
    assert near["port_origin"]["t"] == 1.0
    abroad = sr.searoute(brussels, tokyo, include_ports=True, port_params={"country_pol": "NL"})["properties"]
    assert abroad["port_origin"]["port"].startswith("NL")

    ports = [sr.PortProps("FRLEH", 200), sr.PortProps("BEANR", 300), sr.PortProps("NLRTM", 0)]
    box = [[[2.5, 49.5], [6.4, 49.5], [6.4, 51.5], [2.5, 51.5]]]
    areas = sr.AreaFeature.create([sr.AreaFeature(box, ports, name="BE")])
    both = sr.searoute(brussels, tokyo, include_ports=True, port_params={"ports_in_areas_from": areas})
    told = [feature["properties"] for feature in both]
    assert [(one["port_origin"]["port"], one["port_origin"]["share"]) for one in told] == [("BEANR", 0.6), ("FRLEH", 0.4)]
    port = told[0]["port_origin"]
    by_code = corridor.distance("BEANR", (told[0]["port_dest"]["x"], told[0]["port_dest"]["y"])).distance_m
    assert told[0]["length"] == pytest.approx(by_code / 1000, rel=0.001)
    assert both[0]["geometry"]["coordinates"][0] == pytest.approx([port["x"], port["y"]])
    whole = sr.searoute(brussels, tokyo, include_ports=True, append_orig_dest=True, port_params={"ports_in_areas_from": areas})
    # Antwerp lies some forty kilometres from Brussels; the rest is from the port to Tokyo.
    assert 40 < whole[0]["properties"]["length"] - told[0]["length"] < 150
    assert whole[0]["geometry"]["coordinates"][0] == brussels


def test_areas_are_told_apart_on_the_sphere():
    box = [[[0, 50], [10, 50], [10, 60], [0, 60]]]
    holed = sr.AreaFeature([*box, [[2, 52], [4, 52], [4, 54], [2, 54]]], name="holed")
    assert holed.contains(5, 55) and not holed.contains(3, 53) and not holed.contains(11, 55)
    assert sr.AreaFeature(box).properties.area == pytest.approx(708_300, rel=0.01)
    assert holed.properties["area"] < sr.AreaFeature(box).properties["area"]
    # A degree of longitude at 55 degrees north is 63.8 km.
    assert holed.distance(11, 55) == pytest.approx(63.8, rel=0.01)
    pacific = sr.AreaFeature([[[170, 0], [190, 0], [190, 10], [170, 10]]])
    assert pacific.contains(-175, 5) and pacific.contains(175, 5) and not pacific.contains(160, 5)
    assert pacific.distance(-165, 0) == pytest.approx(5 * 111.2, rel=0.01)


def test_what_is_not_offered_is_refused():
    for argument in ({"M": object()}, {"include_ports": True, "port_params": {"country_restricted": True}}):
        with pytest.raises(NotImplementedError, match="instead"):
            sr.searoute(DUBAI, BARBUDA, **argument)
    for params, said in (({"only_terminal": True}, "only_terminal"), ({"country_pol": "Belgium"}, "ISO 3166")):
        with pytest.raises(ValueError, match=said):
            sr.searoute(DUBAI, BARBUDA, include_ports=True, port_params=params)
    with pytest.raises(ValueError, match="include_ports"):
        sr.searoute(DUBAI, BARBUDA, port_params={"only_terminals": True})
    world = sr.AreaFeature([[[-180, -80], [180, -80], [180, 80], [-180, 80]]], "XXNIX")
    with pytest.raises(ValueError, match="XXNIX"):
        sr.searoute(DUBAI, BARBUDA, include_ports=True, port_params={"ports_in_areas": sr.AreaFeature.create([world])})
    with pytest.raises(ValueError, match="units"):
        sr.searoute(DUBAI, BARBUDA, units="parsec")
    with pytest.raises(ValueError):
        sr.searoute([200, 100], BARBUDA)
    with pytest.raises(ValueError, match="speed"):
        sr.searoute(DUBAI, BARBUDA, speed_knot=0)
