"""Sign-in at Microsoft Entra through msal, which writes responses that it cannot read to its log: they are checked."""

import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import httpx

from .._http.connections import Connection
from .._http.exchange import RawResponse, exchange
from .._http.json import JsonError, parse_json
from .._http.network import HEADERS, NetworkSettings
from .._http.redaction import one_line
from .._http.threads import DaemonThreads
from .._http.watchdog import WATCHDOG
from ..errors import PartnerCenterError
from ..retry import NETWORK_ERRORS, is_retryable_status, is_transient, parse_retry_after
from .sign_in_errors import refusal, unreachable
from .tokens import AccessToken

_LONGEST_SIGN_IN = 60  # seconds, without the time that the user takes
_TIMEOUTS = httpx.Timeout(60, connect=10).as_dict()
_LARGEST_RESPONSE = 2**20  # ten times the size of the largest tokens
_SECRETS = frozenset({"client_assertion", "client_secret", "code", "code_verifier", "device_code", "refresh_token"})
_TOKENS = ("access_token", "refresh_token", "device_code")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "device_authorization_endpoint")
_DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
_GRANTS_OF_A_USER = ("authorization_code", _DEVICE_CODE)
_CODE = re.compile(r"""(["'](?:code|device_code|code_verifier)["']: ?["'])[^"']*""")


@attrs.frozen(kw_only=True)
class EntraApplication:
    """An application that signs in. Nothing is sent, and msal is not imported, before the first sign-in."""

    authority: str
    tenant_id: str
    client_id: str
    proof: str | Mapping[str, str] | None = attrs.field(repr=False)  # a secret, a key with its certificate, or nothing
    network: NetworkSettings
    _discovered: dict[str, Any] = attrs.field(init=False, repr=False, factory=dict)

    def ask(self, question: Callable[[Any], Any], *, save: Callable[[str], None] | None = None) -> AccessToken:
        """Return the token for a question, a function from msal's application to msal's answer.

        ``save`` gets a new refresh token before anything else can fail. Raises a CredentialError if Entra refuses, or
        cannot be reached.
        """
        import msal

        for name in ("msal.token_cache", "msal.oauth2cli.authcode", "msal.oauth2cli.oauth2"):
            logging.getLogger(name).addFilter(_mask_codes)
        http = MsalHttp(self, save)
        # A new application for each question: msal repeats errors for a while instead of asking again.
        kind = msal.PublicClientApplication if self.proof is None else msal.ConfidentialClientApplication
        try:
            application = kind(
                self.client_id,
                client_credential=self.proof,
                authority=f"{self.authority}/{self.tenant_id}",
                http_client=http,
                http_cache=self._discovered,  # the addresses of the authority are asked for once a day
                instance_discovery=False,  # or sign-in in one cloud depends on login.microsoftonline.com
                azure_region=False,  # or a variable can send the proof of the application to another host
            )
            answer: Mapping[str, Any] = question(application)
        except PartnerCenterError:
            raise
        except Exception as error:  # noqa: BLE001 - msal does not document what it raises
            answer = {"error_description": f"msal failed with {type(error).__name__}: {error}"}
        if "access_token" not in answer:
            raise refusal(self, answer, http.secrets)
        return AccessToken(answer["access_token"], int(http.asked_at + answer["expires_in"]))

    def check_host(self, address: str) -> None:
        """Check that an address is on the authority, or on another host of Microsoft that msal knows."""
        from msal.authority import WELL_KNOWN_AUTHORITY_HOSTS

        own = httpx.URL(self.authority)
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL:
            url = httpx.URL()
        is_well_known = url.host in WELL_KNOWN_AUTHORITY_HOSTS and not url.port
        if url.scheme != "https" or not (is_well_known or (url.host, url.port) == (own.host, own.port)):
            must_be = "neither its own host nor one of Microsoft's"
            raise refusal(self, {"error_description": f"the authority names {one_line(address, 500)}, {must_be}"})


