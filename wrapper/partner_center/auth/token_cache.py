"""One token for many callers: one of them fetches it, and the others use it or wait for it."""

import logging
import os
import re
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from copy import copy
from functools import partial

import attrs

from .._http.threads import DaemonThreads
from ..errors import CredentialError
from .sign_in_errors import failure
from .tokens import AccessToken, Token

_log = logging.getLogger("partner_center")


@attrs.frozen
class CachedToken:
    """A token, and when it was fetched. All times are in seconds since the epoch."""

    access_token: AccessToken
    fetched_at: float

    # A token of an hour is renewed in its last five minutes, as msal does, and not sent in its last half minute. One
    # with a short life has shorter margins, or it would never be sent.
    def is_usable(self, now: float) -> bool:
        return now < self.access_token.expires_on - min(30, self._lifetime / 10)

    def is_fresh(self, now: float) -> bool:
        return now < self.access_token.expires_on - min(300, self._lifetime / 5)

    @property
    def _lifetime(self) -> float:
        return self.access_token.expires_on - self.fetched_at


Outcome = CachedToken | BaseException
Fetch = Future[Outcome]
"""A fetch in flight. Its result is how it ends: an error is a value, so that each caller can raise one of its own."""


class TokenCache:
    """A token that the threads of a process and the tasks of its event loops share.

    A fresh token is returned at once. Near its end one caller renews it, and the others go on with it. If a fetch
    fails, all callers that waited for it get its error, and so do those that come before its ``retry_after`` is over.
    """

    def __init__(self, credential: str, *, clock: Callable[[], float] = time.time) -> None:
        self._credential = credential
        self._clock = clock
        self._token: CachedToken | None = None
        self._last: Fetch | None = None
        self._not_before = 0.0
        self._task: object = None
        # By process: a forked process must not wait for a thread of its parent. The caller that adds a fetch with
        # setdefault(), which is atomic, makes it. There is no lock that a fork or Ctrl-C could leave locked.
        self._in_flight: dict[int, Fetch] = {}

    def get(self, fetch: Callable[[], Token], rejected: str | None = None) -> AccessToken:
        """Return a token that can be sent now, other than the rejected one if possible, or raise a CredentialError."""
        found = self._find(partial(self._run, fetch), rejected)
        return self._conclude(found if isinstance(found, CachedToken) else found.result(), rejected)

    async def get_async(self, start: Callable[[Fetch], None], rejected: str | None = None) -> AccessToken:
        """Return a token, as ``get`` does. ``start`` starts the fetch, which goes on if the caller is cancelled."""
        import asyncio

        found = self._find(start, rejected)
        outcome = found if isinstance(found, CachedToken) else await asyncio.wrap_future(found)
        return self._conclude(outcome, rejected)

    def start_thread(self, fetch: Callable[[], Token], mine: Fetch) -> None:
        """Start a fetch in a thread, for all event loops."""
        with DaemonThreads(1) as thread:
            thread.submit(self._run, fetch, mine)

    def start_task(self, fetch: Callable[[], Awaitable[Token]], mine: Fetch) -> None:
        """Start a fetch in a task of the running event loop."""
        import asyncio

        async def run() -> None:
            try:
                self._end(mine, self._checked(await fetch()))
            except BaseException as error:  # noqa: BLE001 - raised where a caller waits
                failed = failure(f"{self._credential} gave no token", error) if isinstance(error, Exception) else error
                self._end(mine, failed)

        self._task = asyncio.create_task(run())  # the event loop itself has only a weak reference

    def _find(self, start: Callable[[Fetch], None], rejected: str | None) -> CachedToken | Fetch:
        """Return the token to use, or the fetch to wait for, which is started if there is none in flight."""
        last, usable, now = self._last, self._usable(rejected), self._clock()
        if usable is not None and (rejected is not None or usable.is_fresh(now)):
            return usable
        if last is not None and now < self._not_before:
            return usable or last
        mine: Fetch = Future()
        mine.set_running_or_notify_cancel()  # or the cancellation of one task that waits would cancel it for all
        try:
            in_flight = self._in_flight.setdefault(os.getpid(), mine)
            if in_flight is not mine:
                return usable or in_flight
            if self._last is last or self._last is None:
                start(mine)
            else:  # a fetch has ended since this caller looked
                self._end(mine, self._last.result())
        except BaseException:
            self._abandon(mine)
            raise
        return mine

    def _usable(self, rejected: str | None) -> CachedToken | None:
        token = self._token
        is_usable = token and token.access_token.token != rejected and token.is_usable(self._clock())
        return token if is_usable else None

    def _run(self, fetch: Callable[[], Token], mine: Fetch) -> None:
        try:
            self._end(mine, self._checked(fetch()))
        except Exception as error:  # noqa: BLE001 - raised where a caller waits
            self._end(mine, failure(f"{self._credential} gave no token", error))
        finally:
            self._abandon(mine)

    def _end(self, mine: Fetch, outcome: Outcome) -> None:
        if isinstance(outcome, CachedToken):
            self._token = outcome
        elif isinstance(outcome, CredentialError):
            # Without the last second: a caller that has waited must not come too early by another clock.
            self._not_before = self._clock() + (outcome.retry_after or 0) - 1
        self._last = mine
        self._in_flight.pop(os.getpid(), None)  # before a caller that waits can try again
        mine.set_result(outcome)

    def _abandon(self, mine: Fetch) -> None:
        """End a fetch that has not ended, because of Ctrl-C or the like."""
        if not mine.done():
            mine.set_result(CredentialError("The sign-in was interrupted.", retry_after=0))
        if self._in_flight.get(os.getpid()) is mine:
            del self._in_flight[os.getpid()]

    def _checked(self, token: Token) -> CachedToken:
        # A credential of another library may return anything. No value is shown: it may be a token with a line break.
        text, expires_on = getattr(token, "token", None), getattr(token, "expires_on", None)
        is_text = isinstance(text, str) and re.fullmatch(r"[\x21-\x7e]+", text)
        if not is_text or not isinstance(expires_on, int | float):
            must_be = "a `token` of printable ASCII without blanks, and its `expires_on` in seconds since the epoch"
            raise CredentialError(f"get_token must return {must_be}, got an object of type {type(token).__name__}.")
        return CachedToken(AccessToken(token.token, int(expires_on)), self._clock())

    def _conclude(self, outcome: Outcome, rejected: str | None) -> AccessToken:
        if isinstance(outcome, CachedToken):
            return outcome.access_token
        if not isinstance(outcome, CredentialError):
            raise outcome
        if usable := self._usable(rejected):
            _log.warning("The token could not be renewed early. The old one is used until it expires. %s", outcome)
            return usable.access_token
        raise copy(outcome) from outcome.__cause__
