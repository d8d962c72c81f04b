"""Two linked nodes, made once a test module's folder is needed, joined in this process."""

import pytest
from tests.node.parties import two


def logged_in(folder):
    with two(folder) as sides:
        sides.north.login()
        sides.south.login()
        yield sides


@pytest.fixture
def both(tmp_path):
    """Two nodes with an officer at each desk, for one test."""
    yield from logged_in(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """The same for all tests of a module that change nothing the others look at."""
    yield from logged_in(tmp_path_factory.mktemp("shared"))
