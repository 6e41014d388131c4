"""What the switches that are no numbers can be set to."""

from enum import StrEnum


class LinkForm(StrEnum):
    """How the `uri` of a page's links is written. The service has used each of these forms."""

    PATH = "path"
    """`/offers?country=US&offset=20&size=20`"""
    VERSIONED_PATH = "versioned_path"
    """`/v1/offers?country=US&offset=20&size=20`"""
    RELATIVE = "relative"
    """`offers?country=US&offset=20&size=20`"""
    ABSOLUTE = "absolute"
    """`https://localhost:PORT/v1/offers?country=US&offset=20&size=20`"""


class RefreshTokenReuse(StrEnum):
    """What happens when a refresh token that was redeemed already comes again."""

    REVOKES = "revokes"
    """It is refused, and so is every token that came from the same sign-in: two hold it, and one is a thief."""
    ALLOWED = "allowed"
    """It is redeemed again, as Entra does."""


class MfaDemand(StrEnum):
    """Whether the identity side wants a sign-in with multi-factor authentication, and how it says so."""

    NONE = "none"
    """It takes any sign-in."""
    INVALID_GRANT = "invalid_grant"
    """AADSTS50076 with the error invalid_grant, as the endpoints of version 2 answer."""
    INTERACTION_REQUIRED = "interaction_required"
    """AADSTS50076 with the error interaction_required, as Entra answers elsewhere."""


class MfaRefusal(StrEnum):
    """What the API answers, with status 401, to a token of a user who signed in without MFA."""

    FAULT = "fault"
    """The documented fault with code 900421."""
    CHALLENGE = "challenge"
    """No body; only the header WWW-Authenticate."""


class MfaReport(StrEnum):
    """Where the API says whether a token has MFA, when it was asked with `ValidateMfa: true`."""

    HEADER = "header"
    """In the header isMfaCompliant."""
    BODY = "body"
    """In the member isMfaCompliant of the body."""
