"""Takes tokens out of what is kept or shown: a proxy may write our own request into its error page."""

import re
from typing import AnyStr

_HIDDEN = "[token removed]"
# Whatever follows the name of the scheme, and whatever looks like a JSON Web Token, in part or whole.
_PATTERN = (
    r"(?i:(?<=bearer)(?:\s|%20|\+|&nbsp;|\\u0020){1,8}(?:[^\s\"'<>&,;]|&\#?\w{1,9};){8,})|eyJ[\w-]{8,}(?:\.[\w-]*){0,4}"
)
_IN_TEXT = re.compile(_PATTERN)
_IN_BYTES = re.compile(_PATTERN.encode())


# How JSON, HTML and addresses write a character that they do not write as it is.
_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\/|&\#\w{1,9};|%[0-9A-Fa-f]{2}"
# So many characters tell a token from other text; whatever follows them and could be of a token goes with them.
_TELLING = 24


def without_tokens(said: AnyStr, sent: str | None = None) -> AnyStr:
    """Return a text or a body with every token replaced.

    Args:
        said: What may hold tokens.
        sent: The token that was sent, if known; it is found whatever it looks like, in UTF-8, UTF-16 and UTF-32, and
            where some or all of its characters are escaped as in JSON, HTML or an address.
    """
    if isinstance(said, str):
        if sent:
            said = said.replace(sent, _HIDDEN)
            if re.search(_ESCAPE, said):
                said = re.sub(_however_escaped(sent), _HIDDEN, said)
        return _IN_TEXT.sub(f" {_HIDDEN}", said)
    if sent:
        said = said.replace(sent.encode(), _HIDDEN.encode())
        # Without their last zeros, the little-endian forms are found in the big-endian ones too.
        said = said.replace(sent.encode("utf-16-le")[:-1], _HIDDEN.encode())
        said = said.replace(sent.encode("utf-32-le")[:-3], _HIDDEN.encode())
        if re.search(_ESCAPE.encode(), said):
            said = re.sub(_however_escaped(sent).encode(), _HIDDEN.encode(), said)
    return _IN_BYTES.sub(f" {_HIDDEN}".encode(), said)


def holds_token(said: str, sent: str | None) -> bool:
    """Tell whether a text holds the token that was sent, however it is escaped."""
    if not sent:
        return False
    return sent in said or re.search(_however_escaped(sent), said) is not None


def _however_escaped(token: str) -> str:
    """Return a pattern for a token of which any character may be escaped."""
    beginning = "".join(
        rf"(?:\\?{re.escape(character)}|(?i:\\u{number:04x}|&\#x0*{number:x};|%{number:02x})|&\#0*{number};)"
        for character in token[:_TELLING]
        for number in (ord(character),)
    )
    # A test of one character passes over most of a body.
    return (
        rf"(?=[{re.escape(token[0])}\\&%])"
        + beginning
        + (rf"(?:[\w.~+/=-]|{_ESCAPE})*" if len(token) > _TELLING else "")
    )
