"""Collects the facts of a page, and the parts of it that are not understood."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from spec_tools.pages.columns import unknown_columns
from spec_tools.pages.document import Document, Line, NotUnderstood, Table
from spec_tools.pages.documented_type import DocumentedType, read_type
from spec_tools.pages.facts import Example, Fact, PageFacts

_YES = {"y", "yes", "true", "required"}
_NO = {"n", "no", "false", "optional", ""}


class Reading:
    """What is read from one page, in the order of the page.

    Attributes:
        page: The page.
        facts: The facts.
        not_understood: The parts that are not understood.
        missing: The kinds of subjects whose part of the page was not found.
        partly: The definitions that are not read completely.
        consumed: The lines that are read as facts or examples.
    """

    def __init__(self, page: Document) -> None:
        self.page = page
        self.facts: list[Fact] = []
        self.not_understood = list(page.not_understood)
        self.missing: set[str] = set()
        self.partly: set[str] = set()
        self.consumed: set[Line] = set()
        for table in page.tables:
            if not table.rows and not page.not_understood:
                self.fail(table.line, " ".join(table.columns), "a table must have a row in each column")

    def state(self, fact: Fact) -> None:
        """Add a fact, unless the page has stated it already."""
        key = _key(fact)
        first = next((one for one in self.facts if _key(one) == key), None)
        if first is None:
            self.facts.append(fact)
        elif (first.type, first.required) != (fact.type, fact.required):
            self.fail(fact.line, fact.name, f"a name must be stated once, and line {first.line} states it differently")

    def fail(self, line: int, text: str, expected: str, *, matters: bool = True) -> None:
        """Add a part that is not understood."""
        self.not_understood.append(NotUnderstood(line, text, expected, matters))

    def lack(self, what: str, kinds: Collection[str]) -> None:
        """Add that a part of the page is missing, which would state subjects of these kinds."""
        self.missing |= set(kinds)
        self.not_understood.append(NotUnderstood(1, None, f"the page must have {what}"))

    def check_columns(self, table: Table, *, known: bool) -> None:
        """Add that a table or a column is not known. Its words are compared all the same."""
        if not known:
            expected = f"a table below {table.title or 'no heading'!r} must have columns such as name and type"
            self.fail(table.line, ", ".join(table.columns), expected, matters=False)
        for column in unknown_columns(table.columns) if known else ():
            expected = "a column must be one of name, in, required, type, default, description"
            self.fail(table.line, column, expected, matters=False)

    def is_unread(self, *names: str) -> bool:
        """Return whether one of these names is in a part that is not understood."""
        return any(one.words & {*names} for one in self.not_understood)

    def type_in(self, cell: Line | None, default: Line | None = None) -> DocumentedType | None:
        """Return the type in a cell, or None if it is not understood or there is no cell.

        Args:
            cell: The cell.
            default: The cell of the default value, if there is one.
        """
        if cell is None:
            return None
        type_, rest = read_type(cell.text)
        if type_ is None:
            self.fail(cell.line, cell.text, "a type must be such as string, integer (int32) or Link[]")
        for line in rest:
            self.fail(cell.line, line, f"a line below the type {type_} must be a format or a limit", matters=False)
        if type_ is not None and default is not None and default.text:
            return replace(type_, limits=(*type_.limits, ("default", default.text)))
        return type_

    def required_in(self, cell: Line | None) -> bool | None:
        """Return whether a cell says that a parameter is required, or None if it is not understood."""
        if cell is None:
            return None
        if cell.text.lower() not in _YES | _NO:
            self.fail(cell.line, cell.text, "required must be True, False, Y, N or empty")
            return None
        return cell.text.lower() in _YES

    def result(
        self,
        kind: str,
        covers: Iterable[str],
        *,
        unheaded: Sequence[tuple[str, int]] = (),
        example: Example | None = None,
    ) -> PageFacts:
        """Return what was read.

        Args:
            kind: The kind of the page.
            covers: The kinds of subjects that a page of this kind lists completely.
            unheaded: The definitions whose tables have no heading, with the lines of the tables.
            example: The example response.
        """
        return PageFacts(
            kind,
            self.page,
            self.facts,
            sorted(self.not_understood, key=lambda one: one.line),
            frozenset(covers) - self.missing,
            frozenset(self.missing),
            frozenset(self.partly),
            frozenset(self.consumed),
            unheaded,
            example,
        )


def _key(fact: Fact) -> tuple[object, ...]:
    return fact.subject, fact.name if fact.subject[0] in ("method", "path") else None
