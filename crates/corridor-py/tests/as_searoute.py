"""A pytest plugin: what searoute's own tests ask of searoute is answered by corridor.

    pytest -p as_searoute --pyargs searoute.tests

Two tests of 18 do not hold, each for the reason that stands here; that they fail is tested too.
"""

import pytest
import searoute
import searoute.classes.area_feature
import searoute.classes.ports
import searoute.classes.ports_props

from corridor.compat import searoute as ours

searoute.searoute = ours.searoute
searoute.setup_P = ours.setup_P
searoute.classes.area_feature.AreaFeature = ours.AreaFeature
searoute.classes.ports.Ports = ours.Ports
searoute.classes.ports_props.PortProps = ours.PortProps

NAMED = {
    "test_restricted_paths": "a cut is answered there with an empty line of length 0; here it raises NoRouteError",
    "test_mandatory_passage": "there a strait counts as sailed where a way only begins or ends in it",
}


def pytest_collection_modifyitems(items):
    for item in items:
        reason = NAMED.get(item.name)
        if reason is not None:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
