"""The settings of a client, from arguments and from the environment."""

import ssl
from collections.abc import Container, Mapping
from typing import Any, TypedDict

import attrs
import httpx

from ._http.network import NetworkSettings
from .arguments import check, check_base_url, check_headers, check_timeout
from .clouds import Cloud
from .events import OnEvent
from .retry import RetryPolicy

# Reading is slow if a whole market comes in one response; connecting never is.
DEFAULT_TIMEOUT = httpx.Timeout(60, connect=10)


class CallOptions(TypedDict, total=False):
    """Options of an operation, instead of its client's. ``headers`` are added to those of the client."""

    locale: str | None
    timeout: float | httpx.Timeout
    retry: RetryPolicy | None
    headers: Mapping[str, str]
    correlation_id: str | None


class ClientOptions(CallOptions, total=False):
    """The options of ``with_options``."""

    max_concurrency: int


class ClientSettings(TypedDict, total=False):
    """The arguments that PartnerCenter and AsyncPartnerCenter share, without the credential."""

    cloud: Cloud
    base_url: str | None
    locale: str
    application: str | None
    timeout: float | httpx.Timeout
    retry: RetryPolicy | None
    max_concurrency: int
    max_response_bytes: int
    max_pages: int
    strict: bool
    validate_mfa: bool
    on_event: OnEvent | None
    verify: bool | str | ssl.SSLContext
    proxy: str | None


@attrs.frozen(kw_only=True, eq=False)
class ClientConfig:
    """The checked settings of a client. See the arguments of ``PartnerCenter``."""

    cloud: Cloud
    base_url: httpx.URL
    headers: Mapping[str, str]
    locale: str
    timeout: httpx.Timeout
    retry: RetryPolicy | None
    max_concurrency: int
    max_response_bytes: int
    max_pages: int
    strict: bool
    on_event: OnEvent | None
    network: NetworkSettings
    correlation_id: str | None = None

    def with_options(self, options: Mapping[str, Any], allowed: type[CallOptions] = CallOptions) -> "ClientConfig":
        """Return the settings with these options. Options that are not ``allowed`` raise a TypeError."""
        changes: dict[str, Any] = {}
        for name, value in options.items():
            if name not in allowed.__annotations__:
                raise TypeError(f"{name} is not one of the options {', '.join(allowed.__annotations__)}")
            if name == "timeout":
                changes[name] = check_timeout(value)
            elif name == "headers":
                changes[name] = {**self.headers, **check_headers(value)}
            elif value is not None or name == "retry":
                changes[name] = check(name, value)
        return attrs.evolve(self, **changes)


def settings_from_environment(environment: Mapping[str, str], *, given: Container[str] = ()) -> ClientSettings:
    """Return the settings in the ``PARTNER_CENTER_*`` variables, without those that are given as arguments.

    Empty variables count as missing. A ValueError names the variable that is invalid.
    """
    settings: ClientSettings = {}
    for argument in ("cloud", "base_url", "locale", "application", "verify"):
        variable = "PARTNER_CENTER_" + ("CA_BUNDLE" if argument == "verify" else argument.upper())
        value = environment.get(variable)
        if not value or argument in given:
            continue
        if argument == "cloud":
            settings["cloud"] = Cloud.named(value, source=variable)
        elif argument == "base_url":
            settings["base_url"] = str(check_base_url(value, source=variable))
        else:
            settings[argument] = check(argument, value, source=variable)
    return settings
