"""The example of an answer: finds its JSON, and mends an array that was never closed."""

import json
from collections.abc import Sequence

from spec_tools.pages.document import Line, UnreadablePage
from spec_tools.pages.facts import Example


def example_body(lines: Sequence[Line]) -> Example:
    """Read the JSON object that begins on the first of some lines that begins with a brace.

    Raises:
        UnreadablePage: There is none, or it is broken in a way that cannot be mended without guessing.
    """
    start = next((index for index, line in enumerate(lines) if line.text.startswith("{")), None)
    if start is None:
        raise UnreadablePage("Looked for the example of an answer, a line that begins with a brace, and found none.")
    body = lines[start:]
    first = body[0].line
    rows = [""] * (body[-1].line - first + 1)  # so that lines of the text stay lines of the page
    for line in body:
        rows[line.line - first] = line.text
    text = _object("\n".join(rows))
    damage: tuple[str, int] | None = None
    while True:
        try:
            json.loads(text, strict=False)  # line breaks inside of strings are no reason to give up
        except json.JSONDecodeError as error:
            mended = _close_array(text, error)
            if mended is None:
                raise UnreadablePage(
                    f"line {first + error.lineno - 1}: the example is no JSON: {error.msg}."
                ) from error
            text, damage = mended, ("an array is never closed", first + error.lineno - 1)
        else:
            return Example(text, first, damage)


def _object(text: str) -> str:
    """Return the text up to the brace that closes the first one."""
    depth, in_string, escaped = 0, False, False
    for index, character in enumerate(text):
        if in_string:
            in_string = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_string = True
        else:
            depth += {"{": 1, "}": -1}.get(character, 0)
            if depth == 0:
                return text[: index + 1]
    return text


def _close_array(text: str, error: json.JSONDecodeError) -> str | None:
    """Close the array that goes on with a member of the object around it: there the colon is what surprises."""
    if not text.startswith(":", error.pos):
        return None
    comma = text.rfind(",", 0, text.rfind('"', 0, text.rfind('"', 0, error.pos)))
    return text[:comma] + "]" + text[comma:] if comma > 0 else None
