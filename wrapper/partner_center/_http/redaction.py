"""What errors, logs and events may show: short, on one line, and without access tokens."""

import logging
import re
from collections import deque
from collections.abc import Iterable
from typing import AnyStr

_REDACTED = "[token removed]"
# A shorter value, such as a token in a test, also occurs in other text.
_SHORTEST_TOKEN = 8
_JWT = re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*){0,4}", re.ASCII)

_EXCERPT_BYTES = 2048
# Tokens are removed before the excerpt is cut, or a part of one would stay at its end. The longest are some 4 KB.
_SEARCHED_BYTES = _EXCERPT_BYTES + 16 * 1024
_LONGEST_VALUE = 200


def redact_tokens(content: AnyStr, tokens: Iterable[str] = ()) -> AnyStr:
    """Replace the given tokens of at least 8 characters in a text or a body, and what looks like a JSON Web Token.

    A proxy may write our own request into its error page. Tokens are found as they were sent, not if they are escaped.
    """
    if isinstance(content, bytes):
        return redact_tokens(content.decode("latin-1"), tokens).encode("latin-1")
    for token in tokens:
        if len(token) >= _SHORTEST_TOKEN:
            content = content.replace(token, _REDACTED)
    return _JWT.sub(_REDACTED, content)


def hide_in_logs(secrets: Iterable[str]) -> None:
    """Remove secrets from the log records of httpcore, which show the headers of a response. The last 64 are kept."""
    _hidden.extend(secret for secret in secrets if secret not in _hidden)


def _redact_record(record: logging.LogRecord) -> bool:
    message = record.getMessage()
    redacted = redact_tokens(message, tuple(_hidden))
    if redacted != message:
        record.msg, record.args = redacted, None
    return True


_hidden: deque[str] = deque(maxlen=64)
for _name in ("connection", "http11", "http2", "proxy", "socks"):
    logging.getLogger(f"httpcore.{_name}").addFilter(_redact_record)


def contains_token(text: str, tokens: Iterable[str]) -> bool:
    """Tell whether a text contains one of the tokens of at least 8 characters."""
    return any(len(token) >= _SHORTEST_TOKEN and token in text for token in tokens)


def body_excerpt(body: bytes, tokens: Iterable[str] = ()) -> bytes:
    """Return the first 2 KiB of a body, without tokens."""
    return redact_tokens(body[:_SEARCHED_BYTES], tokens)[:_EXCERPT_BYTES]


def describe_value(value: object) -> str:
    """Return a value of the service as messages show it: at most 200 characters, without tokens."""
    return redact_tokens(repr(value))[:_LONGEST_VALUE]


def one_line(text: str, longest: int = 2000) -> str:
    """Return the beginning of a text as one line of printable characters. Redact tokens first."""
    words = " ".join(text[: 4 * longest].split())  # cut first: splitting a megabyte takes long
    return (words if words.isprintable() else "".join(filter(str.isprintable, words)))[:longest]
