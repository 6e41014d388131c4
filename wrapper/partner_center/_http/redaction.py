"""Takes tokens out of what is kept or shown: a proxy may write our own request into its error page."""

import re
from functools import lru_cache
from html.entities import html5
from typing import AnyStr

_HIDDEN = "[token removed]"
# Whatever follows the name of the scheme, and whatever looks like a JSON Web Token, in part or whole.
_PATTERN = (
    r"(?i:(?<=bearer)(?:\s|%20|\+|&nbsp;|\\u0020){1,8}(?:[^\s\"'<>&,;]|&\#?\w{1,9};){8,})|eyJ[\w-]{8,}(?:\.[\w-]*){0,4}"
)
_IN_TEXT = re.compile(_PATTERN)
_IN_BYTES = re.compile(_PATTERN.encode())


# How JSON, HTML and addresses write a character that they do not write as it is.
_ESCAPE = r"\\{1,8}u[0-9A-Fa-f]{4}|\\{1,8}/|&(?:\#\w{1,9}|[A-Za-z]{2,9});|%[0-9A-Fa-f]{2}"
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
                said = _however_escaped(sent).sub(_HIDDEN, said)
        return _IN_TEXT.sub(f" {_HIDDEN}", said)
    if sent:
        said = said.replace(sent.encode(), _HIDDEN.encode())
        # Without their last zeros, the little-endian forms are found in the big-endian ones too.
        said = said.replace(sent.encode("utf-16-le")[:-1], _HIDDEN.encode())
        said = said.replace(sent.encode("utf-32-le")[:-3], _HIDDEN.encode())
        if re.search(_ESCAPE.encode(), said):
            said = _however_escaped_in_bytes(sent).sub(_HIDDEN.encode(), said)
    return _IN_BYTES.sub(f" {_HIDDEN}".encode(), said)


def holds_token(said: str, sent: str | None) -> bool:
    """Tell whether a text holds the token that was sent, however it is escaped."""
    if not sent:
        return False
    return sent in said or _however_escaped(sent).search(said) is not None


# An answer may have hundreds of thousands of texts to look through.
@lru_cache(maxsize=16)
def _however_escaped(token: str) -> re.Pattern[str]:
    return re.compile(_escaped_pattern(token))


@lru_cache(maxsize=16)
def _however_escaped_in_bytes(token: str) -> re.Pattern[bytes]:
    return re.compile(_escaped_pattern(token).encode())


def _escaped_pattern(token: str) -> str:
    """Return a pattern for a token of which any character may be escaped, in JSON also over and over."""
    beginning = "".join(map(_escaped_character, token[:_TELLING]))
    # A test of one character passes over most of a body.
    return (
        rf"(?=[{re.escape(token[0])}\\&%])"
        + beginning
        + (rf"(?:[\w.~+/=-]|{_ESCAPE})*" if len(token) > _TELLING else "")
    )


def _escaped_character(character: str) -> str:
    number = ord(character)
    ways = [
        rf"\\{{0,8}}{re.escape(character)}",
        rf"(?i:\\{{1,8}}u{number:04x}|&\#x0*{number:x};|%{number:02x})",
        rf"&\#0*{number};",
        *(f"&{name}" for name, named in html5.items() if named == character and name.endswith(";")),
    ]
    return f"(?:{'|'.join(ways)})"
