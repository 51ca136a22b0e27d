"""Plan freight over the world's trade corridors, and see what opening, closing or changing one does.

    >>> import corridor
    >>> plan = corridor.plan("Mumbai", "Moscow", depart="2026-12-01")
    >>> plan.itineraries[0].duration_p50_s / 86400        # days
    >>> corridor.distance("INNSA", "NLRTM", mode="sea").distance_m / 1852   # nautical miles

The network travels inside the package: no account, no download. The engine opens at the first question
(a fraction of a second) and is shared by all later ones, by threads too. The functions of this module
ask the engine over the world as it is; `Engine` is one of your own, with other figures or scenarios.

Places are names in any script (`"Mumbai"`, `"Мумбаи"`, `"Mumbai, IN"`), UN/LOCODEs (`"INNSA"`) or
positions `(longitude, latitude)` in degrees. Units stand in names: `_s` seconds, `_m` metres, `_usd` US
dollars, `_kg` kilograms. Times are means and rates published averages: not promises, not quotes.

What cannot be answered raises `CorridorError`, or `NoRouteError` where the question is fine and nothing
leads there. Each has `code`, `detail`, `action` and `field`.
"""

from ._corridor import CorridorError, NoRouteError, Table, __version__
from ._answers import Answer, Distance, Itinerary, Plan
from ._engine import BadRowWarning, Engine

_shared = Engine()

plan = _shared.plan
plans = _shared.plans
legs = _shared.legs
pairs = _shared.pairs
matrix = _shared.matrix
distance = _shared.distance
places = _shared.places
compare = _shared.compare
landed_cost = _shared.landed_cost
trade_effect = _shared.trade_effect
briefing = _shared.briefing
briefings = _shared.briefings
appraise = _shared.appraise
flows = _shared.flows
corridors = _shared.corridors
agreements = _shared.agreements
restrictions = _shared.restrictions
scenarios = _shared.scenarios
season = _shared.season
parameters = _shared.parameters
dataset = _shared.dataset

__all__ = [
    "Answer",
    "BadRowWarning",
    "CorridorError",
    "Distance",
    "Engine",
    "Itinerary",
    "NoRouteError",
    "Plan",
    "Table",
    "__version__",
    "agreements",
    "appraise",
    "briefing",
    "briefings",
    "compare",
    "corridors",
    "dataset",
    "distance",
    "flows",
    "landed_cost",
    "legs",
    "matrix",
    "pairs",
    "parameters",
    "places",
    "plan",
    "plans",
    "restrictions",
    "scenarios",
    "season",
    "trade_effect",
]
