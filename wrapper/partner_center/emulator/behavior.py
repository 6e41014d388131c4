"""The switches of the emulator. They can change while it runs."""

import time
from collections.abc import Callable
from enum import StrEnum

import attrs
from attrs.validators import instance_of, optional

from partner_center.emulator.server.requests import Intercept


class LinkForm(StrEnum):
    """The form of the `uri` in the links of a page. The service has used each of them."""

    PATH = "path"
    """`/offers?country=US&offset=20&size=20`"""
    VERSIONED_PATH = "versioned_path"
    """`/v1/offers?country=US&offset=20&size=20`"""
    RELATIVE = "relative"
    """`offers?country=US&offset=20&size=20`"""
    ABSOLUTE = "absolute"
    """`https://localhost:PORT/v1/offers?country=US&offset=20&size=20`"""


class RefreshTokenReuse(StrEnum):
    """What happens when a refresh token is redeemed a second time."""

    REVOKES = "revokes"
    """The token is refused, and every refresh token of the same sign-in is revoked."""
    ALLOWED = "allowed"
    """The token is redeemed again, as Entra does."""


class MfaDemand(StrEnum):
    """Whether the identity side refuses users who signed in without MFA, and with which error."""

    NONE = "none"
    """Every sign-in is accepted."""
    INVALID_GRANT = "invalid_grant"
    """AADSTS50076 with the error `invalid_grant`, as the v2.0 endpoints respond."""
    INTERACTION_REQUIRED = "interaction_required"
    """AADSTS50076 with the error `interaction_required`, as other endpoints of Entra respond."""


class MfaRefusal(StrEnum):
    """The form of the 401 response to a token of a user who signed in without MFA."""

    FAULT = "fault"
    """The documented fault, with code 900421."""
    CHALLENGE = "challenge"
    """An empty body and the header `WWW-Authenticate`."""


class MfaReport(StrEnum):
    """Where the API reports whether a token has MFA, if the request has the header `ValidateMfa: true`."""

    HEADER = "header"
    """In the header `isMfaCompliant`."""
    BODY = "body"
    """In the property `isMfaCompliant` of the body."""


@attrs.frozen(kw_only=True)
class User:
    """The user who signs in."""

    mfa: bool = True
    """Whether the user signs in with multi-factor authentication."""
    declines: bool = False
    """Whether the user declines to sign in."""
    id: str = "5f9d4c1a-7e36-4b8f-a2c5-9b0e6d3f8a17"
    name: str = "Adele Vance"
    principal_name: str = "adele@contoso.example"


@attrs.define
class Behavior:
    """The switches. Set an attribute at any time, also while the emulator runs.

    The attributes that hold an enum also take its values as strings.

    Raises:
        TypeError, ValueError: The value is not one that the attribute takes. It is raised on assignment.
    """

    token_lifetime: int = attrs.field(default=3600, validator=instance_of(int))
    """Seconds from the issue of an access token to its expiry."""

    clock: Callable[[], float] = time.time
    """Returns the current time in seconds since 1970, for tokens, codes and assertions."""

    secret_expired: bool = attrs.field(default=False, validator=instance_of(bool))
    """Whether the client secret has expired."""

    assertions_only_once: bool = attrs.field(default=False, validator=instance_of(bool))
    """Whether a client assertion is refused when it is sent again. msal reuses each for nine minutes, and Entra
    accepts that."""

    public_client: bool = attrs.field(default=True, validator=instance_of(bool))
    """Whether the application can sign users in, and redeem their refresh tokens, without a secret or certificate."""

    user: User = attrs.field(factory=User, validator=instance_of(User))
    """The user who signs in."""

    device_code_interval: int = attrs.field(default=0, validator=instance_of(int))
    """Seconds that a client must wait between two polls for a device code."""

    device_code_pending: int | None = attrs.field(default=None, validator=optional(instance_of(int)))
    """The number of polls with the error `authorization_pending` before `user` enters the device code; with 0, the
    first poll succeeds. None leaves it to `Emulator.approve_device_code` and `Emulator.decline_device_code`."""

    mfa_demand: MfaDemand = attrs.field(default=MfaDemand.NONE, converter=MfaDemand)
    """Whether the identity side refuses users who signed in without MFA."""

    refresh_token_reuse: RefreshTokenReuse = attrs.field(default=RefreshTokenReuse.REVOKES, converter=RefreshTokenReuse)
    """What happens when a refresh token is redeemed a second time."""

    mfa_required: bool = attrs.field(default=True, validator=instance_of(bool))
    """Whether the API refuses tokens of users who signed in without MFA. Tokens without a user are exempt."""

    mfa_refusal: MfaRefusal = attrs.field(default=MfaRefusal.FAULT, converter=MfaRefusal)
    """The form of that refusal."""

    mfa_report: MfaReport = attrs.field(default=MfaReport.HEADER, converter=MfaReport)
    """Where the API reports whether a token has MFA."""

    link_form: LinkForm = attrs.field(default=LinkForm.PATH, converter=LinkForm)
    """The form of the links of a page."""

    next_links: bool = attrs.field(default=True, validator=instance_of(bool))
    """Whether a page has a next link. If not, a client must count offsets until a page is short."""

    link_headers: dict[str, str] = attrs.field(factory=dict, validator=instance_of(dict))
    """Headers of the next link, such as `{"MS-ContinuationToken": "..."}`. While they are set, a request with an offset
    above 0 must have them, or the response is 400. Headers that a client must not take from a link, such as
    Authorization, are part of the link but not required."""

    intercept: Intercept | None = None
    """Called with each request of both sides before it is served. The emulator sends the `Response` that it returns;
    None lets the emulator serve the request. A function runs in a thread of its own: it may block, and several requests
    may be in it at the same time. A coroutine function is awaited in the event loop of the server."""

    def reset(self) -> None:
        """Set every switch to its default."""
        defaults = Behavior()
        for field in attrs.fields(Behavior):
            setattr(self, field.name, getattr(defaults, field.name))
