"""A pytest plugin: whoever calls `searoute.searoute` is answered by corridor.

    pytest -p as_searoute --pyargs searoute.tests.test_searoute searoute.tests.test_mandatory_passages
"""

import searoute

from corridor.compat import searoute as ours

searoute.searoute = ours.searoute
