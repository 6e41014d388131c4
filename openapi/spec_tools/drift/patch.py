"""Writes what a page adds into the contract, with a TODO for what a person has to say."""

import datetime
from collections.abc import Callable
from typing import Any

from spec_tools.drift.difference import Difference, Kind
from spec_tools.drift.report import Report
from spec_tools.drift.statements import operation_pointer
from spec_tools.drift.written_schema import WrittenSchemas, component_name, flow, todo
from spec_tools.pages import DocumentedType, Fact
from spec_tools.yaml_file import YamlFile, pointer_to
from spec_tools.yaml_insert import append_item, insert_member

_SCHEMAS = "#/components/schemas"
_PARAMETERS = "#/components/parameters"


def patch(report: Report) -> tuple[list[Difference], list[Difference]]:
    """Write additions into the contract and its sources, in place.

    New definitions, properties, values, parameters and headers of requests are written. All else is left to a person.

    Args:
        report: What was compared.

    Returns:
        The differences that were written, and those that were not.
    """
    work = _Patch(report)
    written, left = [], []
    for one in report.drift:
        write = work.writers.get(one.fact.subject[0]) if one.kind is Kind.ADDED and one.fact else None
        if write is None or one.fact is None:
            left.append(one)
        else:
            write(one.fact)
            written.append(one)
    return written, left


class _Patch:
    """Writes one addition after another. Each reads the file anew, as lines move."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._contract, self._sources = report.contract.path, report.sources.path
        self._schemas = WrittenSchemas(report.contract, report.page_facts.facts)
        self.writers: dict[str, Callable[[Fact], None]] = {
            "definition": self._definition,
            "property": self._property,
            "value": self._value,
            "parameter": self._parameter,
            "request header": self._parameter,
        }

    def _definition(self, fact: Fact) -> None:
        self._component(_SCHEMAS, self._schemas.names[fact.name], self._schemas.definition(fact.name))

    def _property(self, fact: Fact) -> None:
        """Write a property, after the one that comes before it on the page."""
        pointer = pointer_to(_SCHEMAS, self._schemas.names[fact.subject[1]], "properties")
        known = self._known(pointer)
        if fact.name in known:  # written with its definition
            return
        inline = self._schemas.inline_enum(fact)
        if inline is not None:
            self._component(_SCHEMAS, *inline)
        siblings = [one.name for one in self._report.page_facts.facts if one.subject[:2] == fact.subject[:2]]
        above = siblings[: siblings.index(fact.name)] if fact.name in siblings else list(known)
        after = next((name for name in reversed(above) if name in known), None)
        insert_member(self._contract, pointer, fact.name, self._schemas.property(fact), after=after)

    def _value(self, fact: Fact) -> None:
        """Write a value of an enum, at the end."""
        pointer = pointer_to(_SCHEMAS, self._schemas.names[fact.subject[1]])
        known = self._known(pointer)
        if fact.name in known["enum"]:  # written with its definition
            return
        append_item(self._contract, pointer_to(pointer, "enum"), fact.name)
        meanings = pointer_to(pointer, "x-enum-meanings")
        insert_member(self._contract, meanings, fact.name, todo(fact.name), after=list(known["x-enum-meanings"])[-1])

    def _parameter(self, fact: Fact) -> None:
        """Write a parameter or a header of the request, and let the operation refer to it."""
        name = component_name(fact.name)
        parameter = {
            "name": fact.name,
            "in": fact.place or ("header" if fact.subject[0] == "request header" else "query"),
            **({"required": True} if fact.required else {}),
            "description": todo(fact.name),
            **self._schemas.parameter(fact.type or DocumentedType("string")),
            "x-docs-name": fact.name,
        }
        self._component(_PARAMETERS, name, parameter)
        operation = operation_pointer(YamlFile.read(self._contract), self._report.known.describes)
        append_item(self._contract, pointer_to(operation, "parameters"), {"$ref": pointer_to(_PARAMETERS, name)})

    def _component(self, pointer: str, name: str, value: dict[str, Any]) -> None:
        """Write a component after the last one of its kind, and its entry in the sources."""
        insert_member(self._contract, pointer, name, value, after=list(self._known(pointer))[-1])
        entry = flow({"pages": flow([self._report.known.id]), "read": datetime.datetime.now(tz=datetime.UTC).date()})
        last = list(YamlFile.read(self._sources).at("#/components"))[-1]
        insert_member(self._sources, "#/components", f"{pointer.rpartition('/')[2]}/{name}", entry, after=last)

    def _known(self, pointer: str) -> Any:
        return YamlFile.read(self._contract).at(pointer)
