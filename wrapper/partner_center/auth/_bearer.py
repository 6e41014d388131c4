"""The httpx.Auth that puts a credential's token on each request, and has another when the service rejects it.

The request is not sent again here, but by whoever sent it: they take turns, and wait where the service asks to wait.
"""

from collections.abc import AsyncGenerator, Generator

import httpx

from .._http.call import RENEWED
from .._http.responses import AUDIENCE_NOT_SUPPORTED, fault_code, misses_a_second_factor
from ..errors import UnsafeLinkError
from ..paging.links import same_origin
from ._sharing import AsyncSharedToken, SharedToken


class BearerAuth(httpx.Auth):
    """Carries the tokens of a credential in a synchronous client."""

    def __init__(self, tokens: SharedToken, base_url: httpx.URL) -> None:
        self._tokens = tokens
        self._base_url = base_url

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        _check_destination(request, self._base_url)
        token = self._tokens.get()
        response = yield _with_token(request, token)
        if _is_first_rejection(response):
            response.read()
            if _may_be_cured(response):
                request.extensions[RENEWED] = self._tokens.replace(token) != token


class AsyncBearerAuth(httpx.Auth):
    """Carries the tokens of a credential in an asynchronous client."""

    def __init__(self, tokens: AsyncSharedToken, base_url: httpx.URL) -> None:
        self._tokens = tokens
        self._base_url = base_url

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        _check_destination(request, self._base_url)
        token = await self._tokens.get()
        response = yield _with_token(request, token)
        if _is_first_rejection(response):
            await response.aread()
            if _may_be_cured(response):
                request.extensions[RENEWED] = await self._tokens.replace(token) != token


def _check_destination(request: httpx.Request, base_url: httpx.URL) -> None:
    # Links are checked before they become requests; the token has a guard of its own all the same.
    if not same_origin(request.url, base_url):
        raise UnsafeLinkError(f"The token is for {base_url}, and is not sent to {request.url}.", uri=str(request.url))


def _with_token(request: httpx.Request, token: str) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {token}"
    return request


def _is_first_rejection(response: httpx.Response) -> bool:
    return response.status_code == httpx.codes.UNAUTHORIZED and RENEWED not in response.request.extensions


def _may_be_cured(response: httpx.Response) -> bool:
    """Tell whether a fresh token of the same kind may be taken where this one was not."""
    return fault_code(response) != AUDIENCE_NOT_SUPPORTED and not misses_a_second_factor(response)
