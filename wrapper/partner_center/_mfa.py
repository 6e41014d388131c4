"""Whether the user of a token signed in with a second factor, as the service reports it."""

import logging
from functools import cache

import httpx

from partner_center_api.models import ResourceCollectionOfOffer

_log = logging.getLogger("partner_center")

VALIDATE_MFA = {"ValidateMfa": "true"}
"""The header that asks for the report. Fact: no page lists it; three public clients send it."""


def mfa_compliant(headers: httpx.Headers, resource: ResourceCollectionOfOffer) -> bool | None:
    """Return what an answer says of the second factor, or None where it says nothing."""
    # Fact: two clients read a header, one falls back to a member of the body; Microsoft's words were not to be had.
    said = headers.get("isMfaCompliant", resource.additional_properties.get("isMfaCompliant"))
    return {"true": True, "false": False}.get(str(said).lower())


@cache
def warn_of_missing_second_factor() -> None:
    """Log what a missing second factor means, once in the life of a process."""
    _log.warning(
        "The user of this token did not sign in with a second factor (MFA). Partner Center refuses such calls since "
        "1 April 2026: the user has to sign in again with a second factor."
    )
