"""Which of the pages in sources.yaml a page is, and which of its differences were decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from spec_tools.drift.difference import Difference, Kind
from spec_tools.drift.statements import statements
from spec_tools.pages import PageFacts, UnreadablePage
from spec_tools.yaml_file import YamlFile, pointer_to

_ABOUT_THE_COPY = (Kind.UNHEADED,)  # another copy of the same page need not have these


@dataclass(frozen=True)
class KnownPage:
    """A page of sources.yaml that describes an operation.

    Attributes:
        id: Its id there.
        title: Its title.
        describes: The operation.
    """

    id: str
    title: str
    describes: str


@dataclass(frozen=True)
class Explanation:
    """A difference that is there on purpose.

    Attributes:
        kind: How page and contract differ.
        of: In what.
        decision: The id of the decision.
        because: Its reason.
        pointer: The place in sources.yaml.
    """

    kind: str
    of: str
    decision: str
    because: str
    pointer: str


def known_page(page: PageFacts, contract: YamlFile, sources: YamlFile) -> KnownPage:
    """Return the page of sources.yaml that a page is, by its address, or else by its title.

    Raises:
        UnreadablePage: It is none of them.
    """
    pages = [
        KnownPage(name, entry["title"], entry["describes"])
        for name, entry in sources.root["pages"].items()
        if entry["kind"] == page.kind
    ]
    paths = {fact.name for fact in page.facts if fact.subject == ("path",)}
    for known in pages:
        if any(paths & set(one.names) for one in statements(contract, known.describes) if one.subject == ("path",)):
            return known
    for known in pages:
        if _has_title(page, known):
            return known
    raise UnreadablePage(
        f"Looked for a {page.kind} that sources.yaml knows, by its address or its title, and found the address "
        f"{', '.join(sorted(paths))} and the title {page.lines[0].text!r}. Known are: "
        f"{'; '.join(known.title for known in pages)}."
    )


def title_difference(page: PageFacts, known: KnownPage) -> list[Difference]:
    """Return the difference in the title, if there is one."""
    if _has_title(page, known):
        return []
    line = next((line for line in page.lines if line.heading), page.lines[0])
    return [Difference(Kind.RENAMED, "title", known.describes, "#/paths", line.line, line.text, known.title)]


def _has_title(page: PageFacts, known: KnownPage) -> bool:
    return any(line.text == known.title for line in page.lines)


def explanations(sources: YamlFile, known: KnownPage) -> list[Explanation]:
    """Return the differences of a page that decisions explain."""
    return [
        Explanation(
            entry["difference"],
            of,
            decision["id"],
            decision["because"],
            pointer_to("#/decisions", index, "explains", number),
        )
        for index, decision in enumerate(sources.root["decisions"])
        for number, entry in enumerate(decision.get("explains", []))
        if known.id in entry["pages"]
        for of in entry["of"]
    ]


def stale(explained: Iterable[Explanation], differences: Sequence[Difference]) -> list[Explanation]:
    """Return the explanations of differences that are no longer there."""
    found: set[tuple[Any, str]] = {(difference.kind, difference.of) for difference in differences}
    return [one for one in explained if (one.kind, one.of) not in found and one.kind not in _ABOUT_THE_COPY]
