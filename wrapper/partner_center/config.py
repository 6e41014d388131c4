"""Bad input is refused here, before anything is sent, with the argument, its value and what it wants."""

import ipaddress
import re
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

import httpx

from ._limits import MOST_AT_ONCE
from ._whole_numbers import check_whole
from .clouds import Cloud

_INT32_MAX = 2**31 - 1
_LONGEST_ID = 500  # httpx cannot write an address of 64 KiB, nor can servers read it
_LONGEST_TIMEOUT = 86_400  # a day: more is a slip, and the system refuses some millions


def check_country(country: str) -> str:
    if not isinstance(country, str) or not re.fullmatch(r"[A-Za-z]{2}", country):
        raise ValueError(f"country is {country!r}, but wants the two letters of a country or region, such as 'US'.")
    return country.upper()


def check_customer_id(customer_id: str) -> str:
    # The id becomes one segment of the path, so nothing may end the segment or step out of it.
    if (
        not isinstance(customer_id, str)
        or not customer_id
        or customer_id != customer_id.strip()
        or customer_id in {".", ".."}
        or not customer_id.isprintable()
        or len(customer_id) > _LONGEST_ID
        or re.search(r"[/\\]", customer_id)
    ):
        raise ValueError(
            f"customer_id is {customer_id!r}, but wants the id of a customer, the GUID of its Microsoft Entra tenant."
        )
    return customer_id


def each_once(name: str, values: Iterable[str], check: Callable[[str], str]) -> list[str]:
    """Return what the check makes of each value. One that comes twice is refused: its offers would be doubled."""
    if isinstance(values, str):
        raise TypeError(f"{name} is the string {values!r}, but wants a list of strings.")
    checked = [check(value) for value in values]
    seen: set[str] = set()
    for value in checked:
        if value.casefold() in seen:
            raise ValueError(f"{name} holds {value!r} twice, but wants each once.")
        seen.add(value.casefold())
    return checked


def check_concurrency(concurrency: int) -> int:
    check_whole("concurrency", concurrency, 1, MOST_AT_ONCE)
    return concurrency


def check_ahead(ahead: int) -> int:
    check_whole("ahead", ahead, 0, MOST_AT_ONCE)
    return ahead


def check_category_id(category_id: str | None) -> str | None:
    if category_id is not None and not (
        isinstance(category_id, str)
        and category_id.strip()
        and category_id.isprintable()
        and len(category_id) <= _LONGEST_ID
    ):
        raise ValueError(f"category_id is {category_id!r}, but wants the id of a category, such as 'Enterprise_Key'.")
    return category_id


def check_page_size(page_size: int | None) -> int | None:
    if page_size is not None:
        check_whole("page_size", page_size, 1, _INT32_MAX, otherwise=", or None")
    return page_size


def check_offset(offset: int | None) -> int | None:
    if offset is not None:
        check_whole("offset", offset, 0, _INT32_MAX, otherwise=", or None")
    return offset


def check_locale(locale: str) -> str:
    if not isinstance(locale, str) or not re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", locale):
        raise ValueError(f"locale is {locale!r}, but wants the name of a culture, such as 'en-US'.")
    return locale


def check_application(application: str | None) -> str | None:
    if application is not None and not (
        isinstance(application, str) and re.fullmatch(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?", application)
    ):
        raise ValueError(
            f"application is {application!r}, but wants a name that can travel in a header: "
            "printable ASCII, no blanks at its ends."
        )
    return application


def check_base_url(base_url: str) -> str:
    """Return the root of the API without a slash at its end."""
    wanted = "the root of the API with its version, such as 'https://api.partnercenter.microsoft.com/v1'"
    parts = _address("base_url", base_url, wanted)
    if parts.scheme not in {"http", "https"}:
        raise ValueError(f"base_url is {base_url!r}, but wants {wanted}.")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ValueError(f"base_url is {base_url!r}, but plain http is for loopback only: a token would be readable.")
    return base_url.rstrip("/")


def check_authority(authority: str) -> None:
    wanted = (
        "https and a host alone, such as 'https://login.microsoftonline.com': the tenant has an argument of its own"
    )
    parts = _address("authority", authority, wanted)
    if parts.scheme != "https" or parts.path.strip("/"):
        raise ValueError(f"authority is {authority!r}, but wants {wanted}.")


def check_proxy(proxy: str | None) -> str | None:
    # It is not shown: it may hold a password.
    wanted = "proxy is no address as text, such as 'http://localhost:8080'"
    if proxy is None:
        return None
    if not isinstance(proxy, str):
        raise TypeError(f"{wanted}, but a {type(proxy).__name__}.")
    try:
        httpx.Proxy(proxy)
    except (httpx.InvalidURL, ValueError):
        raise ValueError(f"{wanted}.") from None
    return proxy


def check_transport(transport: object, method: str) -> None:
    """Refuse what httpx could not send a request through, such as the transport of the other client."""
    if transport is not None and not callable(getattr(transport, method, None)):
        raise TypeError(f"transport is {transport!r}, but wants a transport of httpx with `{method}`, or None.")


def check_flag(name: str, flag: bool) -> bool:
    if not isinstance(flag, bool):
        raise TypeError(f"{name} is {flag!r}, but wants True or False.")
    return flag


def check_cloud(cloud: Cloud) -> Cloud:
    if not isinstance(cloud, Cloud):
        raise TypeError(f"cloud is {cloud!r}, but wants a Cloud, such as Cloud.CHINA, or Cloud.named('china').")
    return cloud


def check_timeout(timeout: float | httpx.Timeout) -> httpx.Timeout:
    if isinstance(timeout, httpx.Timeout):
        return timeout
    if not isinstance(timeout, int | float) or isinstance(timeout, bool):
        raise TypeError(f"timeout is {timeout!r}, but wants seconds, or an httpx.Timeout.")
    if not 0 < timeout <= _LONGEST_TIMEOUT:
        raise ValueError(f"timeout is {timeout!r}, but wants seconds, more than 0 and at most {_LONGEST_TIMEOUT}.")
    return httpx.Timeout(timeout)


def check_verify(verify: bool | str | ssl.SSLContext) -> bool | str | ssl.SSLContext:
    if not isinstance(verify, bool | str | ssl.SSLContext):
        raise TypeError(
            f"verify is {verify!r}, but wants True, the path of a PEM file with CA certificates, or an ssl.SSLContext."
        )
    return verify


def is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(name: str, address: str, wanted: str) -> SplitResult:
    """Return the parts of an address that is a root: with a host, and without query and fragment."""
    if not isinstance(address, str):
        raise TypeError(f"{name} is {address!r}, but wants an address as text, or None.")
    if "@" in (address.partition("//")[2] or address).partition("/")[0]:
        raise ValueError(f"{name} holds a user name or password, but wants none: use a credential.")
    parts = None
    if address.isprintable() and not set(address) & set(" \\?#"):
        # Each of the two finds what the other lets pass: a port of letters, and a part of a host that is too long.
        with suppress(ValueError, httpx.InvalidURL):
            httpx.URL(address)
            split = urlsplit(address)
            if split.hostname and split.hostname.encode("idna") and split.port != 0:
                parts = split
    if parts is None:
        raise ValueError(f"{name} is {address!r}, but wants {wanted}.")
    return parts
