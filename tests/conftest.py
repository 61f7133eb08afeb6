"""What every test may ask for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # speed lives in benchmarks/, never in tests

os.environ["ZENOBIA_DATA"] = tempfile.mkdtemp(prefix="zenobia-tests-")  # never the gazetteer of whoever runs the tests

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold, corpora and reports beside the project; the test skips where it is absent."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("../shared (gold, corpora, reports) is not beside this checkout")
    return SHARED
