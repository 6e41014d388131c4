"""The fixtures of the pytest plugin, in runs of pytest like those of a project that has installed the package."""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import partner_center.pytest_plugin

OF_THE_DEVELOPER = {
    "PARTNER_CENTER_ACCESS_TOKEN": "of-the-developer",
    "PARTNER_CENTER_REFRESH_TOKEN": "of-the-developer",
    "PARTNER_CENTER_CLOUD": "china",
    "PARTNER_CENTER_LOCALE": "fr-FR",
}


class Project:
    """A project with tests, in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def run(self, tests: str, *options: str, conftest: str = "") -> subprocess.CompletedProcess[str]:
        (self._directory / "test_project.py").write_text(tests)
        (self._directory / "conftest.py").write_text(conftest)
        # Without the other plugins of this environment: they take longer to load than the tests to run.
        only = ("-p", "partner_center.pytest_plugin")
        return subprocess.run(  # noqa: S603 - the tests in this file
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", *only, *options],
            env=os.environ | OF_THE_DEVELOPER | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            cwd=self._directory,
            capture_output=True,
            text=True,
            check=False,
        )

    def passes(self, tests: str, *options: str, conftest: str = "") -> str:
        result = self.run(tests, *options, conftest=conftest)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_both_clients_use_the_emulator_and_no_setting_of_the_shell(project: Project) -> None:
    project.passes("""
import asyncio
import os


def test_sync(partner_center_client, clean_partner_center_emulator):
    offers = partner_center_client.offers.by_country("DE").to_list()
    assert [offer.to_dict() for offer in offers] == clean_partner_center_emulator.catalog.offers("DE", "en-US")


def test_async(async_partner_center_client, clean_partner_center_emulator):
    async def read():
        async with async_partner_center_client as partner:
            return await partner.offers.by_country("US").to_list()

    assert [offer.to_dict() for offer in asyncio.run(read())] == clean_partner_center_emulator.catalog.offers("US")


def test_environment(clean_partner_center_emulator):
    expected = {name for name, value in clean_partner_center_emulator.environment().items() if value} - {"no_proxy"}
    assert {name for name in os.environ if name.startswith("PARTNER_CENTER_")} == expected
""")


def test_a_test_is_isolated_from_earlier_tests(project: Project) -> None:
    project.passes("""
import os

import pytest


@pytest.mark.parametrize("number", [1, 2])
def test_clean(partner_center_client, clean_partner_center_emulator, number):
    assert clean_partner_center_emulator.requests == []
    assert clean_partner_center_emulator.behavior.link_form == "path"
    assert len(partner_center_client.offers.by_country("US").to_list()) > 1
    clean_partner_center_emulator.seed({"US": [{"id": "1"}]})
    clean_partner_center_emulator.behavior.link_form = "absolute"


def test_other():
    assert os.environ["PARTNER_CENTER_ACCESS_TOKEN"] == "of-the-developer"
""")


def test_a_fixture_of_a_wider_scope_can_have_the_environment_of_the_emulator(project: Project) -> None:
    project.passes("""
import pytest
from partner_center import PartnerCenter


@pytest.fixture(scope="module")
def service(partner_center_emulator):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in partner_center_emulator.environment().items():
            patch.setenv(name, value)
        with PartnerCenter.from_env() as partner:
            yield partner


def test_service(service, clean_partner_center_emulator):
    assert service.offers.by_country("US").to_list()
    assert clean_partner_center_emulator.requests[-1].headers["X-Locale"] == "en-US"
""")


def test_each_process_of_xdist_has_an_emulator(project: Project) -> None:
    tests = """
import pytest


@pytest.mark.parametrize("country", ["US", "DE", "FR", "JP"])
def test_offers(partner_center_client, clean_partner_center_emulator, country):
    partner_center_client.offers.by_country(country).to_list()
    assert [request.query["country"] for request in clean_partner_center_emulator.requests[-1:]] == [country]
"""
    assert "4 passed" in project.passes(tests, "-p", "xdist.plugin", "-n", "2")


def test_a_run_that_uses_no_fixture_imports_neither_client_nor_emulator(project: Project) -> None:
    project.passes("""
import sys


def test_imports():
    loaded = {name for name in sys.modules if name.partition(".")[0] in ("partner_center", "partner_center_api")}
    assert loaded == {"partner_center", "partner_center._version", "partner_center.pytest_plugin"}
    assert not {"httpx", "attrs", "msgspec", "connexion", "trustme"} & set(sys.modules)
""")


def test_without_the_extra_only_a_test_that_uses_a_fixture_fails_with_what_to_install(project: Project) -> None:
    result = project.run(
        """
def test_other():
    pass


def test_offers(partner_center_client):
    pass
""",
        conftest="import sys\n\nsys.modules['trustme'] = None\n",
    )
    assert "1 passed, 1 error" in result.stdout
    assert "The emulator needs trustme. Install it with: pip install 'partner-center-offers[emulator]'" in result.stdout


def test_pytest_finds_the_plugin_in_the_installed_package() -> None:
    (plugin,) = entry_points(group="pytest11", name="partner_center")
    assert plugin.load() is partner_center.pytest_plugin
