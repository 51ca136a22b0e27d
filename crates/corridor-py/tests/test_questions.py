"""Questions with one answer."""

import inspect
import json
import pickle

import pytest

import corridor
from corridor import _corridor


def test_a_plan_has_the_shape_that_programs_rely_on():
    plan = corridor.plan("Mumbai", "Moscow", depart="2026-12-01")
    first = plan.itineraries[0]
    assert 10 < first.duration_p50_s / 86_400 < 60
    assert first.duration_p50_s <= first.duration_p90_s
    assert first["cost_usd"] == first.cost_usd > 0
    assert first.legs[0].kind == "road"
    assert json.dumps(plan.to_dict())
    assert len({way.name for way in plan.itineraries}) == len(plan.itineraries)
    assert "<table>" in plan._repr_html_()


def test_places_are_names_codes_and_positions():
    by_code = corridor.distance("INNSA", "NLRTM", mode="sea").distance_m
    by_position = corridor.distance((72.95, 18.95), {"locode": "NLRTM"}).distance_m
    assert by_code == pytest.approx(11_673_000, rel=0.01)
    assert by_position == pytest.approx(by_code, rel=0.01)
    assert corridor.places("Мумбаи")[0].country == "IN"
    with pytest.raises(TypeError, match="is no place"):
        corridor.distance(3, "NLRTM")


def test_what_is_wrong_is_raised_with_code_reason_and_next_step():
    with pytest.raises(corridor.CorridorError) as unknown:
        corridor.plan("Mumbai", "Xyzzyabc")
    assert unknown.value.code == "place-unknown"
    assert "Xyzzyabc" in unknown.value.detail
    assert isinstance(unknown.value, ValueError)
    assert not isinstance(unknown.value, corridor.NoRouteError)
    with pytest.raises(corridor.NoRouteError) as barred:
        corridor.plan("Haifa", "Beirut")
    assert barred.value.code == "trade-barred"
    assert "with_restricted" in barred.value.action
    assert "--" not in str(barred.value)
    with pytest.raises(TypeError, match="avoyd"):
        corridor.plan("Mumbai", "Moscow", avoyd="suez")
    with pytest.raises(corridor.CorridorError, match="incoterm"):
        corridor.landed_cost(
            "Mumbai", "Moscow", hs="3004.90", goods_origin="IN", value_usd=1000, incotrm="FOB"
        )
    with pytest.raises(ValueError, match="finite"):
        corridor.plan("Mumbai", "Moscow", teu=float("nan"))
    with pytest.raises(corridor.CorridorError) as day:
        corridor.plan("Mumbai", "Moscow", depart="soon")
    assert (day.value.code, day.value.field) == ("date-invalid", "depart")
    with pytest.raises(corridor.CorridorError) as unread:
        corridor.plan("Mumbai", "Moscow", teu="many")
    assert (unread.value.code, unread.value.field) == ("field-invalid", "teu")
    with pytest.raises(corridor.CorridorError) as unknown_field:
        corridor.corridors(as_off="2023-12-27")
    assert (unknown_field.value.code, unknown_field.value.field) == ("field-unknown", "as_off")


def test_one_text_stands_for_a_list_of_one():
    one = corridor.plan("Mumbai", "Rotterdam", depart="2026-12-01", avoid="suez")
    many = corridor.plan("Mumbai", "Rotterdam", depart="2026-12-01", avoid=["suez"])
    assert one.to_dict() == many.to_dict()
    assert all("suez" not in way.passages for way in one.itineraries)


def test_arguments_are_the_fields_of_the_api():
    ours = {
        "plan": corridor.plan,
        "distance": corridor.distance,
        "pairs": corridor.pairs,
        "matrix": corridor.matrix,
        "places": corridor.places,
        "flows": corridor.flows,
    }
    beside = {"threads", "progress", "layout", "memory", "pairs", "origins", "destinations"}
    for name, function in ours.items():
        fields = set(json.loads(_corridor.fields(name))["properties"])
        renamed = {"origin": "from", "destination": "to", "goods_origin": "origin", "text": "q"}
        given = set(inspect.signature(function).parameters) - beside
        assert {renamed.get(argument, argument) for argument in given} == fields, name


