"""A fresh data folder for each test that asks for one."""

from collections.abc import Iterator

import pytest
from fakes import Shelf


@pytest.fixture
def shelf(tmp_path) -> Iterator[Shelf]:
    opened = Shelf(tmp_path)
    yield opened
    opened.engine.dispose()
