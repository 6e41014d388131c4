"""The access token: requested once through the real msal, sent to the API only, and renewed when it is rejected."""

import asyncio
import gc
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from inspect import signature
from types import SimpleNamespace
from typing import Any

import pytest

from partner_center import AsyncPartnerCenter, AuthenticationError, CredentialError, PartnerCenter
from partner_center.auth import AccessToken, AccessTokenCredential, ClientSecretCredential, EnvironmentCredential
from partner_center.config import ClientSettings
from partner_center.emulator import Emulator, ReceivedRequest, Response

from ..conftest import Caller


def token_requests(emulator: Emulator) -> int:
    return len([request for request in emulator.requests if request.path.endswith("/token")])


def test_many_threads_share_one_token(emulator: Emulator, credential: ClientSecretCredential) -> None:
    with (
        PartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner,
        ThreadPoolExecutor(50) as pool,
    ):
        pages = list(pool.map(lambda _: partner.offers.by_country("IS").first_page(), range(200)))
    assert len(pages) == 200
    assert token_requests(emulator) == 1


def test_many_tasks_share_one_token(emulator: Emulator, credential: ClientSecretCredential) -> None:
    async def ask() -> int:
        async with AsyncPartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner:
            return len(await asyncio.gather(*(partner.offers.by_country("IS").first_page() for _ in range(200))))

    assert asyncio.run(ask()) == 200
    assert token_requests(emulator) == 1


