"""``partner-center doctor``: what works between this machine and Partner Center, and what to do where it does not."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

import attrs
import httpx
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .. import PartnerCenter, PartnerCenterError
from .._http.network import NetworkSettings
from ..arguments import check as check_argument
from ..auth import Claims, EnvironmentCredential, read_claims
from ..auth.sign_in_errors import SIGN_IN_AGAIN
from ..clouds import Cloud
from ..config import ClientSettings
from ..retry import NETWORK_ERRORS, parse_http_date
from .failures import failures_for_people, printable, wrong_use
from .formats import ReportFormat
from .session import Session, current_session

# Microsoft Entra allows a token five minutes of difference between clocks.
_SKEW_THAT_FAILS = 300
_SKEW_THAT_WARNS = 30


class Outcome(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@attrs.frozen
class Check:
    """What was looked at, how it is, and what to do where it is not well."""

    name: str
    outcome: Outcome
    says: str


def doctor(*, country: str, output: ReportFormat) -> None:
    """Check everything, write what was found, and exit with status 1 where something fails."""
    with wrong_use():
        check_argument("country", country)
    with failures_for_people():
        checks = list(examine(country))
        _WRITERS[output](checks)
    if any(check.outcome is Outcome.FAILURE for check in checks):
        raise typer.Exit(1)


def examine(country: str) -> Iterator[Check]:
    """Yield check after check. Where the settings are wrong, there is nothing else to look at."""
    try:
        session = current_session()
        settings: ClientSettings = {**session.settings, "retry": None}
        client = PartnerCenter(session.credential, **settings)
    except (ValueError, OSError) as error:
        yield Check("settings", Outcome.FAILURE, str(error))
        return
    with client:
        yield Check("settings", Outcome.OK, f"cloud {session.cloud.name}, credential of {session.origin}")
        network = NetworkSettings(verify=session.settings.get("verify", True))
        proxy = network.proxy_for(httpx.URL(session.cloud.base_url))
        with httpx.Client(verify=network.tls_context(), proxy=proxy, trust_env=False) as reach:
            yield _authority(session, reach)
            yield from _api_and_clock(session, reach)
        yield from _token(session, client)
        yield _call(client, country)


def _authority(session: Session, reach: httpx.Client) -> Check:
    credential = session.credential
    if isinstance(credential, EnvironmentCredential):
        credential = credential.credential
    tenant_id = getattr(credential, "tenant_id", None)
    if tenant_id is None:
        return Check("authority", Outcome.OK, "not needed: the token is a ready one")
    authority = (getattr(credential, "authority", None) or session.cloud.authority).rstrip("/")
    try:
        with reach.stream("GET", f"{authority}/{tenant_id}/v2.0/.well-known/openid-configuration") as response:
            status = response.status_code
    except NETWORK_ERRORS as error:
        return Check("authority", Outcome.FAILURE, _unreachable(authority, error))
    if 400 <= status < 500:
        return Check("authority", Outcome.FAILURE, f"{authority} knows no tenant {tenant_id}. Check tenant and cloud.")
    if status >= 500:
        return Check("authority", Outcome.FAILURE, f"{authority} answers {status}. Try again later.")
    return Check("authority", Outcome.OK, f"{authority} knows the tenant {tenant_id}")


def _api_and_clock(session: Session, reach: httpx.Client) -> Iterator[Check]:
    base_url = session.settings.get("base_url") or session.cloud.base_url
    try:
        with reach.stream("GET", base_url) as response:  # any answer will do, a refusal too
            date = response.headers.get("Date", "")
    except NETWORK_ERRORS as error:
        yield Check("api", Outcome.FAILURE, _unreachable(base_url, error))
        return
    yield Check("api", Outcome.OK, f"{base_url} answers")
    yield _clock(date)


def _clock(date: str) -> Check:
    said = parse_http_date(date)
    if said is None:
        return Check("clock", Outcome.WARNING, "the API does not say what time it is, so the clock was not compared")
    skew = round(time.time() - said)
    says = f"this machine is {abs(skew)} s {'ahead of' if skew > 0 else 'behind'} the API"
    if abs(skew) >= _SKEW_THAT_FAILS:
        return Check("clock", Outcome.FAILURE, f"{says}: tokens will be refused. Set the clock.")
    if abs(skew) >= _SKEW_THAT_WARNS:
        return Check("clock", Outcome.WARNING, f"{says}. Set the clock.")
    return Check("clock", Outcome.OK, says)


def _token(session: Session, client: PartnerCenter) -> Iterator[Check]:
    try:
        token = client.sign_in()
    except PartnerCenterError as error:
        yield Check("token", Outcome.FAILURE, str(error))
        return
    claims = read_claims(token.token)
    if claims is None:
        yield Check("token", Outcome.WARNING, "there is one, but it cannot be read")
        return
    yield _audience(claims, session.cloud)
    yield _second_factor(claims)
    yield _expiry(claims)


def _audience(claims: Claims, cloud: Cloud) -> Check:
    kind = "app + user" if claims.is_for_a_user else "app only"
    says = f"{kind}, audience {claims.audience}, tenant {claims.tenant_id}"
    if claims.audience is None or claims.audience.rstrip("/") != cloud.resource:
        return Check("token", Outcome.FAILURE, f"{says}. The API wants the audience {cloud.resource}.")
    return Check("token", Outcome.OK, says)


def _second_factor(claims: Claims) -> Check:
    if not claims.is_for_a_user:
        return Check("mfa", Outcome.OK, "not needed: there is no user")
    if not claims.has_second_factor:
        return Check("mfa", Outcome.FAILURE, f"the sign-in had no second factor. {SIGN_IN_AGAIN}")
    return Check("mfa", Outcome.OK, f"{claims.user or 'the user'} signed in with a second factor")


def _expiry(claims: Claims) -> Check:
    if claims.expires_on is None:
        return Check("expiry", Outcome.WARNING, "the token does not say when it expires")
    left = round(claims.expires_on - time.time())
    if left <= 0:
        return Check("expiry", Outcome.FAILURE, f"the token expired {-left} s ago. Get a new one.")
    return Check("expiry", Outcome.OK, f"the token is good for {left} s")


def _call(client: PartnerCenter, country: str) -> Check:
    try:
        page = client.offers.by_country(country).first_page()
    except PartnerCenterError as error:
        return Check("call", Outcome.FAILURE, str(error))
    return Check("call", Outcome.OK, f"{len(page.items)} offers in {country.upper()} (request id {page.request_id})")


def _unreachable(address: str, error: Exception) -> str:
    return (
        f"{address} cannot be reached: {str(error) or type(error).__name__}. "
        "Check the network, HTTPS_PROXY and PARTNER_CENTER_CA_BUNDLE."
    )


def _write_table(checks: list[Check]) -> None:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("Check", "", "What it says"):
        table.add_column(heading, overflow="fold")
    colours = {Outcome.OK: "green", Outcome.WARNING: "yellow", Outcome.FAILURE: "bold red"}
    for check in checks:
        table.add_row(check.name, Text(check.outcome, colours[check.outcome]), Text(printable(check.says)))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def _write_json(checks: list[Check]) -> None:
    print(json.dumps([attrs.asdict(check) for check in checks], indent=2, ensure_ascii=False))


_WRITERS: Mapping[ReportFormat, Callable[[list[Check]], None]] = {
    ReportFormat.TABLE: _write_table,
    ReportFormat.JSON: _write_json,
}
