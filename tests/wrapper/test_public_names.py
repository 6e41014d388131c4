"""What is public, and that it stays in order."""

import subprocess
import sys

import pytest

import partner_center
import partner_center.auth


@pytest.mark.parametrize("module", [partner_center, partner_center.auth])
def test_the_public_names_are_there(module: object) -> None:
    names: list[str] = module.__all__  # type: ignore[attr-defined]
    assert len(names) == len(set(names))
    assert all(getattr(module, name) is not None for name in names)


def test_the_public_names_are_listed() -> None:
    assert set(partner_center.__all__) <= set(dir(partner_center))
    assert {"PartnerCenter", "AsyncPartnerCenter", "Offer", "errors"} <= set(partner_center.__all__)


def test_the_public_modules_come_with_the_package() -> None:
    program = "import partner_center as p; print(p.auth, p.clouds, p.enums, p.errors, p.events, p.markets, p.retry)"
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603  ours


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Offering'"):
        partner_center.Offering  # type: ignore[attr-defined]  # noqa: B018  asking is the test


def test_everything_public_in_auth_is_named() -> None:
    public = {
        name
        for name, value in vars(partner_center.auth).items()
        if not name.startswith("_") and not isinstance(value, type(partner_center))
    }
    assert public == set(partner_center.auth.__all__)


def test_the_client_and_all_credentials_come_without_what_only_signing_in_needs() -> None:
    program = "import sys; from partner_center import *; from partner_center.auth import *; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  ours
    loaded = ended.stdout.split()
    assert "partner_center.client" in loaded
    assert {"msal", "msal_extensions", "jwt", "cryptography", "requests"}.isdisjoint(loaded)
