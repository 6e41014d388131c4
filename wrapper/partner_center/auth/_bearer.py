"""The httpx.Auth that puts a credential's token on each request, and renews it once when the service rejects it."""

from collections.abc import AsyncGenerator, Generator

import httpx

from .._faults import AUDIENCE_NOT_SUPPORTED, MFA_CLAIM_MISSING, fault_code
from .._links import same_origin
from ..errors import UnsafeLinkError
from ._sharing import AsyncSharedToken, SharedToken

# What a fresh token of the same kind would not cure.
_NOT_CURED_BY_A_NEW_TOKEN = frozenset({AUDIENCE_NOT_SUPPORTED, MFA_CLAIM_MISSING})


class BearerAuth(httpx.Auth):
    """Carries the tokens of a credential in a synchronous client."""

    def __init__(self, tokens: SharedToken, base_url: httpx.URL) -> None:
        self._tokens = tokens
        self._base_url = base_url

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        _check_destination(request, self._base_url)
        token = self._tokens.get()
        response = yield _with_token(request, token)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            response.read()
            if _may_be_cured(response):
                newer = self._tokens.replace(token)
                if newer != token:
                    yield _with_token(request, newer)


class AsyncBearerAuth(httpx.Auth):
    """Carries the tokens of a credential in an asynchronous client."""

    def __init__(self, tokens: AsyncSharedToken, base_url: httpx.URL) -> None:
        self._tokens = tokens
        self._base_url = base_url

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        _check_destination(request, self._base_url)
        token = await self._tokens.get()
        response = yield _with_token(request, token)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            await response.aread()
            if _may_be_cured(response):
                newer = await self._tokens.replace(token)
                if newer != token:
                    yield _with_token(request, newer)


def _check_destination(request: httpx.Request, base_url: httpx.URL) -> None:
    # Links are checked before they become requests; the token has a guard of its own all the same.
    if not same_origin(request.url, base_url):
        raise UnsafeLinkError(f"The token is for {base_url}, and is not sent to {request.url}.", uri=str(request.url))


def _with_token(request: httpx.Request, token: str) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {token}"
    return request


def _may_be_cured(response: httpx.Response) -> bool:
    return fault_code(response) not in _NOT_CURED_BY_A_NEW_TOKEN
