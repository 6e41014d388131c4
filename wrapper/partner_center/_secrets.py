"""Takes tokens out of what is kept or shown: a proxy may write our own request into its error page."""

import re
from typing import AnyStr

_HIDDEN = "[token removed]"
# Whatever follows the name of the scheme, and whatever looks like a JSON Web Token, in part or whole.
_PATTERN = r"(?i:(?<=bearer)(?:\s|%20|\+|&nbsp;|\\u0020){1,8}[^\s\"'<>&,;]{8,})|eyJ[\w-]{8,}(?:\.[\w-]*){0,4}"
_IN_TEXT = re.compile(_PATTERN)
_IN_BYTES = re.compile(_PATTERN.encode())


def without_tokens(said: AnyStr, sent: str | None = None) -> AnyStr:
    """Return a text or a body with every token replaced.

    Args:
        said: What may hold tokens.
        sent: The token that was sent, if known; it is found whatever it looks like, in UTF-8 and in UTF-16.
    """
    if isinstance(said, str):
        if sent:
            said = said.replace(sent, _HIDDEN)
        return _IN_TEXT.sub(f" {_HIDDEN}", said)
    if sent:
        said = said.replace(sent.encode(), _HIDDEN.encode())
        # Without its last byte, the little-endian form is found in the big-endian one too.
        said = said.replace(sent.encode("utf-16-le")[:-1], _HIDDEN.encode())
    return _IN_BYTES.sub(f" {_HIDDEN}".encode(), said)
