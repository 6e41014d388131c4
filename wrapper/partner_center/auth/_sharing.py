"""One token for all threads or tasks of a client: fetched once, renewed by one, waited for only where none is left."""

import inspect
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy

import anyio
import attrs

from ..errors import CredentialError
from ._source import AsyncTokenSource, TokenSource
from ._token import AccessToken, Token

_log = logging.getLogger("partner_center")


@attrs.frozen
class HeldToken:
    """A token and when it was had."""

    token: Token = attrs.field(repr=False)
    obtained_at: float

    # A token that lives an hour is renewed five minutes before its end, as msal does, and not sent in its last half
    # minute. One with a short life gets shorter margins, or it would never be sent at all.
    @property
    def _lifetime(self) -> float:
        return self.token.expires_on - self.obtained_at

    def is_usable(self, now: float) -> bool:
        return now < self.token.expires_on - min(30, self._lifetime / 10)

    def is_fresh(self, now: float) -> bool:
        return now < self.token.expires_on - min(300, self._lifetime / 5)


class Failures:
    """The failed attempts to have a token: one is for all who wait for it, or each would make one of its own."""

    def __init__(self) -> None:
        self.count = 0
        self._last: CredentialError | None = None

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note the failure of an attempt."""
        try:
            yield
        except CredentialError as error:
            self._last = copy(error)
            self.count += 1
            raise

    def raise_after(self, count: int) -> None:
        """Raise the last failure where there is one more than there were."""
        if self._last is not None and self.count > count:
            raise copy(self._last) from self._last.__cause__


class SharedToken:
    """A token that threads share."""

    def __init__(self, source: TokenSource, *, clock: Callable[[], float] = time.time) -> None:
        self._source = source
        self._clock = clock
        self._lock = threading.Lock()
        self._held: HeldToken | None = None
        self._failures = Failures()

    def close(self) -> None:
        self._source.close()

    def get(self) -> str:
        """Return a token that is good for a call now.

        Raises:
            CredentialError: None can be had.
        """
        failures = self._failures.count
        held, now = self._held, self._clock()
        if held is not None and held.is_fresh(now):
            return held.token.token
        if held is not None and held.is_usable(now):
            return self._renew_early(held)
        with self._lock:
            if self._held is None or not self._held.is_usable(self._clock()):
                self._failures.raise_after(failures)
                self._held = self._fetch_now(renew=False)
            return self._held.token.token

    def sign_in(self) -> AccessToken:
        """Return the token that the next call would send."""
        self.get()
        assert self._held is not None  # noqa: S101 - get() has set it
        return AccessToken(self._held.token.token, self._held.token.expires_on)

    def replace(self, rejected: str) -> str:
        """Return a token other than one that the service rejected, or that one where no other is to be had."""
        failures = self._failures.count
        with self._lock:
            if self._held is None or self._held.token.token == rejected:
                self._failures.raise_after(failures)
                self._held = self._fetch_now(renew=True)
            return self._held.token.token

    def _renew_early(self, held: HeldToken) -> str:
        if not self._lock.acquire(blocking=False):
            return held.token.token
        try:
            if self._held is held:
                held = self._held = self._fetch_now(renew=False)
        except CredentialError as error:
            _log_early_failure(error)
        finally:
            self._lock.release()
        return held.token.token

    def _fetch_now(self, *, renew: bool) -> HeldToken:
        with self._failures.noted():
            return _held(self._source.fetch(renew=renew), self._clock())


class AsyncSharedToken:
    """A token that tasks share."""

    def __init__(self, source: AsyncTokenSource, *, clock: Callable[[], float] = time.time) -> None:
        self._source = source
        self._clock = clock
        self._lock = anyio.Lock()
        self._held: HeldToken | None = None
        self._failures = Failures()

    def close(self) -> None:
        self._source.close()

    async def get(self) -> str:
        """Return a token that is good for a call now.

        Raises:
            CredentialError: None can be had.
        """
        failures = self._failures.count
        held, now = self._held, self._clock()
        if held is not None and held.is_fresh(now):
            return held.token.token
        if held is not None and held.is_usable(now):
            return await self._renew_early(held)
        async with self._lock:
            if self._held is None or not self._held.is_usable(self._clock()):
                self._failures.raise_after(failures)
                self._held = await self._fetch_now(renew=False)
            return self._held.token.token

    async def sign_in(self) -> AccessToken:
        """Return the token that the next call would send."""
        await self.get()
        assert self._held is not None  # noqa: S101 - get() has set it
        return AccessToken(self._held.token.token, self._held.token.expires_on)

    async def replace(self, rejected: str) -> str:
        """Return a token other than one that the service rejected, or that one where no other is to be had."""
        failures = self._failures.count
        async with self._lock:
            if self._held is None or self._held.token.token == rejected:
                self._failures.raise_after(failures)
                self._held = await self._fetch_now(renew=True)
            return self._held.token.token

    async def _renew_early(self, held: HeldToken) -> str:
        try:
            self._lock.acquire_nowait()
        except anyio.WouldBlock:
            return held.token.token
        try:
            if self._held is held:
                held = self._held = await self._fetch_now(renew=False)
        except CredentialError as error:
            _log_early_failure(error)
        finally:
            self._lock.release()
        return held.token.token

    async def _fetch_now(self, *, renew: bool) -> HeldToken:
        with self._failures.noted():
            return _held(await self._source.fetch(renew=renew), self._clock())


def _held(token: Token, now: float) -> HeldToken:
    # Anybody's credential may have given it, so it may be anything. No value is shown: it may be a token with no more
    # than a line break too much.
    given: object = token
    text: object = getattr(given, "token", None)
    expires_on: object = getattr(given, "expires_on", None)
    if inspect.isawaitable(given):
        raise CredentialError("The credential gave an awaitable: an asynchronous `get_token` has to be an `async def`.")
    if not isinstance(text, str) or not re.fullmatch(r"[\x21-\x7e]+", text):
        raise CredentialError("The credential gave no token, or one that is no text or could not travel in a header.")
    if not isinstance(expires_on, int | float):
        raise CredentialError("The credential gave a token whose `expires_on` is no number of seconds since the epoch.")
    return HeldToken(token, now)


def _log_early_failure(error: CredentialError) -> None:
    _log.warning("The token could not be renewed before its time; the old one is used until it expires. %s", error)