def test_a_rejected_token_is_renewed_once(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = _rejecting(times=1)
    assert caller.to_list(lambda offers: offers.by_country("US"))
    assert token_requests(emulator) == 2


def test_a_token_that_is_rejected_twice_is_an_error(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = _rejecting(times=9)
    with pytest.raises(AuthenticationError):
        caller.to_list(lambda offers: offers.by_country("US"))
    assert len([request for request in emulator.requests if request.side == "api"]) == 2


def test_a_given_token_is_sent_unchanged(caller: Caller, emulator: Emulator) -> None:
    token = emulator.issue_token()
    assert caller.to_list(lambda offers: offers.by_country("US"), credential=AccessTokenCredential(token=token))
    (request,) = emulator.requests
    assert request.headers["Authorization"] == f"Bearer {token}"


def test_an_expired_given_token_is_not_sent_twice(caller: Caller, emulator: Emulator) -> None:
    credential = AccessTokenCredential(token=emulator.issue_token(claims={"exp": 0}))
    with pytest.raises(AuthenticationError):
        caller.to_list(lambda offers: offers.by_country("US"), credential=credential)
    assert len(emulator.requests) == 1


def test_a_wrong_secret_is_a_credential_error(
    caller: Caller, emulator: Emulator, credential: ClientSecretCredential
) -> None:
    wrong = ClientSecretCredential(
        tenant_id=credential.tenant_id,
        client_id=credential.client_id,
        client_secret="not-the-secret",
        authority=credential.authority,
    )
    with pytest.raises(CredentialError, match="AADSTS7000215") as caught:
        caller.to_list(lambda offers: offers.by_country("US"), credential=wrong)
    assert caught.value.correlation_id
    assert "not-the-secret" not in repr(caught.value) + repr(wrong)
    assert all(request.side == "identity" for request in emulator.requests)


def test_an_unreachable_authority_is_a_credential_error(caller: Caller, credential: ClientSecretCredential) -> None:
    unreachable = ClientSecretCredential(
        tenant_id=credential.tenant_id, client_id="app", client_secret="s", authority="https://localhost:9"
    )
    with pytest.raises(CredentialError, match="https://localhost:9 could not be reached"):
        caller.to_list(lambda offers: offers.by_country("US"), credential=unreachable)


def test_an_authority_with_an_untrusted_certificate_is_a_credential_error(caller: Caller, emulator: Emulator) -> None:
    with pytest.raises(CredentialError, match="CERTIFICATE_VERIFY_FAILED"):
        caller.to_list(lambda offers: offers.by_country("US"), verify=True)
    assert emulator.requests == []


class SyncCredential:
    """A third-party credential with the protocol of azure-core."""

    def __init__(self, token: str) -> None:
        self._token = token
        self.scopes: list[tuple[str, ...]] = []

    def get_token(self, *scopes: str, **_options: Any) -> AccessToken:
        self.scopes.append(scopes)
        return AccessToken(self._token, 4_000_000_000)


class AsyncCredential(SyncCredential):
    """The asynchronous variant."""

    async def get_token(self, *scopes: str, **_options: Any) -> AccessToken:  # type: ignore[override]  # as in azure-core
        self.scopes.append(scopes)
        return AccessToken(self._token, 4_000_000_000)


def test_a_credential_of_azure_core_signs_in(caller: Caller, emulator: Emulator) -> None:
    credential = SyncCredential(emulator.issue_token())
    assert caller.to_list(lambda offers: offers.by_country("US"), credential=credential)
    assert credential.scopes == [("https://api.partnercenter.microsoft.com/.default",)]


def test_an_asynchronous_credential_signs_in(emulator: Emulator) -> None:
    credential = AsyncCredential(emulator.issue_token())

    async def ask() -> int:
        async with AsyncPartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner:
            return len(await partner.offers.by_country("US").to_list())

    assert asyncio.run(ask()) == len(emulator.catalog.offers("US"))
    with pytest.raises(TypeError, match="Use AsyncPartnerCenter"):
        PartnerCenter(credential)  # type: ignore[arg-type]  # that is the mistake


TOKEN_OF_ANOTHER = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJhbm90aGVyIn0.c2lnbmF0dXJl"
DIRTY = f"refused\r\nforged\x1b[2J for {TOKEN_OF_ANOTHER} " + "x" * 10_000


@pytest.mark.parametrize("error", [RuntimeError(DIRTY), CredentialError(DIRTY, code="C1\n", hint=f"Hint {DIRTY}")])
@pytest.mark.parametrize("is_asynchronous", [False, True])
def test_the_error_of_another_library_s_credential_is_one_short_line_without_tokens(
    emulator: Emulator, error: Exception, is_asynchronous: bool
) -> None:
    class Failing:
        def get_token(self, *scopes: str) -> AccessToken:
            raise error

    class AsyncFailing:
        async def get_token(self, *scopes: str) -> AccessToken:
            raise error

    async def sign_in() -> None:
        async with AsyncPartnerCenter(AsyncFailing() if is_asynchronous else Failing()) as partner:
            await partner.sign_in()

    with pytest.raises(CredentialError, match="refused forged") as caught:
        asyncio.run(sign_in())
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) <= 2000
    assert TOKEN_OF_ANOTHER not in "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    assert "Hint" in str(caught.value) or not isinstance(error, CredentialError)


def test_the_cause_of_an_error_without_tokens_is_kept(caller: Caller) -> None:
    class Failing:
        def get_token(self, *scopes: str) -> AccessToken:
            raise RuntimeError("the vault is locked")

    with pytest.raises(CredentialError, match=r"Failing gave no token: the vault is locked\.") as caught:
        caller.to_list(lambda offers: offers.by_country("US"), credential=Failing())
    assert isinstance(caught.value.__cause__, RuntimeError)


class Awaitable:
    """An awaitable object."""

    def __await__(self) -> Generator[None, None, None]:
        yield


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (None, "NoneType"),
        ("token", "str"),
        (SimpleNamespace(token="t", expires_on="4000000000"), "SimpleNamespace"),
        (SimpleNamespace(token="t", expires_on=None), "SimpleNamespace"),
        (SimpleNamespace(token="t"), "SimpleNamespace"),
        (Awaitable(), "Awaitable"),
    ],
)
def test_a_credential_that_returns_no_token_is_a_credential_error(caller: Caller, given: Any, message: str) -> None:
    class CarelessCredential:
        def get_token(self, *scopes: str) -> Any:
            return given

    with pytest.raises(CredentialError, match=message):
        caller.to_list(lambda offers: offers.by_country("US"), credential=CarelessCredential())


