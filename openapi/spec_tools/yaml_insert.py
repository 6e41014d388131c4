"""Edits a YAML file without changing any other line."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedSeq

from spec_tools.yaml_file import YamlFile, pointer_to, round_trip


def insert_member(path: Path, pointer: str, key: str, value: Any, *, after: str | None) -> None:
    """Insert a member into a mapping in block style.

    Args:
        path: The file.
        pointer: The mapping. It must have a member.
        key: The new key.
        value: Its value.
        after: The member before it, or None to insert it first.
    """
    file = YamlFile.read(path)
    mapping = file.at(pointer)
    lines = path.read_text(encoding="utf-8").splitlines()
    spaces = " " * mapping.lc.col
    starts = [file.line(pointer_to(pointer, member)) - 1 for member in mapping]
    at = starts[0] if after is None else _end(lines, starts[list(mapping).index(after)], mapping.lc.col)
    new = [f"{spaces}{line}" if line else "" for line in _dumped({key: value})]
    apart = len(starts) > 1 and not lines[starts[1] - 1].strip()
    if apart:
        new = [*new, ""] if after is None else ["", *new]
    _write(path, [*lines[:at], *new, *lines[at:]])


def append_item(path: Path, pointer: str, item: Any) -> None:
    """Append an item to a list, in the style of the list. Each item must be on one line."""
    file = YamlFile.read(path)
    items: CommentedSeq = file.at(pointer)
    lines = path.read_text(encoding="utf-8").splitlines()
    last = file.line(pointer_to(pointer, len(items) - 1)) - 1
    if items.fa.flow_style():
        before, bracket, behind = lines[last].rpartition("]")
        lines[last] = f"{before}, {_dumped([item])[0].strip()[2:]}{bracket}{behind}"
    else:
        spaces = lines[last][: len(lines[last]) - len(lines[last].lstrip())]
        lines.insert(last + 1, f"{spaces}{_dumped([item])[0].strip()}")
    _write(path, lines)


def remove_member(path: Path, pointer: str, key: str) -> None:
    """Remove a member from a mapping in block style.

    Args:
        path: The file.
        pointer: The mapping.
        key: The member.
    """
    file = YamlFile.read(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    start = file.line(pointer_to(pointer, key)) - 1
    _write(path, [*lines[:start], *lines[_end(lines, start, file.at(pointer).lc.col) :]])


def replace_scalar(path: Path, pointer: str, value: str) -> None:
    """Replace the value of a member that is on one line with its key."""
    line = YamlFile.read(path).line(pointer) - 1
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[line] = f"{lines[line].partition(':')[0]}: {value}"
    _write(path, lines)


def _end(lines: Sequence[str], start: int, column: int) -> int:
    """Return the end of a member, without the blank lines and comments after it."""
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > column):
        end += 1
    while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
        end -= 1
    return end


def _dumped(value: Any) -> list[str]:
    text = io.StringIO()
    round_trip().dump(value, text)
    return text.getvalue().splitlines()


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
