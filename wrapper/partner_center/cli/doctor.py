"""``partner-center doctor``: checks what a call needs, and says what to do about what fails."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import StrEnum

import attrs
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from partner_center import (
    ApiError,
    Cloud,
    PartnerCenter,
    PartnerCenterError,
    ResponseDecodeError,
    ServerError,
)
from partner_center.auth import AccessTokenCredential, Claims, read_claims

from .network import explain
from .options import ReportFormat
from .reporting import counted, printable, reported_errors, usage_errors
from .session import Session, current_session
from .sign_in import SIGN_IN_AGAIN
from .standard_output import FAILED, escape_json, safe_output

# Microsoft Entra accepts tokens if the clocks differ by up to five minutes.
_FAILING_SKEW = 300
_NOTABLE_SKEW = 30
_STORE_VARIABLES = tuple(f"PARTNER_CENTER_{name}" for name in ("TENANT_ID", "CLIENT_ID", "CLIENT_SECRET"))
_STORE_SELLER = "PARTNER_CENTER_SELLER_ID"


class Outcome(StrEnum):
    """The outcome of a check."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@attrs.frozen
class Check:
    """A check: what was checked, its outcome, and what was found, with what to do if it is not ok."""

    name: str
    outcome: Outcome
    message: str


def doctor(*, country: str, output: ReportFormat) -> None:
    """Run all checks and write their outcomes. Exit with status 1 if one fails."""
    with reported_errors():
        checks = list(run_checks(country))
        _WRITERS[output](checks)
    if any(check.outcome is Outcome.FAILURE for check in checks):
        raise typer.Exit(FAILED)


def run_checks(country: str) -> Iterator[Check]:
    """Yield the outcome of each check. If the settings are invalid, nothing else can be checked."""
    try:
        session = current_session()
        partner = session.client(retry=None)
        anonymous = session.client(credential=AccessTokenCredential(token="partner-center-doctor"), retry=None)  # noqa: S106
    except (ValueError, OSError) as error:
        yield Check("settings", Outcome.FAILURE, str(error))
        return
    with usage_errors():
        partner.offers.by_country(country)  # checks the argument, and sends nothing
    with partner, anonymous:
        yield _settings(session)
        yield from _api_and_clock(anonymous, country)
        yield from _token_and_call(partner, session.cloud, country)


def _settings(session: Session) -> Check:
    """Describe the settings, and say if the variables may be those of another tool.

    Actions and scripts that publish apps in the Microsoft Store read three variables of the same names, and one for the
    seller, which this command does not read.
    """
    message = f"cloud {session.cloud.name}, credential from {session.origin}"
    shared = [name for name in _STORE_VARIABLES if os.environ.get(name)]
    if not shared:
        return Check("settings", Outcome.OK, message)
    message += f". Tools for the Microsoft Store also read {', '.join(shared)}"
    if os.environ.get(_STORE_SELLER):
        message += f", and {_STORE_SELLER} is set: check that the credential is that of the Cloud Solution Provider"
        return Check("settings", Outcome.WARNING, f"{message} (CSP) application.")
    return Check("settings", Outcome.OK, f"{message}: here they must be those of the Cloud Solution Provider (CSP).")


def _api_and_clock(anonymous: PartnerCenter, country: str) -> Iterator[Check]:
    """Check that the API answers, and compare clocks, with a call whose token the API rejects."""
    try:
        headers = anonymous.offers.by_country(country).first_page().headers
    except ServerError as error:
        headers = error.headers
        yield Check(
            "api", Outcome.FAILURE, f"{anonymous.base_url} answers with status {error.status}. Try again later."
        )
    except ApiError as error:
        headers = error.headers
        yield Check("api", Outcome.OK, f"{anonymous.base_url} answers")
    except ResponseDecodeError as error:
        yield Check("api", Outcome.FAILURE, f"{error} Something else may answer in place of the API, such as a proxy.")
        return
    except PartnerCenterError as error:
        yield Check("api", Outcome.FAILURE, f"{anonymous.base_url} cannot be reached. {explain(error)}")
        return
    else:
        yield Check("api", Outcome.OK, f"{anonymous.base_url} answers")
    yield _clock(headers.get("Date", ""))