def test_an_abandoned_sign_in_that_fails_logs_nothing(emulator: Emulator) -> None:
    has_request, may_fail = threading.Event(), threading.Event()

    threads: list[threading.Thread] = []

    class SlowCredential:
        def get_token(self, *scopes: str) -> AccessToken:
            threads.append(threading.current_thread())
            has_request.set()
            may_fail.wait(10)
            raise RuntimeError("too late")

    reports: list[dict[str, Any]] = []

    async def stop_early() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, report: reports.append(report))
        async with AsyncPartnerCenter(
            SlowCredential(), base_url=emulator.base_url, verify=emulator.ca_bundle
        ) as partner:
            call = asyncio.create_task(partner.offers.by_country("US").first_page())
            await asyncio.to_thread(has_request.wait, 10)
            call.cancel()
            await asyncio.wait([call])
            assert asyncio.all_tasks() == {asyncio.current_task()}
            may_fail.set()
            await asyncio.to_thread(threads[0].join, 10)
            gc.collect()

    asyncio.run(stop_early())
    assert reports == []


def test_a_program_does_not_wait_for_an_abandoned_sign_in() -> None:
    program = """
import asyncio, threading
from partner_center import AsyncPartnerCenter

class Silent:
    def get_token(self, *scopes):
        threading.Event().wait()

async def give_up():
    async with AsyncPartnerCenter(Silent()) as partner:
        await asyncio.wait_for(partner.offers.by_country("US").first_page(), 0.1)

try:
    asyncio.run(give_up())
except TimeoutError:
    print("gave up")
"""
    result = subprocess.run(  # noqa: S603 - the code is above
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert (result.stdout, result.stderr) == ("gave up\n", "")


@pytest.fixture
def environment(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in list(os.environ):
        if name.startswith("PARTNER_CENTER_"):
            monkeypatch.delenv(name)
    for name, value in emulator.environment().items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_client_from_the_environment_signs_in(emulator: Emulator, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PARTNER_CENTER_LOCALE", "fr-FR")
    environment.setenv("PARTNER_CENTER_APPLICATION", "quoting")
    with PartnerCenter.from_env() as partner:
        offers = partner.offers.by_country("FR").to_list()
    assert [offer.to_dict() for offer in offers] == emulator.catalog.offers("FR", "fr-FR")
    assert emulator.requests[-1].headers["MS-PartnerCenter-Application"] == "quoting"

    async def ask() -> int:
        async with AsyncPartnerCenter.from_env() as partner:
            return len(await partner.offers.by_country("FR").to_list())

    assert asyncio.run(ask()) == len(offers)


@pytest.mark.parametrize("client", [PartnerCenter, AsyncPartnerCenter])
def test_arguments_replace_the_environment(client: Any, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PARTNER_CENTER_LOCALE", "not a locale")
    with pytest.raises(ValueError, match=r"PARTNER_CENTER_LOCALE must be .*got 'not a locale'"):
        client.from_env()
    assert client.from_env(locale="de-DE", retry=None, max_pages=3)
    with pytest.raises(ValueError, match=r"max_pages must be .*got 0"):
        client.from_env(locale="de-DE", max_pages=0)
    with pytest.raises(TypeError, match="credential"):
        client.from_env(locale="de-DE", credential=3)


@pytest.mark.parametrize("client", [PartnerCenter, AsyncPartnerCenter])
def test_from_env_takes_all_arguments_that_both_clients_have(client: Any) -> None:
    assert {*ClientSettings.__annotations__, "credential", "transport"} == {*signature(client).parameters}


def test_an_access_token_in_the_environment_is_preferred(emulator: Emulator, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PARTNER_CENTER_ACCESS_TOKEN", emulator.issue_token())
    with PartnerCenter.from_env() as partner:
        assert partner.offers.by_country("US").to_list()
    assert {request.side for request in emulator.requests} == {"api"}


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, "PARTNER_CENTER_TENANT_ID and PARTNER_CENTER_CLIENT_ID and one of PARTNER_CENTER_CLIENT_SECRET"),
        (
            {"PARTNER_CENTER_CLIENT_ID": "c", "PARTNER_CENTER_CLIENT_SECRET": "s"},
            ": PARTNER_CENTER_TENANT_ID must be set",
        ),
        (
            {"PARTNER_CENTER_TENANT_ID": "t", "PARTNER_CENTER_CLIENT_ID": "c", "PARTNER_CENTER_CLIENT_SECRET": ""},
            ": one of PARTNER_CENTER_CLIENT_SECRET, PARTNER_CENTER_CERTIFICATE_PATH, PARTNER_CENTER_REFRESH_TOKEN",
        ),
    ],
)
def test_missing_variables_are_named(environment: dict[str, str], missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        EnvironmentCredential(environment=environment)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("TENANT_ID", "a/b", "PARTNER_CENTER_TENANT_ID must be a GUID or a domain name"),
        ("CLIENT_ID", "a b", "PARTNER_CENTER_CLIENT_ID must be a GUID"),
        ("ACCESS_TOKEN", "Bearer abc", "PARTNER_CENTER_ACCESS_TOKEN must be an access token"),
        ("AUTHORITY", "http://localhost", "PARTNER_CENTER_AUTHORITY must be https"),
        ("AUTHORITY", "https://a:b@localhost", "PARTNER_CENTER_AUTHORITY must not contain a user name"),
        ("CERTIFICATE_PATH", "/nowhere.pem", "PARTNER_CENTER_CERTIFICATE_PATH must be .* got '/nowhere.pem'"),
        ("CERTIFICATE_PATH", "MIIK" * 300, "^(?!.*MIIK)PARTNER_CENTER_CERTIFICATE_PATH must be .* got base64"),
    ],
)
def test_the_message_for_an_invalid_variable_names_it(variable: str, value: str, message: str) -> None:
    valid = {"TENANT_ID": "contoso.example", "CLIENT_ID": "c", "CLIENT_SECRET": "s"}
    environment = {f"PARTNER_CENTER_{name}": text for name, text in (valid | {variable: value}).items()}
    with pytest.raises(ValueError, match=message):
        EnvironmentCredential(environment=environment)


@pytest.mark.parametrize("proof", ["secret", "certificate", "refresh token", "access token"])
def test_white_space_around_the_value_of_a_variable_is_ignored(emulator: Emulator, proof: str) -> None:
    proofs = {
        "secret": {},
        "certificate": {
            "PARTNER_CENTER_CERTIFICATE_PATH": emulator.certificate.pfx_path,
            "PARTNER_CENTER_CERTIFICATE_PASSWORD": emulator.certificate.password,
        },
        "refresh token": {"PARTNER_CENTER_REFRESH_TOKEN": emulator.issue_refresh_token()},
        "access token": {"PARTNER_CENTER_ACCESS_TOKEN": emulator.issue_token()},
    }
    variables = {name: f" {value}\r\n" for name, value in (emulator.environment() | proofs[proof]).items()}
    credential = EnvironmentCredential(environment=variables)
    with PartnerCenter(credential, base_url=emulator.base_url, verify=emulator.ca_bundle) as partner:
        assert partner.offers.by_country("FR").first_page().items


def _rejecting(*, times: int) -> Any:
    left = times

    def answer(request: ReceivedRequest) -> Response | None:
        nonlocal left
        if request.side == "identity" or left == 0:
            return None
        left -= 1
        return Response(401)

    return answer
