"""The credential of a script that brings a token along."""

import re
import sys

import attrs

from .._http.network import NetworkSettings
from ..clouds import Cloud
from ._token import AccessToken


def _check_token(_credential: object, _attribute: object, value: str) -> None:
    if not isinstance(value, str) or not re.fullmatch(r"[\x21-\x7e]+", value):
        raise ValueError(
            "token is empty, or holds blanks or characters that cannot travel in a header, "
            "but wants an access token, without the word Bearer."
        )


@attrs.frozen(kw_only=True)
class AccessTokenCredential:
    """Sends a ready token as it is. It is never renewed: when it expires, the service answers 401.

    Args:
        token: The token, without the word Bearer.

    Raises:
        ValueError: It is empty, or could not travel in a header.
    """

    token: str = attrs.field(repr=False, validator=_check_token)

    def connect(self, *, cloud: Cloud, network: NetworkSettings) -> "ReadyToken":
        """Return where a client gets its tokens."""
        return ReadyToken(AccessToken(self.token, sys.maxsize))


@attrs.frozen
class ReadyToken:
    """Gives the same token at all times."""

    _token: AccessToken

    def fetch(self, *, renew: bool) -> AccessToken:
        return self._token

    def close(self) -> None:
        pass