class MsalHttp:
    """An ``http_client`` of msal, for one sign-in. Sign-ins are rare, so each request has a connection of its own."""

    def __init__(self, application: EntraApplication, save: Callable[[str], None] | None) -> None:
        self._application = application
        self._save = save
        self._until = time.monotonic() + _LONGEST_SIGN_IN
        self.asked_at = 0.0  # when the last request was sent, in seconds since the epoch
        self.secrets: set[str] = set()  # what was sent or granted, and no message and no log may show

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self._ask("GET", url, **options)

    def post(self, url: str, *, data: Mapping[str, Any] | None = None, **options: Any) -> httpx.Response:
        # msal's assertions are bytes, of which httpx would send the repr.
        form = {name: value.decode() if isinstance(value, bytes) else value for name, value in (data or {}).items()}
        self.secrets |= {str(form[name]) for name in _SECRETS & form.keys()}
        return self._ask("POST", url, form, **options)

    def _ask(self, method: str, url: str, form: Mapping[str, Any] | None = None, **options: Any) -> httpx.Response:
        self._application.check_host(url)
        headers = {**HEADERS, **(options.get("headers") or {})}
        request = httpx.Request(method, url, params=options.get("params"), data=form, headers=headers)
        request.extensions["timeout"] = _TIMEOUTS
        if form and form.get("grant_type") in _GRANTS_OF_A_USER:
            self._until = time.monotonic() + _LONGEST_SIGN_IN
        self.asked_at = time.time()
        response = self._exchange(request)
        if form and form.get("grant_type") == _DEVICE_CODE and (pending := _pending(response)):
            answer = {"error": pending, "error_description": "nobody has entered the code in time"}
            return httpx.Response(httpx.codes.BAD_REQUEST, json=answer, request=request)
        # Written anew: msal would read the original in any encoding that it claims to have.
        return httpx.Response(httpx.codes.OK, json=self._granted(response), request=request)

    def _exchange(self, request: httpx.Request) -> RawResponse | Exception:
        """Return the response, or the error: raised again, it would become the context of one without secrets."""
        # In a thread, because nothing else ends a read whose headers arrive byte by byte.
        with DaemonThreads(1) as thread:
            sending = thread.submit(self._send, request, self._until)
        try:
            return sending.result(self._until - time.monotonic())
        except TimeoutError:
            return httpx.ReadTimeout(f"the sign-in took longer than {_LONGEST_SIGN_IN} s as a whole", request=request)
        except (*NETWORK_ERRORS, ValueError) as error:  # ValueError: the proxy or the CA certificates cannot be used
            return error

    def _send(self, request: httpx.Request, until: float) -> RawResponse:
        def check_time(_request: httpx.Request, _response: httpx.Response) -> None:
            if time.monotonic() > until:
                raise TimeoutError

        with self._application.network.connect(httpx.HTTPTransport, request.url) as http:
            connection = Connection(http)
            request.extensions["trace"] = connection.trace
            # Nobody waits for it a second later. Without this, a response that goes on for ever would keep the thread.
            with WATCHDOG.watch(connection, until - time.monotonic() + 1):
                return exchange(http, request, secrets=self.secrets, limit=_LARGEST_RESPONSE, on_part=check_time)

    def _granted(self, response: RawResponse | Exception) -> dict[str, Any]:
        """Return the members of a response that a sign-in needs. A new refresh token is saved first."""
        if isinstance(response, Exception):
            raise unreachable(self._application, response, self.secrets)
        answer = _json_object(response)
        if response.problem or "error" in answer or not answer or not response.is_success:
            if "error" not in answer:
                problem = "a body that is too large or encoded" if response.problem else "no JSON object of Entra"
                answer = {"error_description": f"the response has status {response.status} and {problem}"}
            is_retryable = is_retryable_status(response.status)
            wait = parse_retry_after(response.headers, now=time.time()) or 0.0 if is_retryable else None
            raise refusal(self._application, answer, self.secrets, wait)
        known = _known_members(answer)
        self.secrets |= {known[name] for name in _TOKENS if name in known}
        if self._save is not None and "refresh_token" in known:
            self._save(known["refresh_token"])
        for name in known.keys() & set(_ENDPOINTS):
            self._application.check_host(known[name])
        return known


def _json_object(response: RawResponse) -> Mapping[str, Any]:
    """Return the JSON object in a response, or an empty one."""
    try:
        answer = parse_json(response.body)[0]
    except JsonError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _pending(response: RawResponse | Exception) -> str | None:
    """Return for which error msal asks again: the user has not entered the code yet, or Entra fails in the meantime."""
    if isinstance(response, Exception) or is_retryable_status(response.status):
        return None if isinstance(response, Exception) and not is_transient(response) else "authorization_pending"
    error = _json_object(response).get("error")
    return error if error in ("authorization_pending", "slow_down") else None


def _known_members(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that a sign-in needs, of the right types. Others make msal fail, or get into its log."""
    texts = {name: answer.get(name) for name in (*_TOKENS, *_ENDPOINTS, "user_code", "message")}
    known: dict[str, Any] = {name: text for name, text in texts.items() if isinstance(text, str) and text}
    for name, default, longest in (("expires_in", 3600, 86_400), ("interval", 5, 60)):
        try:
            known[name] = min(max(int(str(answer.get(name))), 1), longest)
        except ValueError:
            known[name] = default
    return known


def _mask_codes(record: logging.LogRecord) -> bool:
    """Mask the codes in a log record of msal, which masks tokens and secrets itself."""
    record.msg, record.args = _CODE.sub(r"\1********", record.getMessage()), None
    return True
