"""The tokens of an application that acts for a signed-in user, kept alive by a refresh token."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from ..errors import CredentialError
from ._entra import EntraApplication, Grant
from ._refusals import SIGN_IN_AGAIN, asks_for_a_new_sign_in
from ._token import AccessToken
from ._token_store import TokenStore

AskUser = Callable[[EntraApplication, str], Grant]
"""Has the user sign in: from the application and the scope to what Entra gives."""


class UserTokens:
    """Fetches the tokens of a signed-in user: by the refresh token in the store, else by a new sign-in."""

    def __init__(
        self,
        application: EntraApplication,
        scope: str,
        *,
        store: TokenStore,
        first_refresh_token: str | None = None,
        sign_in: AskUser | None = None,
    ) -> None:
        self._application = application
        self._scope = scope
        self._store = store
        self._first_refresh_token = first_refresh_token
        self._sign_in = sign_in
        self._unsaved: str | None = None

    def fetch(self, *, renew: bool) -> AccessToken:
        # Nothing is cached below this: a refresh token gives a new access token each time.
        with self._store_may_fail(), self._locked_store():
            grant = self._refreshed()
            if grant is not None:
                return self._kept(grant)
        grant = self._signed_in()
        with self._store_may_fail():
            return self._kept(grant)

    def _kept(self, grant: Grant) -> AccessToken:
        if grant.refresh_token is not None:
            # First the new refresh token is safe, then the access token is used: a crash costs neither. Where the store
            # fails, the new one is not lost for this process.
            self._unsaved = grant.refresh_token
            self._store.save(grant.refresh_token)
            self._unsaved = None
        return grant.access_token

    def _locked_store(self) -> AbstractContextManager[object]:
        """Keep others from the store between load and save, where it can: two uses of one refresh token may kill it."""
        locked = getattr(self._store, "locked", None)
        return nullcontext() if locked is None else locked()

    def close(self) -> None:
        self._application.close()

    def _refreshed(self) -> Grant | None:
        """Return what a refresh token gives, or None where only a new sign-in helps, and can be had."""
        stored = self._store.load()
        # The stored one is the newer; the one that the credential was made with may be of a later sign-in all the same.
        refresh_tokens = list(
            dict.fromkeys(token for token in (self._unsaved, stored, self._first_refresh_token) if token)
        )
        last_error: CredentialError | None = None
        for refresh_token in refresh_tokens:
            try:
                return self._application.grant_for_refresh_token(refresh_token, self._scope)
            except CredentialError as error:
                if not asks_for_a_new_sign_in(error):
                    raise
                last_error = error
        if last_error is not None and self._sign_in is None:
            raise last_error
        return None

    def _signed_in(self) -> Grant:
        if self._sign_in is None:
            raise CredentialError(
                "There is no refresh token: the store is empty, and none was given.", hint=SIGN_IN_AGAIN
            )
        try:
            return self._sign_in(self._application, self._scope)
        except CredentialError as error:
            error.retry_after = None  # a user is asked once, not as often as a call is tried
            raise

    @contextmanager
    def _store_may_fail(self) -> Iterator[None]:
        try:
            yield
        except CredentialError:
            raise
        except Exception as error:
            raise CredentialError(f"{type(self._store).__name__} failed: {error}") from error
