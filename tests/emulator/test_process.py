"""`python -m partner_center.emulator` prints the environment of a client, serves, and ends when it is told to."""

import shlex
import signal
import ssl
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from partner_center.emulator import Emulator


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_process_serves_until_it_is_told_to_end(ending: signal.Signals) -> None:
    command = [sys.executable, "-W", "error", "-m", "partner_center.emulator"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:  # noqa: S603 - made above
        assert process.stdout
        assert process.stderr
        environment = {}
        for _ in range(7):
            export, assignment = shlex.split(process.stdout.readline())
            assert export == "export"
            name, _, value = assignment.partition("=")
            environment[name] = value
        bundle = Path(environment["PARTNER_CENTER_CA_BUNDLE"])
        trust = ssl.create_default_context(cafile=bundle)
        answer = httpx.get(f"{environment['PARTNER_CENTER_BASE_URL']}/offers", verify=trust, trust_env=False)
        process.send_signal(ending)
        rest, told = process.communicate(timeout=30)

    assert answer.status_code == 401
    assert {name.removeprefix("PARTNER_CENTER_") for name in environment} == {
        "TENANT_ID",
        "CLIENT_ID",
        "CLIENT_SECRET",
        "AUTHORITY",
        "BASE_URL",
        "CA_BUNDLE",
        "no_proxy",
    }
    assert rest == ""
    assert told.startswith(f"Serving {environment['PARTNER_CENTER_BASE_URL']}. Markets: US, DE,")
    assert told.count("\n") == 1
    assert process.returncode == 0
    assert not bundle.exists()


def test_a_port_that_is_taken(emulator: Emulator) -> None:
    command = [sys.executable, "-m", "partner_center.emulator", "--port", str(emulator.port)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - made above
    assert ended.returncode == 2
    assert f"error: port {emulator.port} cannot be had: " in ended.stderr
