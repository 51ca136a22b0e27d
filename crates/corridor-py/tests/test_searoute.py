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


def test_what_is_not_offered_is_refused():
    for argument in ({"include_ports": True}, {"port_params": {"only_terminals": True}}, {"M": object()}):
        with pytest.raises(NotImplementedError, match="instead"):
            sr.searoute(DUBAI, BARBUDA, **argument)
    with pytest.raises(ValueError, match="units"):
        sr.searoute(DUBAI, BARBUDA, units="parsec")
    with pytest.raises(ValueError):
        sr.searoute([200, 100], BARBUDA)
    with pytest.raises(ValueError, match="speed"):
        sr.searoute(DUBAI, BARBUDA, speed_knot=0)
