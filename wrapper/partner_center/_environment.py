"""The settings of a client that the PARTNER_CENTER_* variables describe, but for its credential."""

from collections.abc import Mapping
from typing import TypedDict

from .clouds import Cloud


class ClientSettings(TypedDict, total=False):
    """Arguments of PartnerCenter and AsyncPartnerCenter that variables can give."""

    cloud: Cloud
    base_url: str
    locale: str
    application: str
    verify: str


def settings_from_environment(environment: Mapping[str, str]) -> ClientSettings:
    """Return what some variables say; empty ones count as missing.

    Raises:
        ValueError: ``PARTNER_CENTER_CLOUD`` names no cloud.
    """
    settings: ClientSettings = {}
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
