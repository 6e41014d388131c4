"""The changelog of the contract: its form, and whether it names the changes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt

from spec_tools.spec_diff.changes import Change, Level
from spec_tools.spec_diff.version import Version

_RELEASE = re.compile(r"\[(?P<version>\d+\.\d+\.\d+)\] - (?P<date>\d{4}-\d{2}-\d{2})")
_KINDS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")


@dataclass(frozen=True)
class Release:
    """A version in the changelog.

    Attributes:
        version: The version, or None for the section Unreleased.
        line: The line of its heading.
        text: The text under it.
        kinds: The headings under it.
    """

    version: Version | None
    line: int
    text: str
    kinds: Sequence[str]


def read_changelog(text: str) -> list[Release]:
    """Read a changelog in the form of Keep a Changelog, newest release first.

    Raises:
        ValueError: A heading is not in this form.
    """
    tokens = MarkdownIt("commonmark").parse(text)
    headings = [
        (token.tag, inline.content, token.map[0] + 1)
        for token, inline in pairwise(tokens)
        if token.type == "heading_open" and token.map
    ]
    lines = text.splitlines()
    releases = [(content, line) for tag, content, line in headings if tag == "h2"]
    found = []
    for (content, line), (_, end) in pairwise([*releases, ("", len(lines) + 1)]):
        match = _RELEASE.fullmatch(content)
        if match is None and content != "[Unreleased]":
            raise ValueError(
                f"line {line}: a heading must be [Unreleased] or a version with its date, got {content!r}."
            )
        kinds = [content for tag, content, place in headings if tag == "h3" and line < place < end]
        wrong = [kind for kind in kinds if kind not in _KINDS]
        if wrong:
            raise ValueError(f"line {line}: a heading must be one of {', '.join(_KINDS)}, got {wrong[0]!r}.")
        version = Version.read(match["version"]) if match else None
        found.append(Release(version, line, "\n".join(lines[line : end - 1]), kinds))
    return found


def changelog_problems(text: str, changes: Sequence[Change], base: Version, revision: Version) -> Iterator[str]:
    """Yield what is wrong with a changelog: its form, its newest version, and what it does not mention.

    Each breaking or additive change must be named, in backticks, under a version after the base.
    """
    try:
        releases = read_changelog(text)
    except ValueError as error:
        yield str(error)
        return
    versions = [release.version for release in releases if release.version]
    if versions != sorted(versions, reverse=True):
        yield "The versions must be in order, the newest first."
    if revision not in versions[:1]:
        yield f"The newest version must be that of the contract, {revision}, got {versions[0] if versions else 'none'}."
    since = [release for release in releases if release.version and base < release.version <= revision]
    said = "\n".join(release.text for release in since)
    for change in changes:
        if change.level > Level.EDITORIAL and f"`{change.label}`" not in said:
            yield f"`{change.label}` must be named: {change.name} {change.what}."
    if any(change.level is Level.BREAKING for change in changes):
        kinds = {kind for release in since for kind in release.kinds}
        if since and not kinds & {"Changed", "Removed"}:
            yield "A breaking change must be under Changed or Removed."
