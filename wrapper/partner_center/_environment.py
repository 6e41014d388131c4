"""The settings of a client that the PARTNER_CENTER_* variables describe, but for its credential."""

import ssl
from collections.abc import Mapping
from typing import TypedDict

import httpx

from ._events import OnEvent
from .clouds import Cloud
from .retry import RetryPolicy


class EnvironmentSettings(TypedDict, total=False):
    """Arguments of PartnerCenter and AsyncPartnerCenter that variables can give."""

    cloud: Cloud
    base_url: str
    locale: str
    application: str
    verify: str


class ClientSettings(TypedDict, total=False):
    """The arguments that PartnerCenter and AsyncPartnerCenter have in common, but for the credential."""

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


def settings_from_environment(environment: Mapping[str, str]) -> EnvironmentSettings:
    """Return what some variables say; empty ones count as missing.

    Raises:
        ValueError: ``PARTNER_CENTER_CLOUD`` names no cloud.
    """
    settings: EnvironmentSettings = {}
    if cloud := environment.get("PARTNER_CENTER_CLOUD"):
        settings["cloud"] = Cloud.named(cloud)
    if base_url := environment.get("PARTNER_CENTER_BASE_URL"):
        settings["base_url"] = base_url
    if locale := environment.get("PARTNER_CENTER_LOCALE"):
        settings["locale"] = locale
    if application := environment.get("PARTNER_CENTER_APPLICATION"):
        settings["application"] = application
    if ca_bundle := environment.get("PARTNER_CENTER_CA_BUNDLE"):
        settings["verify"] = ca_bundle
    return settings
