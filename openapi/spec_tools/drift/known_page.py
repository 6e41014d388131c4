"""The page of sources.yaml that a page is, and the differences that decisions explain for it."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from spec_tools.drift.difference import Difference, Kind
from spec_tools.drift.statements import statements
from spec_tools.pages import PageFacts, UnreadablePage
from spec_tools.pages.language import other_language
from spec_tools.yaml_file import YamlFile, pointer_to

_ABOUT_THE_COPY = (Kind.UNHEADED,)  # other copies of the same page may not have these
_COMPARED = ("guide", "reference")
_MISSING = re.compile(r"\b404\b|not found", re.IGNORECASE)
_LOCALE = re.compile(r"^https?://[^/]+/([a-z]{2}-[a-z]{2,4}(-[a-z]{2,4})?/)?", re.IGNORECASE)


@dataclass(frozen=True)
class KnownPage:
    """A page of sources.yaml.

    Attributes:
        id: Its id there.
        title: Its title.
        kind: Its kind.
        describes: The operation that it describes, or an empty text.
        words: The digests of its prose by section.
        definitions: The digest of its definitions, or an empty text.
    """

    id: str
    title: str
    kind: str
    describes: str
    words: dict[str, str]
    definitions: str = ""


@dataclass(frozen=True)
class Explanation:
    """A difference that a decision explains.

    Attributes:
        kind: How page and contract differ.
        of: What differs.
        decision: The id of the decision.
        because: Its reason.
        pointer: The place in sources.yaml.
        general: Whether it is about a kind of page, or pages by a pattern.
    """

    kind: str
    of: str
    decision: str
    because: str
    pointer: str
    general: bool = False


def known_page(page: PageFacts, contract: YamlFile, sources: YamlFile) -> KnownPage:
    """Return the page of sources.yaml that a page is, by its address, its path or its title.

    Raises:
        UnreadablePage: The page is not in English, or not in sources.yaml.
    """
    known = known_pages(sources)
    own = [one for one in known if one.kind == page.kind or (one.kind not in _COMPARED and not page.kind)]
    addresses = {name: entry.get("address", "") for name, entry in sources.root["pages"].items()}
    found = [one for one in own if page.document.address and _same(page.document.address, addresses[one.id])]
    found = found or _by_path(page, own, contract) or [one for one in own if has_title(page, one)]
    language = other_language(page.document)
    if language:
        address = f": {addresses[found[0].id].replace('.com/', '.com/en-us/', 1)}" if found else ""
        raise UnreadablePage(f"the page must be in English, and it is in {language!r}. Open it under en-us{address}")
    if found:
        return found[0]
    raise UnreadablePage(_not_registered(page, known))


def known_pages(sources: YamlFile) -> list[KnownPage]:
    """Return the pages of sources.yaml."""
    return [_known(name, entry) for name, entry in sources.root["pages"].items()]


def _known(name: str, entry: Any) -> KnownPage:
    return KnownPage(
        name,
        entry["title"],
        entry["kind"],
        entry.get("describes", ""),
        dict(entry.get("words", {})),
        entry.get("definitions", ""),
    )


def _same(address: str, other: str) -> bool:
    return _LOCALE.sub("", address).rstrip("/").lower() == _LOCALE.sub("", other).rstrip("/").lower()


def _by_path(page: PageFacts, known: Sequence[KnownPage], contract: YamlFile) -> list[KnownPage]:
    paths = {_plain(fact.name) for fact in page.facts if fact.subject == ("path",)}
    return [
        one
        for one in known
        for statement in (statements(contract, one.describes) if one.describes else ())
        if statement.subject == ("path",) and paths & set(map(_plain, statement.names))
    ]


def _plain(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path.replace("{baseURL}", "baseURL"))


def _not_registered(page: PageFacts, known: Sequence[KnownPage]) -> str:
    title = next((line for line in page.document.lines if line.heading), next(iter(page.document.lines), None))
    if title is not None and _MISSING.search(title.text):
        return (
            f"the page must be that of an operation, and the site has none at its address ({title.text!r}). Search the "
            "site for its title. If it moved, change its address in sources.yaml. If it is gone, the operation may be "
            "retired: try a call before you deprecate it."
        )
    about = f"this page is not in sources.yaml (its title is {title.text if title else 'missing'!r})."
    if not page.kind:
        same = next((one for one in known if one.kind in _COMPARED and has_title(page, one)), None)
        if same is None:
            return (
                f"{about} Add it under pages with its title and a kind. A guide must have a table with the columns "
                "Method and Request URI, a reference one with the columns Name, In, Required and Type."
            )
        return (
            f"the page must have the tables of a {same.kind}, because sources.yaml has it as {same.id}, and they were "
            "not found. Save the page as HTML and try again, or change its kind."
        )
    paths = ", ".join(sorted({fact.name for fact in page.facts if fact.subject == ("path",)}))
    return (
        f"{about} Add it under pages with kind: {page.kind} and describes: the id of the operation at {paths}. "
        "If the contract does not have this operation, PATCH=1 then writes it."
    )


def title_difference(page: PageFacts, known: KnownPage) -> list[Difference]:
    """Return the difference in the title, if there is one."""
    if has_title(page, known):
        return []
    lines = page.document.lines
    line = next((line for line in lines if line.heading), lines[0])
    return [Difference(Kind.RENAMED, "title", known.describes, "#/paths", line.line, line.text, known.title)]


def has_title(page: PageFacts, known: KnownPage) -> bool:
    """Return whether a line of a page is the title of a known page."""
    return any(line.text == known.title for line in page.document.lines)


def explanations(sources: YamlFile, known: KnownPage) -> list[Explanation]:
    """Return the differences of a page that decisions explain."""
    return [
        Explanation(
            entry["difference"],
            of,
            decision["id"],
            decision["because"],
            pointer_to("#/decisions", index, "explains", number),
            general=known.id not in entry.get("pages", []),
        )
        for index, decision in enumerate(sources.root["decisions"])
        for number, entry in enumerate(decision.get("explains", []))
        if known.kind in entry.get("kinds", [])
        or any(fnmatchcase(known.id, pattern) for pattern in entry.get("pages", []))
        for of in entry["of"]
    ]


def stale(
    explained: Iterable[Explanation], differences: Sequence[Difference], labels: Iterable[str], missing: Collection[str]
) -> list[Explanation]:
    """Return the explanations of differences that no longer exist.

    Args:
        explained: The explanations for a page.
        differences: The differences of the page.
        labels: What the contract states about the operation of the page. An explanation for a kind of page applies
            only to these.
        missing: The kinds of subjects whose part of the page was not found.
    """
    found = {(str(difference.kind), difference.of) for difference in differences}
    stated = set(labels)
    return [
        one
        for one in explained
        if (one.kind, one.of) not in found
        and one.kind not in _ABOUT_THE_COPY
        and not (one.general and one.of not in stated)
        and (one.of.rpartition(" ")[0] or one.of) not in missing
    ]
