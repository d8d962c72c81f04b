"""Two linked nodes, made once a test module's folder is needed, joined in this process."""

import pytest
from tests.node.parties import two


@pytest.fixture
def both(tmp_path):
    with two(tmp_path) as sides:
        sides.north.login()
        sides.south.login()
        yield sides
