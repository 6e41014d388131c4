"""`python -m partner_center.emulator` prints the environment of its clients, and serves until a signal."""

import os
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs
import httpx
import pytest
import yaml

import partner_center
from partner_center.emulator import Emulator
from partner_center.emulator.server.contract import FILE_NAME, Contract


@attrs.define
class Process:
    """An emulator in a process, with the variables that it printed, and, after its end, its stderr."""

    popen: subprocess.Popen[str]
    variables: dict[str, str]
    stderr: str = ""

    def client(self) -> httpx.Client:
        trust = ssl.create_default_context(cafile=self.variables["PARTNER_CENTER_CA_BUNDLE"])
        return httpx.Client(base_url=self.variables["PARTNER_CENTER_BASE_URL"], verify=trust, trust_env=False)

    def token(self, client: httpx.Client) -> str:
        settings = {name.removeprefix("PARTNER_CENTER_").lower(): value for name, value in self.variables.items()}
        form = {
            "grant_type": "client_credentials",
            "client_id": settings["client_id"],
            "client_secret": settings["client_secret"],
            "scope": "https://api.partnercenter.microsoft.com/.default",
        }
        address = f"{settings['authority']}/{settings['tenant_id']}/oauth2/v2.0/token"
        token: str = client.post(address, data=form).json()["access_token"]
        return token


@contextmanager
def running(*before: str, stop: signal.Signals = signal.SIGTERM, python_path: Path | None = None) -> Iterator[Process]:
    """Run the command, and stop it with a signal at the end.

    Args:
        before: Words before the command, such as a shell.
        stop: The signal.
        python_path: A folder to import from first.
    """
    environment = {**os.environ, **({"PYTHONPATH": str(python_path)} if python_path else {})}
    command = [*before, sys.executable, "-W", "error", "-m", "partner_center.emulator"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment) as popen:  # noqa: S603 - the command of this package
        assert popen.stdout
        lines = popen.stdout.read()  # the end of stdout, not of the process
        process = Process(popen, dict(assignments(lines.splitlines())))
        try:
            yield process
        finally:
            popen.send_signal(stop)
            _, process.stderr = popen.communicate(timeout=30)


def assignments(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        export, assignment = shlex.split(line)
        assert export == "export"
        name, _, value = assignment.partition("=")
        yield name, value


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_a_signal(stop: signal.Signals) -> None:
    with running(stop=stop) as process, process.client() as client:
        assert client.get("/offers").status_code == 401
        bundle = Path(process.variables["PARTNER_CENTER_CA_BUNDLE"])
        assert bundle.exists()
    assert process.popen.returncode == 0
    assert not bundle.exists()
    assert process.stderr.startswith(f"Serving {process.variables['PARTNER_CENTER_BASE_URL']}. Markets: US, DE,")
    assert process.stderr.count("\n") == 1


def test_it_prints_the_environment_of_its_clients_and_its_process_id(emulator: Emulator) -> None:
    with running() as process:
        assert set(process.variables) == {*emulator.environment(), "EMULATOR_PID"}
        assert process.variables["EMULATOR_PID"] == str(process.popen.pid)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has background processes that ignore SIGINT")
def test_it_ignores_ctrl_c_if_the_shell_runs_it_in_the_background() -> None:
    with running("sh", "-c", 'trap "" INT; exec "$@"', "sh") as process, process.client() as client:
        process.popen.send_signal(signal.SIGINT)
        assert client.get("/offers").status_code == 401
    assert process.popen.returncode == 0


def test_a_port_that_is_not_available_is_reported(emulator: Emulator) -> None:
    command = [sys.executable, "-m", "partner_center.emulator", "--port", str(emulator.port)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the command of this package
    assert result.returncode == 2
    assert f"error: port {emulator.port} is not available: " in result.stderr


class TestLargerContract:
    """The contract has an operation, a parameter and a property that the emulator does not implement."""

    @pytest.fixture
    def installed(self, tmp_path: Path) -> Path:
        """A copy of the package, with the larger contract where the wheel has the contract."""
        package = Path(partner_center.__file__).parent
        shutil.copytree(package, tmp_path / "partner_center", ignore=shutil.ignore_patterns("__pycache__"))
        contract = Contract.load().document
        listing = contract["paths"]["/offers"]["get"]
        gift_id = {"name": "gift_id", "in": "path", "required": True, "schema": {"type": "string"}}
        contract["paths"]["/gifts/{gift_id}"] = {
            "parameters": [gift_id],
            "get": {"operationId": "get_gift", "responses": listing["responses"]},
            "delete": {"operationId": "delete_gift", "responses": {"204": {"description": "No body."}}},
        }
        listing["parameters"].append({"name": "product_id", "in": "query", "schema": {"type": "string"}})
        contract["components"]["schemas"]["Offer"]["properties"]["isPreview"] = {"type": "boolean", "example": True}
        (tmp_path / "partner_center" / "emulator" / FILE_NAME).write_text(yaml.safe_dump(contract))
        return tmp_path

    def test_an_operation_that_the_emulator_does_not_serve_has_status_501(self, installed: Path) -> None:
        with running(python_path=installed) as process, process.client() as client:
            client.headers["Authorization"] = f"Bearer {process.token(client)}"
            responses = {method: client.request(method, "/gifts/B2A6") for method in ("GET", "DELETE")}
        for method, response in responses.items():
            assert response.status_code == 501
            assert response.json() == {
                "code": 800003,
                "description": "The emulator does not serve this operation of the contract: "
                f"{method} /gifts/{{gift_id}}.",
                "data": [],
                "source": "PartnerFD",
            }

    def test_the_operations_that_the_emulator_does_not_serve_are_named_at_its_start(self, installed: Path) -> None:
        with running(python_path=installed) as process:
            pass
        first, second = process.stderr.splitlines()
        assert first == (
            "The emulator returns 501 for the operations of the contract that it does not serve: "
            "GET /gifts/{gift_id}, DELETE /gifts/{gift_id}."
        )
        assert second.startswith("Serving ")

    def test_a_new_property_is_on_one_offer_and_a_new_parameter_is_ignored(self, installed: Path) -> None:
        with running(python_path=installed) as process, process.client() as client:
            client.headers["Authorization"] = f"Bearer {process.token(client)}"
            offers = client.get("/offers?country=US&product_id=1").json()["items"]
        assert [offer["isPreview"] for offer in offers if "isPreview" in offer] == [True]