def _clock(date: str) -> Check:
    try:
        sent_at = parsedate_to_datetime(date)
    except ValueError:
        return Check("clock", Outcome.WARNING, "not compared, because the response of the API has no valid date")
    if sent_at.tzinfo is None:
        sent_at = sent_at.replace(tzinfo=UTC)
    skew = round(time.time() - sent_at.timestamp())
    message = f"this machine is {abs(skew)} s {'ahead of' if skew > 0 else 'behind'} the API"
    if abs(skew) >= _FAILING_SKEW:
        return Check("clock", Outcome.FAILURE, f"{message}, so its tokens are rejected. Set the clock.")
    if abs(skew) >= _NOTABLE_SKEW:
        return Check("clock", Outcome.WARNING, f"{message}. Set the clock.")
    return Check("clock", Outcome.OK, message)


def _token_and_call(partner: PartnerCenter, cloud: Cloud, country: str) -> Iterator[Check]:
    """Check the token, and make a call with it. Without a token, the call would fail for the same reason."""
    try:
        token = partner.sign_in()
    except PartnerCenterError as error:
        yield Check("token", Outcome.FAILURE, explain(error))
        return
    yield from _claims(read_claims(token.token), cloud)
    yield _call(partner, country)


def _claims(claims: Claims | None, cloud: Cloud) -> Iterator[Check]:
    if claims is None:
        yield Check("token", Outcome.WARNING, "there is a token, but its claims cannot be read")
        return
    yield _audience(claims, cloud)
    yield _second_factor(claims)
    yield _expiry(claims)


def _audience(claims: Claims, cloud: Cloud) -> Check:
    kind = "app + user" if claims.is_for_a_user else "app only"
    message = f"{kind}, audience {claims.audience}, tenant {claims.tenant_id}"
    if claims.audience is None or claims.audience.rstrip("/") != cloud.resource:
        return Check("token", Outcome.FAILURE, f"{message}. The audience must be {cloud.resource}.")
    return Check("token", Outcome.OK, message)


def _second_factor(claims: Claims) -> Check:
    if not claims.is_for_a_user:
        return Check("mfa", Outcome.OK, "not needed without a user")
    if not claims.has_second_factor:
        return Check("mfa", Outcome.FAILURE, f"the user signed in without MFA. {SIGN_IN_AGAIN}")
    return Check("mfa", Outcome.OK, f"{claims.user or 'the user'} signed in with MFA")


def _expiry(claims: Claims) -> Check:
    if claims.expires_on is None:
        return Check("expiry", Outcome.WARNING, "the token does not say when it expires")
    left = round(claims.expires_on - time.time())
    if left <= 0:
        return Check("expiry", Outcome.FAILURE, f"the token expired {-left} s ago. Get a new one.")
    return Check("expiry", Outcome.OK, f"the token is valid for {left} s")


def _call(partner: PartnerCenter, country: str) -> Check:
    try:
        page = partner.offers.by_country(country).first_page()
    except PartnerCenterError as error:
        return Check("call", Outcome.FAILURE, explain(error))
    return Check(
        "call", Outcome.OK, f"{counted(len(page.items), 'offer')} in {country.upper()} (request id {page.request_id})"
    )


def _write_table(checks: list[Check]) -> None:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("Check", "Outcome", "Result"):
        table.add_column(heading, overflow="fold")
    colors = {Outcome.OK: "green", Outcome.WARNING: "yellow", Outcome.FAILURE: "bold red"}
    for check in checks:
        table.add_row(check.name, Text(check.outcome, colors[check.outcome]), Text(printable(check.message)))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def _write_json(checks: list[Check]) -> None:
    report = json.dumps([attrs.asdict(check) for check in checks], indent=2, ensure_ascii=False)
    safe_output(escape_json).write(f"{report}\n")


_WRITERS: Mapping[ReportFormat, Callable[[list[Check]], None]] = {
    ReportFormat.TABLE: _write_table,
    ReportFormat.JSON: _write_json,
}
