"""Compares the prose of a page with the digests of it in sources.yaml, and writes new digests."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from ruamel.yaml.scalarstring import SingleQuotedScalarString

from spec_tools.drift.known_page import KnownPage
from spec_tools.drift.transcription import definitions_of_page
from spec_tools.pages import PageFacts
from spec_tools.pages.prose import INTRODUCTION, Sentence, prose
from spec_tools.yaml_file import YamlFile, pointer_to
from spec_tools.yaml_insert import insert_member, remove_member, replace_scalar

_SHOWN = 80


@dataclass(frozen=True)
class WordsChange:
    """A change of prose.

    Attributes:
        section: The section that it is in.
        what: changed, added or removed.
        line: The line of the page, or None if the page no longer has it.
        text: The new text, shortened.
    """

    section: str
    what: str
    line: int | None
    text: str

    def __str__(self) -> str:
        return f"words {self.what} in section {self.section}{self.text and f': {self.text}'}"


def words_changes(page: PageFacts, known: KnownPage) -> list[WordsChange]:
    """Return how the prose of a page differs from its digests, or nothing if it has none."""
    if not known.words:
        return []
    old = [(section, digest) for section, digests in known.words.items() for digest in str(digests).split()]
    new = prose(page, known.title)
    matcher = SequenceMatcher(None, [digest for _, digest in old], [one.digest for one in new], autojunk=False)
    found: list[WordsChange] = []
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[old_start:old_end], new[new_start:new_end]
        for index in range(max(len(gone), len(come))):
            sentence = come[index] if index < len(come) else None
            section = gone[index][0] if index < len(gone) else _section(sentence, old, old_start)
            what = "changed" if sentence and index < len(gone) else "added" if sentence else "removed"
            text = sentence.text if sentence else ""
            text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            found.append(WordsChange(section, what, sentence.line if sentence else None, text))
    return found


def _section(sentence: Sentence | None, old: Sequence[tuple[str, str]], position: int) -> str:
    """Return the section of an added sentence: its own, or that of the sentence before if the page has no headings."""
    if sentence is not None and sentence.section != INTRODUCTION:
        return sentence.section
    return old[max(position - 1, 0)][0]


def digests(page: PageFacts, known: KnownPage) -> dict[str, str]:
    """Return the digests of the prose of a page by section: one hash for each sentence, and no text."""
    found: dict[str, list[str]] = {}
    for sentence in prose(page, known.title):
        found.setdefault(sentence.section, []).append(sentence.digest)
    return {section: " ".join(hashes) for section, hashes in found.items()}


def accept(page: PageFacts, known: KnownPage, sources: Path) -> None:
    """Write the digests of a page into its sources, and the day of today as the day it was read."""
    entry = pointer_to("#/pages", known.id)
    quoted = {section: SingleQuotedScalarString(hashes) for section, hashes in digests(page, known).items()}
    found: dict[str, Any] = {"words": quoted}
    if definitions := definitions_of_page(page):
        found["definitions"] = SingleQuotedScalarString(definitions)
    for key, value in found.items():
        if key in YamlFile.read(sources).at(entry):
            remove_member(sources, entry, key)
        insert_member(sources, entry, key, value, after=list(YamlFile.read(sources).at(entry))[-1])
    replace_scalar(sources, pointer_to(entry, "read"), datetime.datetime.now(tz=datetime.UTC).date().isoformat())