def test_other_questions_are_answered():
    assert corridor.corridors(as_of="2023-12-27").corridors
    assert corridor.agreements(party="IN").agreements
    assert corridor.restrictions("RU", "NL", hs="2701").restrictions[0].plan == "barred"
    assert corridor.scenarios().scenarios
    assert corridor.season("nsr").rows
    assert corridor.parameters(words=["rail"]).parameters
    assert corridor.dataset().links.sea > 0
    effect = corridor.trade_effect(suppose="india-eaeu-fta=0")
    assert {country.id for country in effect.countries} >= {"IN", "RU"}
    runs = corridor.compare("Mumbai", "Rotterdam", scenario=["base", "suez-closed"]).runs
    assert len(runs) == 2
    talks = corridor.briefings().briefings[0]
    assert {item.id for item in talks["items"]} >= {"instc", "free-trade-area"}
    own = """
id = "own"
name = "Own talks"
day = "2026-07-01"
countries = ["IN"]
[[source]]
id = "paper"
source = "A paper"
date = "2026-07-01"
confidence = "M"
[[item]]
id = "treaty"
name = "A treaty"
said = "They spoke of it."
sources = ["paper"]
agreements = ["russia-india-bit-1994"]
"""
    told = corridor.briefing(own, as_of="2026-07-01")
    assert told["items"][0].agreements[0].now == "ended"
    cost = corridor.landed_cost(
        "Mumbai", "Moscow", hs="3004.90", goods_origin="IN", value_usd=250_000, duty="6.5%"
    )
    assert cost.itineraries


def test_appraisals_are_those_of_independent_reckonings(tmp_path):
    flow = corridor.appraise(cash_flow=[(0, -100)] + [(year, 20) for year in range(1, 11)], rate="10%")
    assert abs(flow.npv_usd - 22.891342) < 1e-6
    assert abs(flow.irr[0] - 0.150984145) < 1e-9
    assert abs(flow.mirr - 0.122909650) < 1e-9
    text = """
name = "Gap"
base_year = 2027
price_year = 2026
last_year = 2029
currency = "USD"
preset = "world-bank"
tables = ["rows.csv"]
[parties.railway]
name = "Railway"
country = "IR"
"""
    rows = "kind,item,party,to_party,year,amount,conversion_factor\ncapital,works,railway,,2027,100,1\n"
    (tmp_path / "project.toml").write_text(text)
    (tmp_path / "rows.csv").write_text(rows)
    for answer in (
        corridor.appraise(tmp_path / "project.toml", draws=0),
        corridor.appraise(text, tables={"rows.csv": rows}, draws=0),
    ):
        assert answer.npv_usd == -100
        assert [row.country for row in answer.ledger] == ["IR"]
    with pytest.raises(corridor.CorridorError, match="rate"):
        corridor.appraise(cash_flow={0: -100, 1: 120})


def test_flows_take_tables_of_any_make_and_say_the_same():
    rows = [
        {"origin": "Mumbai", "destination": "Rotterdam", "commodity": "machinery", "tonnes": 5000.5},
        {"origin": "Shanghai", "destination": "Hamburg", "commodity": "food", "tonnes": 90_000},
    ]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    text = "origin,destination,commodity,tonnes\n" + "".join(
        f"{row['origin']},{row['destination']},{row['commodity']},{row['tonnes']}\n" for row in rows
    )
    ask = {"select": "suez", "scenario": "suez-closed", "depart": "2026-12-01"}
    flows = corridor.flows(rows, **ask)
    assert flows.demand_t == 95_000.5
    assert flows.shipped_t + flows.unserved_t == pytest.approx(flows.demand_t, abs=1e-6)
    assert {change.id for change in flows.changes} >= {"suez", "good-hope"}
    assert flows.before.shipped_t == flows.demand_t and flows.gain_usd < 0
    assert sum(user.tonnes for user in flows.selected[0].users) == flows.selected[0].flow_t == 0
    for other in (columns, text):
        assert corridor.flows(other, **ask).to_dict() == flows.to_dict()
    with pytest.raises(corridor.CorridorError, match="line 2: tonnes -1"):
        corridor.flows({name: [-1 if name == "tonnes" else values[0]] for name, values in columns.items()})
    with pytest.raises(TypeError, match="no table"):
        corridor.flows([1, 2])


def test_an_engine_of_ones_own_lives_in_its_world_and_pickles():
    closed = corridor.Engine(scenarios=["suez-closed"])
    again = pickle.loads(pickle.dumps(closed))
    assert len(pickle.dumps(closed)) < 1000
    for engine in (closed, again):
        for way in engine.plan("Mumbai", "Rotterdam", depart="2026-12-01").itineraries:
            assert "suez" not in way.passages
    ends = ("INNSA", "NLRTM")
    round_africa = corridor.distance(*ends, avoid="suez").distance_m
    assert closed.distance(*ends).distance_m == round_africa > 1.5 * corridor.distance(*ends).distance_m
    assert closed.pairs([ends]).to_dict()["distance_m"] == [round_africa]
    assert closed.matrix([ends[0]], [ends[1]]).to_dict()["distance_m"] == [round_africa]
    with pytest.raises(corridor.CorridorError, match="no-such-scenario"):
        corridor.Engine(scenarios=["no-such-scenario"]).dataset()


def test_answers_do_not_change_and_say_what_they_have():
    answer = corridor.dataset()
    with pytest.raises(AttributeError):
        answer.nodes = 1
    with pytest.raises(AttributeError, match="it has schema_version"):
        answer.nothing
    assert pickle.loads(pickle.dumps(answer)) == answer
