"""An invalid argument is refused before anything is sent, and the message names it."""

import subprocess
import sys
from typing import Any

import httpx
import pytest

from partner_center import AsyncPartnerCenter, Cloud, Event, PartnerCenter
from partner_center.auth import AccessTokenCredential, ClientSecretCredential
from partner_center.emulator import Emulator

from ..conftest import Caller

CUSTOMER = "1f3b2c77-52a0-4a43-8f0f-d4f3b0b9c921"


async def async_hook(event: Event) -> None:
    """A hook that is a coroutine function."""


class AsyncHook:
    """A hook with an asynchronous ``__call__``."""

    async def __call__(self, event: Event) -> None:
        pass


@pytest.mark.parametrize("country", ["", "U", "USA", "U1", "ÄÖ", " US", "US\n", None, 12])
def test_an_invalid_country_is_refused(caller: Caller, emulator: Emulator, country: Any) -> None:
    with pytest.raises(ValueError, match="country must be a two-letter code"):
        caller.to_list(lambda offers: offers.by_country(country))
    assert emulator.requests == []


@pytest.mark.parametrize("customer_id", ["", " ", "a ", "a" * 501, "a/b", "/", "..", ".", "a\\b", "a\nb", None, 12])
def test_an_invalid_customer_id_is_refused(caller: Caller, emulator: Emulator, customer_id: Any) -> None:
    with pytest.raises(ValueError, match="customer_id must be"):
        caller.to_list(lambda offers: offers.by_customer(customer_id))
    assert emulator.requests == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"page_size": 0}, "page_size must be .*got 0"),
        ({"page_size": -1}, "page_size must be .*got -1"),
        ({"page_size": True}, "page_size must be .*got True"),
        ({"page_size": 1.5}, "page_size must be .*got 1.5"),
        ({"page_size": "10"}, "page_size must be .*got '10'"),
        ({"page_size": 2**31}, "page_size must be .*got 2147483648"),
        ({"offset": -1}, "offset must be .*got -1"),
        ({"offset": False}, "offset must be .*got False"),
        ({"offset": 2**31}, "offset must be .*got 2147483648"),
        ({"category_id": ""}, "category_id must be .*got ''"),
        ({"category_id": 7}, "category_id must be .*got 7"),
        ({"category_id": "\ud800"}, "category_id must be"),
        ({"category_id": "a\nb"}, "category_id must be"),
        ({"category_id": "a" * 501}, "category_id must be"),
        ({"locale": ""}, "locale must be .*got ''"),
        ({"locale": "en_US"}, "locale must be .*got 'en_US'"),
        ({"locale": "en-US\r\nX: y"}, "locale must be"),
    ],
)
def test_an_invalid_option_of_a_call_is_refused(
    caller: Caller, emulator: Emulator, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        caller.to_list(lambda offers: offers.by_country("US", **options))
    with pytest.raises(ValueError, match=message):
        caller.to_list(lambda offers: offers.by_customer(CUSTOMER, **options))
    assert emulator.requests == []


@pytest.mark.parametrize("client", [PartnerCenter, AsyncPartnerCenter])
@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"base_url": "http://api.example.com/v1"}, "base_url must begin with https unless its host is loopback"),
        ({"base_url": "http://localhost.example.com/v1"}, "base_url must begin with https unless its host is loopback"),
        ({"base_url": "api.partnercenter.microsoft.com/v1"}, "base_url must be"),
        ({"base_url": "ftp://localhost/v1"}, "base_url must be"),
        ({"base_url": "https://user:secret@localhost/v1"}, "^(?!.*secret).*user name or password"),
        ({"base_url": "https://user:secret@localhost/v1?a=b"}, "^(?!.*secret).*user name or password"),
        ({"base_url": "user:secret@localhost/v1"}, "^(?!.*secret).*user name or password"),
        ({"base_url": "https://localhost/v1?a=b"}, "base_url must be"),
        ({"base_url": "https://localhost/v1?"}, "base_url must be"),
        ({"base_url": "https://localhost/v1#"}, "base_url must be"),
        ({"base_url": "https://localhost/v1\n"}, r"base_url must be .*got 'https://localhost/v1\\n'"),
        ({"base_url": " https://localhost/v1"}, "base_url must be"),
        ({"base_url": "https://localhost:abc/v1"}, "base_url must be"),
        ({"base_url": "https://localhost:99999/v1"}, "base_url must be"),
        ({"base_url": "https://\u2603.com/v1"}, "base_url must be"),
        ({"base_url": "https://a..b/v1"}, "base_url must be"),
        ({"base_url": f"https://{'a' * 70}.com/v1"}, "base_url must be"),
        ({"base_url": f"https://localhost/{'a' * 70_000}"}, "base_url must be"),
        ({"base_url": "https://local\0host/v1"}, "base_url must be"),
        ({"locale": ""}, "locale must be .*got ''"),
        ({"application": "a\r\nb"}, "application must be"),
        ({"application": ""}, "application must be .*got ''"),
        ({"application": "Ä"}, "application must be"),
    ],
)
def test_an_invalid_address_locale_or_application_is_refused(
    client: Any, settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        client(AccessTokenCredential(token="t"), **settings)


@pytest.mark.parametrize("client", [PartnerCenter, AsyncPartnerCenter])
@pytest.mark.parametrize(
    ("settings", "kind", "message"),
    [
        ({"cloud": "china"}, TypeError, r"Cloud\.CHINA"),
        ({"base_url": 5}, TypeError, "base_url must be .*got 5"),
        ({"timeout": "x"}, TypeError, "timeout must be .*got 'x'"),
        ({"timeout": -1}, ValueError, "timeout must be .*got -1"),
        ({"timeout": 0}, ValueError, "timeout must be .*got 0"),
        ({"timeout": float("nan")}, ValueError, "timeout must be .*got nan"),
        ({"verify": None}, TypeError, "verify must be .*got None"),
        ({"verify": "/nowhere.pem"}, ValueError, "'/nowhere.pem'.*No such file"),
        ({"verify": __file__}, ValueError, "must be the path of a PEM file"),
        ({"proxy": "socks5://localhost:9"}, ValueError, "The proxy cannot be used .*HTTPS_PROXY.*: .*socks"),
        ({"proxy": 5}, TypeError, "proxy must be the address of a proxy .*, got 5"),
        ({"proxy": "http://user:secret@local:abc"}, ValueError, "^(?!.*secret)proxy must be the address of a proxy"),
        ({"proxy": "gopher://user:secret@localhost"}, ValueError, "^(?!.*secret)proxy must be the address of a proxy"),
        ({"transport": 5}, TypeError, "transport must be .*got 5"),
        ({"strict": "false"}, TypeError, "strict must be .*got 'false'"),
        ({"validate_mfa": 1}, TypeError, "validate_mfa must be .*got 1"),
        ({"on_event": async_hook}, TypeError, "on_event must be .*got .*async_hook"),
        ({"on_event": AsyncHook()}, TypeError, "on_event must be .*got .*AsyncHook"),
        ({"retry": True}, TypeError, "retry must be .*got True"),
        ({"on_event": 3}, TypeError, "on_event must be .*got 3"),
        ({"max_concurrency": 0}, ValueError, "max_concurrency must be .*got 0"),
    ],
)
def test_an_invalid_setting_of_a_client_is_refused(
    client: Any, settings: dict[str, Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=message):
        client(AccessTokenCredential(token="t"), **settings)


@pytest.mark.parametrize(
    ("client", "transport"), [(PartnerCenter, httpx.AsyncHTTPTransport()), (AsyncPartnerCenter, httpx.HTTPTransport())]
)
def test_the_transport_of_the_other_client_is_refused(client: Any, transport: Any) -> None:
    with pytest.raises(TypeError, match=r"transport must be an httpx transport with `handle_(async_)?request`"):
        client(AccessTokenCredential(token="t"), transport=transport)


def test_a_missing_certificate_file_of_the_environment_is_named() -> None:
    program = "from partner_center import PartnerCenter; PartnerCenter.from_env()"
    environment = {"PARTNER_CENTER_ACCESS_TOKEN": "t", "SSL_CERT_FILE": "/nowhere.pem"}
    result = subprocess.run(  # noqa: S603 - the code is above
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert "ValueError: SSL_CERT_FILE must be the path of a PEM file with CA certificates, got " in result.stderr


@pytest.mark.parametrize(
    "base_url", ["https://GW.example:8443/@me/v1", "https://xn--bcher-kva.example/", "https://[::2]/v1"]
)
def test_a_base_url_can_have_another_host_and_path(base_url: str) -> None:
    with PartnerCenter(AccessTokenCredential(token="t"), base_url=base_url) as partner:
        assert partner.offers


@pytest.mark.parametrize("base_url", ["http://localhost:1/v1", "http://127.0.0.1/v1", "http://[::1]:8/v1/"])
def test_plain_http_is_allowed_on_loopback(base_url: str) -> None:
    with PartnerCenter(AccessTokenCredential(token="t"), base_url=base_url) as partner:
        assert partner.offers


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"tenant_id": ""}, "tenant_id must be a GUID or a domain name"),
        ({"tenant_id": "a/b"}, "tenant_id must be a GUID or a domain name"),
        ({"client_id": "abc8Q~secret"}, "^(?!.*secret)client_id must be a GUID"),
        ({"client_secret": " "}, "client_secret must be a string that is not blank"),
        ({"client_secret": None}, "client_secret must be a string that is not blank"),
        ({"authority": "http://localhost"}, "authority must be"),
        ({"authority": "https://login.microsoftonline.com/tenant"}, "authority must be"),
        ({"authority": "https://a:b@localhost"}, "authority must not contain a user name or password"),
        ({"authority": "https://localhost:abc"}, "authority must be"),
        ({"authority": "https://a..b"}, "authority must be"),
        ({"authority": " https://localhost"}, "authority must be"),
        ({"authority": "https://localhost\n"}, "authority must be"),
    ],
)
def test_an_invalid_argument_of_a_client_secret_credential_is_refused(arguments: dict[str, Any], message: str) -> None:
    good = {"tenant_id": "contoso.example", "client_id": CUSTOMER, "client_secret": "s"}
    with pytest.raises(ValueError, match=message):
        ClientSecretCredential(**good | arguments)


@pytest.mark.parametrize("token", ["", "a b", "a\nb", "ä"])
def test_an_invalid_access_token_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match="token must be an access token without the word Bearer"):
        AccessTokenCredential(token=token)


@pytest.mark.parametrize("credential", [None, "token", object()])
@pytest.mark.parametrize("client", [PartnerCenter, AsyncPartnerCenter])
def test_an_object_that_is_not_a_credential_is_refused(client: Any, credential: Any) -> None:
    with pytest.raises(TypeError, match=r"credential must be a credential of partner_center\.auth"):
        client(credential)


def test_a_cloud_is_found_by_its_name() -> None:
    assert Cloud.named("US_Government") is Cloud.US_GOVERNMENT
    assert Cloud.named("china") is Cloud.CHINA
    with pytest.raises(ValueError, match="global, us_government, china"):
        Cloud.named("germany")
