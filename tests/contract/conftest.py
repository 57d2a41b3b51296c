"""A Web API that fails on demand, and desks over one data folder."""

import pytest
from slack_desk import desks_over
from slack_fake_api import FakeApi


@pytest.fixture
def api():
    fake = FakeApi()
    yield fake
    fake.close()


@pytest.fixture
def opened(tmp_path, api):
    with desks_over(tmp_path, api) as open_desk:
        yield open_desk
