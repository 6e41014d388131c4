"""The definitions of a page of the REST reference."""

from collections.abc import Iterator, Sequence

from spec_tools.pages.document import Line, Table
from spec_tools.pages.facts import Fact
from spec_tools.pages.reading import Reading

_OTHER = ("request body", "scopes", "security")


def is_typed(table: Table) -> bool:
    """Return whether a table lists names with their types, as that of a definition does."""
    return {"name", "type"} <= set(table.columns) and not {"in", "required"} & set(table.columns)


def is_values(table: Table) -> bool:
    """Return whether a table lists the values of an enum."""
    return table.columns[0] == "value"


def is_list(table: Table) -> bool:
    """Return whether a table may be the list of definitions."""
    return table.columns == ("name", "description")


def read_definitions(reading: Reading, tables: Sequence[Table]) -> list[tuple[str, int]]:
    """Read the list of definitions and their tables.

    A table without a heading is that of the next name in the list: tables and list are in the same order.

    Returns:
        The definitions whose tables have no heading, with the lines of the tables.
    """
    lists = [table for table in tables if is_list(table) and table.title not in _OTHER]
    listed = [row["name"] for table in lists[:1] for row in table.cells()]
    for cell in listed:
        reading.state(Fact(("definition", cell.text), cell.line, cell.text))
    own = [table for table in tables if (is_typed(table) or is_values(table)) and table.title not in _OTHER]
    for table in tables:
        if table.title == "request body" and is_typed(table) and table.rows:
            reading.fail(table.line, "Request Body", "the contract has no request bodies, so the page must have none")
    unheaded: list[tuple[str, int]] = []
    found = list(_named(reading, own, [cell.text for cell in listed]))
    for name, table in found:
        if table.heading is None:
            unheaded.append((name, table.line))
        if name not in {cell.text for cell in listed}:
            reading.state(Fact(("definition", name), table.line, name))
        for row in table.cells():
            _row(reading, name, row)
    for cell in listed:
        if cell.text not in {name for name, _ in found}:
            reading.partly.add(cell.text)
            reading.fail(cell.line, cell.text, "a definition in the list must have a table")
    return unheaded


def _named(reading: Reading, tables: Sequence[Table], listed: Sequence[str]) -> Iterator[tuple[str, Table]]:
    """Yield each table with the name of its definition."""
    headed = {table.heading.text for table in tables if table.heading}
    waiting: list[Table] = []
    position = 0
    for table in [*tables, None]:
        name = table.heading.text if table is not None and table.heading else None
        if table is not None and name is None:
            waiting.append(table)
            continue
        end = listed.index(name) if name in listed else len(listed) if table is None else position
        free = [one for one in listed[position:end] if one not in headed]
        if len(free) == len(waiting):
            yield from zip(free, waiting, strict=True)
        elif waiting and (name in listed or table is None):
            for one in waiting:
                expected = f"a table without a heading must be that of one of {', '.join(free) or 'no definition'}"
                reading.fail(one.line, f"{len(waiting)} tables", expected)
        waiting = waiting if name not in listed and table is not None else []
        position = end + 1 if name in listed else position
        if table is not None and name is not None:
            yield name, table


def _row(reading: Reading, definition: str, row: dict[str, Line]) -> None:
    if "value" in row:
        value = row["value"]
        reading.state(Fact(("value", definition, value.text), value.line, value.text))
        return
    name, type_ = row["name"], reading.type_in(row["type"], row.get("default"))
    reading.state(Fact(("property", definition, name.text), name.line, name.text, type=type_))
    for text in type_.values if type_ else ():
        reading.state(Fact(("value", f"{definition}.{name.text}", text), name.line, text))
