"""What msal speaks through: the client's own HTTP settings, in the shape that msal takes.

Answers are judged here, before msal sees them: it writes those that it cannot read into its log, secrets and all.
"""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from .._http.exchange import RawResponse, exchange
from .._http.json import JsonError, parse_json
from .._http.network import HEADERS, NetworkSettings
from .._http.redaction import contains_token, one_line, redact_tokens
from ..retry import is_retryable_status, parse_retry_after

# A person waits for it, or calls do: whatever takes longer than this as a whole is not going to come.
_SECONDS_FOR_AN_ANSWER = 60
_TIMEOUT = httpx.Timeout(60, connect=10)
# For how long msal gives a bad answer again instead of asking, where the answer does not ask for a whole number of
# seconds: other forms of Retry-After it does not read.
_SECONDS_OF_MSAL = 5
# What may be the same as in the question. msal masks these.
_GRANTED = frozenset({"access_token", "id_token", "refresh_token"})
# Ten times what the largest of tokens takes, so that a hostile answer does not take long to look through.
MOST_BYTES_OF_AN_ANSWER = 2**20
_SECRETS = frozenset({"client_assertion", "client_secret", "code", "code_verifier", "device_code", "refresh_token"})


class NoAnswerOfEntraError(Exception):
    """What came back is not what Microsoft Entra says, or the question would go elsewhere."""


class MsalHttp:
    """An http_client as msal wants it.

    Args:
        http: What carries the questions.
        trusts: Tells whether a host may be asked: the authority's own, and those that msal knows as Microsoft's.
    """

    def __init__(self, network: NetworkSettings, *, trusts: Callable[[httpx.URL], bool]) -> None:
        self._network = network
        self._transports: dict[str, httpx.HTTPTransport] = {}
        self._trusts = trusts
        self._secrets: set[str] = set()
        self.last_refusal: Mapping[str, Any] | None = None
        """What the last answer says, where it says no."""
        self._well_again_at: float | None = None

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self._ask("GET", url, **options)

    def post(self, url: str, *, data: Mapping[str, Any] | None = None, **options: Any) -> httpx.Response:
        # msal's assertions are bytes, of which httpx would write the repr.
        form = {name: value.decode() if isinstance(value, bytes) else value for name, value in (data or {}).items()}
        self._secrets = {str(form[name]) for name in _SECRETS & form.keys()}
        return self._ask("POST", url, data=form, **options)

    def without_secrets(self, text: str) -> str:
        """Return a text without what the last question held, should the answer repeat it."""
        return redact_tokens(text, self._secrets)

    def retry_after(self) -> float | None:
        """Return the seconds until Entra may be well again; None where it was not unwell when it last answered."""
        return None if self._well_again_at is None else max(0.0, self._well_again_at - time.monotonic())

    def close(self) -> None:
        for transport in self._transports.values():
            transport.close()

    def _ask(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        **_options: Any,
    ) -> httpx.Response:
        self.last_refusal = None
        self._well_again_at = None
        if not self._trusts(httpx.URL(url)):
            place = one_line(url, 500)
            raise NoAnswerOfEntraError(f"it names {place} to go on with, which is none of its own places")
        until = time.monotonic() + _SECONDS_FOR_AN_ANSWER

        def check_time(request: httpx.Request, _response: httpx.Response) -> None:
            if time.monotonic() > until:
                raise httpx.ReadTimeout(f"it took longer than {_SECONDS_FOR_AN_ANSWER} s as a whole", request=request)

        request = httpx.Request(
            method,
            url,
            params=params,
            data=data,
            headers={**HEADERS, **(headers or {})},
            extensions={"timeout": _TIMEOUT.as_dict()},
        )
        host = f"{request.url.host}:{request.url.port}"
        if host not in self._transports:
            self._transports[host] = self._network.connect(httpx.HTTPTransport, request.url)
        response = exchange(
            self._transports[host], request, secrets=(), limit=MOST_BYTES_OF_AN_ANSWER, on_part=check_time
        )
        if response.problem is not None:
            raise NoAnswerOfEntraError(
                f"it answered {response.status} with a body that is too large, or coded in a way that was not asked for"
            )
        if is_retryable_status(response.status):
            wait = parse_retry_after(response.headers, now=time.time()) or 0
            if not response.headers.get("Retry-After", "").strip().isdecimal():
                wait = max(wait, _SECONDS_OF_MSAL)
            self._well_again_at = time.monotonic() + wait
        answer = _json_object(response)
        if answer is None and response.status < httpx.codes.INTERNAL_SERVER_ERROR:
            raise NoAnswerOfEntraError(f"it answered {response.status} with something that is no JSON object")
        if answer is not None and "error" in answer:
            self.last_refusal = answer
        elif answer is not None:
            self._secrets |= {text for name in _GRANTED if isinstance(text := answer.get(name), str) and text}
            answer = self._without_echoes(answer)
        return _plain_answer(response, answer, request)

    def _without_echoes(self, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return an answer without members that repeat a secret: msal writes what is granted into its debug log."""
        return {
            name: value
            for name, value in answer.items()
            if name in _GRANTED or not contains_token(json.dumps(value), self._secrets)
        }


def _plain_answer(response: RawResponse, answer: Mapping[str, Any] | None, request: httpx.Request) -> httpx.Response:
    """Return an answer that msal reads as it was read here.

    What it cannot read it writes to its log, with all that is in it, and it would read the original as that says it is
    coded: in any coding that Python knows, some of which decompress, or take time by the square of the size.
    """
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if "Retry-After" in response.headers:
        headers["Retry-After"] = response.headers["Retry-After"]
    content = b"" if answer is None else json.dumps(answer).encode("ascii")
    return httpx.Response(response.status, headers=headers, content=content, request=request)


def _json_object(response: RawResponse) -> Mapping[str, Any] | None:
    try:
        answer = parse_json(response.body)[0]
    except JsonError:
        return None
    return answer if isinstance(answer, dict) else None
