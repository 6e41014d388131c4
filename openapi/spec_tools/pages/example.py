"""The body of an example response: finds its JSON, and repairs an array that is never closed."""

import json
from collections.abc import Sequence

from spec_tools.pages.document import Line, NotUnderstood
from spec_tools.pages.facts import Example

_AS_EXPECTED = "the example response must have a body in JSON"


def read_example(lines: Sequence[Line]) -> tuple[Example | None, list[NotUnderstood], list[Line]]:
    """Read the JSON object that begins on the first line with a brace.

    Returns:
        The example, or None; what was not understood; and the lines of the example.
    """
    start = next((index for index, line in enumerate(lines) if line.text.startswith("{")), None)
    if start is None:
        first = lines[0]
        return None, [NotUnderstood(first.line, first.text, _AS_EXPECTED)], []
    body = lines[start:]
    first_line = body[0].line
    rows = [""] * (body[-1].line - first_line + 1)  # keep the lines of the page
    for line in body:
        rows[line.line - first_line] = line.text
    text = _object("\n".join(rows))
    consumed = [line for line in body if line.line <= first_line + text.count("\n")]
    damage: tuple[str, int] | None = None
    while True:
        try:
            json.loads(text, strict=False)  # allow line breaks in strings
        except json.JSONDecodeError as error:
            line_number = first_line + error.lineno - 1
            repaired = _close_array(text, error)
            if repaired is None:
                at_fault = text.splitlines()[error.lineno - 1]
                return None, [NotUnderstood(line_number, at_fault, f"{_AS_EXPECTED} ({error.msg})")], consumed
            text, damage = repaired, ("an array is never closed", line_number)
        else:
            return Example(text, first_line, damage), [], consumed


def _object(text: str) -> str:
    """Return the text up to the brace that closes the first one, or to the last brace."""
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
    return text[: text.rindex("}") + 1] if "}" in text else text


def _close_array(text: str, error: json.JSONDecodeError) -> str | None:
    """Close the array that is followed by a member of the object around it: the colon is what the parser reports."""
    if not text.startswith(":", error.pos):
        return None
    comma = text.rfind(",", 0, text.rfind('"', 0, text.rfind('"', 0, error.pos)))
    return text[:comma] + "]" + text[comma:] if comma > 0 else None
