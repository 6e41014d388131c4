"""Fixtures for pytest that run the code of a test against the emulator. They need the extra `emulator`.

pytest loads this module wherever the package is installed; `-p no:partner_center` turns it off. So nothing of the
client or of the emulator is imported before a test uses a fixture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from partner_center import AsyncPartnerCenter, PartnerCenter
    from partner_center.emulator import Emulator


@pytest.fixture(scope="session")
def partner_center_emulator() -> Iterator[Emulator]:
    """An emulator that runs until the end of the session. Each process of pytest-xdist has its own.

    It is for fixtures of a wider scope than a test. A test uses `clean_partner_center_emulator`.
    """
    from partner_center.emulator import Emulator

    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def clean_partner_center_emulator(partner_center_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """The emulator without the requests, switches, seeds and sign-ins of earlier tests.

    During the test, the `PARTNER_CENTER_*` variables are those with which `from_env()` uses the emulator. Those of the
    shell are removed.
    """
    partner_center_emulator.reset()
    for name, value in partner_center_emulator.environment().items():
        if value:
            monkeypatch.setenv(name, value)
        else:
            monkeypatch.delenv(name)
    return partner_center_emulator


@pytest.fixture
def partner_center_client(clean_partner_center_emulator: Emulator) -> Iterator[PartnerCenter]:
    """A client of the clean emulator, as `PartnerCenter.from_env()` returns it. It is closed after the test."""
    from partner_center import PartnerCenter

    with PartnerCenter.from_env() as client:
        yield client


@pytest.fixture
def async_partner_center_client(clean_partner_center_emulator: Emulator) -> AsyncPartnerCenter:
    """An asynchronous client of the clean emulator. The test closes it: `async with async_partner_center_client:`."""
    from partner_center import AsyncPartnerCenter

    return AsyncPartnerCenter.from_env()
