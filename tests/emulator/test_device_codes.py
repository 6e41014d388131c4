"""A user signs in on another device, and the client polls until the user has entered the code."""

import time
from typing import Any

import httpx
import jwt
import msal
import pytest

from partner_center.emulator import Emulator, MfaDemand, User

SCOPE = "https://api.partnercenter.microsoft.com/user_impersonation"
GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code"

pytestmark = pytest.mark.usefixtures("no_ca_bundle_variables")


@pytest.fixture
def app(emulator: Emulator) -> Any:
    return msal.PublicClientApplication(
        emulator.client_id,
        authority=f"{emulator.authority}/{emulator.tenant_id}",
        instance_discovery=False,
        verify=emulator.ca_bundle,
    )


class Device:
    """A client that polls once for each call, without msal."""

    def __init__(self, emulator: Emulator, client: httpx.Client) -> None:
        self._emulator = emulator
        self._client = client
        self.code = self._post("devicecode", scope=f"{SCOPE} openid offline_access").json()

    def poll(self, device_code: str | None = None) -> httpx.Response:
        return self._post("token", grant_type=GRANT_TYPE, device_code=device_code or self.code["device_code"])

    def refused(self) -> str:
        response = self.poll()
        assert response.status_code == 400
        error: str = response.json()["error"]
        return error

    def _post(self, endpoint: str, **form: str) -> httpx.Response:
        address = f"{self._emulator.authority}/{self._emulator.tenant_id}/oauth2/v2.0/{endpoint}"
        return self._client.post(address, data={"client_id": self._emulator.client_id, **form})


@pytest.fixture
def device(emulator: Emulator, client: httpx.Client) -> Device:
    return Device(emulator, client)


class TestMsal:
    @pytest.mark.parametrize("pending", [0, 3])
    def test_it_polls_until_the_user_signs_in_and_then_has_an_account(
        self, emulator: Emulator, client: httpx.Client, app: Any, pending: int
    ) -> None:
        emulator.behavior.device_code_pending = pending
        flow = app.initiate_device_flow([SCOPE])
        assert flow["user_code"] in flow["message"]
        assert flow["verification_uri"].startswith(emulator.authority)
        result = app.acquire_token_by_device_flow(flow)
        assert result.get("token_type") == "Bearer", result
        polls = [request for request in emulator.requests if request.form.get("grant_type") == GRANT_TYPE]
        assert [poll.status for poll in polls] == [400] * pending + [200]
        headers = {"Authorization": f"Bearer {result['access_token']}"}
        assert client.get("/offers?country=IS", headers=headers).status_code == 200
        (account,) = app.get_accounts()
        assert app.acquire_token_silent([SCOPE], account, force_refresh=True)["access_token"]

    @pytest.mark.parametrize(("mfa", "methods"), [(True, ["pwd", "mfa"]), (False, ["pwd"])])
    def test_it_gets_the_token_of_a_user_who_signed_in_with_or_without_mfa(
        self, emulator: Emulator, app: Any, mfa: bool, methods: list[str]
    ) -> None:
        flow = app.initiate_device_flow([SCOPE])
        emulator.approve_device_code(flow["user_code"], mfa=mfa)
        result = app.acquire_token_by_device_flow(flow)
        assert jwt.decode(result["access_token"], options={"verify_signature": False})["amr"] == methods

    def test_it_reports_that_the_user_declined(self, emulator: Emulator, app: Any) -> None:
        flow = app.initiate_device_flow([SCOPE])
        emulator.decline_device_code(flow["user_code"])
        assert app.acquire_token_by_device_flow(flow)["error"] == "authorization_declined"

    def test_it_reports_that_the_code_has_expired(self, emulator: Emulator, app: Any) -> None:
        flow = app.initiate_device_flow([SCOPE])
        later = time.time() + 901
        emulator.behavior.clock = lambda: later
        assert app.acquire_token_by_device_flow(flow)["error"] == "expired_token"


class TestPolling:
    def test_a_code_is_pending_until_the_user_enters_it(self, emulator: Emulator, device: Device) -> None:
        assert [device.refused() for _ in range(3)] == ["authorization_pending"] * 3
        emulator.approve_device_code(device.code["user_code"])
        assert device.poll().json()["refresh_token"]

    def test_a_code_is_valid_once(self, emulator: Emulator, device: Device) -> None:
        emulator.approve_device_code(device.code["user_code"])
        assert device.poll().status_code == 200
        assert device.refused() == "bad_verification_code"

    def test_a_client_that_polls_too_often_is_told_to_slow_down(self, emulator: Emulator, device: Device) -> None:
        now = time.time()
        emulator.behavior.device_code_interval = 5
        emulator.behavior.clock = lambda: now
        assert [device.refused() for _ in range(2)] == ["authorization_pending", "slow_down"]
        emulator.behavior.clock = lambda: now + 6
        assert device.refused() == "authorization_pending"

    def test_a_code_expires(self, emulator: Emulator, device: Device) -> None:
        emulator.approve_device_code(device.code["user_code"])
        later = time.time() + 901
        emulator.behavior.clock = lambda: later
        assert device.refused() == "expired_token"

    def test_the_user_of_the_switch_can_decline(self, emulator: Emulator, device: Device) -> None:
        emulator.behavior.user = User(declines=True)
        emulator.behavior.device_code_pending = 1
        assert [device.refused() for _ in range(2)] == ["authorization_pending", "authorization_declined"]

    def test_a_user_without_mfa_is_refused_if_mfa_is_demanded(self, emulator: Emulator, device: Device) -> None:
        emulator.behavior.mfa_demand = MfaDemand.INTERACTION_REQUIRED
        emulator.approve_device_code(device.code["user_code"], mfa=False)
        assert device.refused() == "interaction_required"

    def test_an_unknown_code_is_refused(self, device: Device) -> None:
        assert device.poll("guessed").json()["error"] == "bad_verification_code"

    def test_only_a_pending_code_can_be_approved_or_declined(self, emulator: Emulator, device: Device) -> None:
        user_code = device.code["user_code"]
        emulator.decline_device_code(user_code)
        for enter in (emulator.approve_device_code, emulator.decline_device_code):
            for code in (user_code, "BCDFGHJKL"):
                with pytest.raises(LookupError, match=code):
                    enter(code)

    def test_a_reset_forgets_the_codes(self, emulator: Emulator, device: Device) -> None:
        emulator.reset()
        assert device.refused() == "bad_verification_code"
