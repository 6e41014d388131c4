"""The switches: how the emulator behaves, changeable while it runs."""

import time
from collections.abc import Callable

import attrs

from partner_center.emulator.exchange import Answer, ReceivedRequest
from partner_center.emulator.switch_values import LinkForm, MfaDemand, MfaRefusal, MfaReport, RefreshTokenReuse
from partner_center.emulator.users import User

_TRUE_OR_FALSE = attrs.validators.instance_of(bool)


@attrs.define
class Behaviour:
    """What the emulator does differently from call to call; each attribute may be set at any time.

    A value of the wrong kind raises TypeError or ValueError where it is set.
    """

    token_lifetime: int = attrs.field(default=3600, validator=attrs.validators.instance_of(int))
    """How many seconds a token lasts, counted from its issue."""

    clock: Callable[[], float] = time.time
    """What time it is for the tokens, in seconds since 1970. Put it forward, and tokens expire without a wait."""

    secret_expired: bool = attrs.field(default=False, validator=_TRUE_OR_FALSE)
    """Whether the time of the client secret is over."""

    assertions_only_once: bool = attrs.field(default=False, validator=_TRUE_OR_FALSE)
    """Whether a client assertion is refused when it comes a second time. msal sends each for nine minutes, and Entra
    takes it."""

    public_client: bool = attrs.field(default=True, validator=_TRUE_OR_FALSE)
    """Whether the application may sign users in, and redeem their refresh tokens, without proving itself."""

    user: User = attrs.field(factory=User, validator=attrs.validators.instance_of(User))
    """Who signs in. `User(mfa=False)` does so with a password only, `User(declines=True)` says no."""

    device_code_interval: int = attrs.field(default=0, validator=attrs.validators.instance_of(int))
    """How many seconds a client has to wait between two questions whether the user has entered the code."""

    device_code_pending: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(int))
    )
    """How often such a question is answered with authorization_pending before the user of `user` answers by itself:
    with 0, at the first. None leaves it to `Emulator.approve_device_code` and `decline_device_code`."""

    mfa_demand: MfaDemand = attrs.field(default=MfaDemand.NONE, converter=MfaDemand)
    """Whether the identity side refuses users who have signed in without MFA, and how; the value will do."""

    refresh_token_reuse: RefreshTokenReuse = attrs.field(default=RefreshTokenReuse.REVOKES, converter=RefreshTokenReuse)
    """What happens when a refresh token is redeemed twice; the value of a RefreshTokenReuse will do."""

    mfa_required: bool = attrs.field(default=True, validator=_TRUE_OR_FALSE)
    """Whether the API refuses the tokens of users who have signed in without MFA. Those without a user are exempt."""

    mfa_refusal: MfaRefusal = attrs.field(default=MfaRefusal.FAULT, converter=MfaRefusal)
    """What the API answers then; the value of an MfaRefusal will do."""

    mfa_report: MfaReport = attrs.field(default=MfaReport.HEADER, converter=MfaReport)
    """Where the API tells a caller who sends `ValidateMfa: true`; the value of an MfaReport will do."""

    link_form: LinkForm = attrs.field(default=LinkForm.PATH, converter=LinkForm)
    """How the links of a page are written; the value of a LinkForm will do."""

    next_links: bool = attrs.field(default=True, validator=_TRUE_OR_FALSE)
    """Whether a page links to the next one. Without, a caller has to count offsets until a page comes short."""

    link_headers: dict[str, str] = attrs.field(factory=dict, validator=attrs.validators.instance_of(dict))
    """Headers that the next link asks for, such as `{"MS-ContinuationToken": "..."}`. As long as they are set, each
    request with an offset above 0 has to bring them, or is answered 400. Those that no client should take from a
    link, such as Authorization, are handed out but not asked for."""

    intercept: Callable[[ReceivedRequest], Answer | None] | None = None
    """Sees each request of both sides before it is served. What it returns is sent as it is; None lets the request
    through. It runs in the thread of the server, so it must not wait."""

    def reset(self) -> None:
        """Set everything back to the way it was at the start."""
        fresh = Behaviour()
        for field in attrs.fields(Behaviour):
            setattr(self, field.name, getattr(fresh, field.name))
