"""The public names of the package."""

import pydoc
import subprocess
import sys
from unittest.mock import create_autospec

import pytest

import partner_center
import partner_center.auth


@pytest.mark.parametrize("module", [partner_center, partner_center.auth])
def test_every_public_name_exists(module: object) -> None:
    names: list[str] = module.__all__  # type: ignore[attr-defined]
    assert len(names) == len(set(names))
    assert all(getattr(module, name) is not None for name in names)


def test_dir_lists_the_public_names() -> None:
    assert set(partner_center.__all__) <= set(dir(partner_center))
    assert {"PartnerCenter", "AsyncPartnerCenter", "Offer", "errors"} <= set(partner_center.__all__)


def test_importing_the_package_imports_its_public_modules() -> None:
    program = "import partner_center as p; print(p.auth, p.clouds, p.enums, p.errors, p.events, p.markets, p.retry)"
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - the code is above


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Offering'"):
        partner_center.Offering  # type: ignore[attr-defined]  # noqa: B018 - the access is the test


def test_all_lists_every_public_name_of_auth() -> None:
    public = {
        name
        for name, value in vars(partner_center.auth).items()
        if not name.startswith("_") and not isinstance(value, type(partner_center))
    }
    assert public == set(partner_center.auth.__all__)


def test_importing_the_client_and_all_credentials_does_not_load_msal() -> None:
    program = "import sys; from partner_center import *; from partner_center.auth import *; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - the code is above
    loaded = result.stdout.split()
    assert "partner_center.client" in loaded
    assert {"msal", "msal_extensions", "jwt", "cryptography", "requests"}.isdisjoint(loaded)


@pytest.mark.parametrize("client", [partner_center.PartnerCenter, partner_center.AsyncPartnerCenter])
def test_a_mock_of_a_client_has_its_operations(client: type) -> None:
    mock = create_autospec(client)
    mock.return_value.offers.by_country.return_value = []
    mock.return_value.categories.by_country.return_value = []
    with pytest.raises(AttributeError):
        mock.return_value.offerings  # noqa: B018 - the access is the test


@pytest.mark.parametrize("client", [partner_center.PartnerCenter, partner_center.AsyncPartnerCenter])
def test_the_help_of_a_client_names_its_operations(client: type) -> None:
    lines = [line.strip(" |") for line in pydoc.plain(pydoc.render_doc(client)).splitlines()]
    assert lines[lines.index("offers") + 1].startswith("The offers that the partner may sell: ``by_country``")
    assert lines[lines.index("categories") + 1] == "The categories of these offers: ``by_country`` and ``by_customer``."
