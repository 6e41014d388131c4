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
    written: list[Difference] = []
    left: list[Difference] = []
    for one in report.drift:
        write = work.writers.get(one.fact.subject[0]) if one.kind is Kind.ADDED and one.fact else None
        done = write is not None and one.fact is not None and write(one.fact)
        (written if done else left).append(one)
    return written, left


class _Patch:
    """Writes one addition after another, and says whether it could. Each reads the file anew, as lines move."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._contract, self._sources = report.contract.path, report.sources.path
        self._schemas = WrittenSchemas(report.contract, report.page_facts.facts)
        self.writers: dict[str, Callable[[Fact], bool]] = {
            "definition": self._definition,
            "property": self._property,
            "value": self._value,
            "parameter": self._parameter,
            "request header": self._parameter,
        }

    def _definition(self, fact: Fact) -> bool:
        if fact.name in self._schemas.unnamed:
            return False
        return self._component(_SCHEMAS, self._schemas.names[fact.name], self._schemas.definition(fact.name))

    def _property(self, fact: Fact) -> bool:
        """Write a property, after the one that comes before it on the page."""
        if self._schemas.unnamed & {fact.subject[1], fact.type.name if fact.type else ""}:
            return False
        pointer = pointer_to(_SCHEMAS, self._schemas.names[fact.subject[1]], "properties")
        known = self._known(pointer)
        if fact.name in known:  # written with its definition
            return True
        inline = self._schemas.inline_enum(fact)
        if inline is not None and not self._component(_SCHEMAS, *inline):
            return False
        siblings = [one.name for one in self._report.page_facts.facts if one.subject[:2] == fact.subject[:2]]
        above = siblings[: siblings.index(fact.name)] if fact.name in siblings else list(known)
        after = next((name for name in reversed(above) if name in known), None)
        insert_member(self._contract, pointer, fact.name, self._schemas.property(fact), after=after)
        return True

    def _value(self, fact: Fact) -> bool:
        """Write a value of an enum, at the end."""
        if fact.subject[1] in self._schemas.unnamed:
            return False
        pointer = pointer_to(_SCHEMAS, self._schemas.names[fact.subject[1]])
        known = self._known(pointer)
        if fact.name in known["enum"]:  # written with its definition
            return True
        append_item(self._contract, pointer_to(pointer, "enum"), fact.name)
        append_item(self._contract, pointer_to(pointer, "x-enum-varnames"), fact.name.upper())
        append_item(self._contract, pointer_to(pointer, "x-enum-descriptions"), todo(fact.name))
        return True

    def _parameter(self, fact: Fact) -> bool:
        """Write a parameter or a header of the request, and let the operation refer to it.

        Another operation may have it already: then it is the same one.
        """
        kind, _ = fact.subject
        sent = fact.subject[1] if kind == "parameter" else fact.name
        place, name = fact.place or ("header" if kind == "request header" else "query"), component_name(sent)
        parameter = {
            "name": sent,
            "in": place,
            **({"required": True} if fact.required else {}),
            "description": todo(sent),
            **self._schemas.parameter(fact.type or DocumentedType("string")),
            "x-docs-name": fact.name,
        }
        known = self._known(_PARAMETERS).get(name, parameter)
        if (known["name"], known["in"]) != (sent, place):
            return False
        self._component(_PARAMETERS, name, parameter)
        operation = operation_pointer(YamlFile.read(self._contract), self._report.known.describes)
        append_item(self._contract, pointer_to(operation, "parameters"), {"$ref": pointer_to(_PARAMETERS, name)})
        return True

    def _component(self, pointer: str, name: str, value: dict[str, Any]) -> bool:
        """Write a component after the last one of its kind, and its entry in the sources, unless the name is taken."""
        if name in self._known(pointer):
            return False
        insert_member(self._contract, pointer, name, value, after=list(self._known(pointer))[-1])
        entry = flow({"pages": flow([self._report.known.id]), "read": datetime.datetime.now(tz=datetime.UTC).date()})
        last = list(YamlFile.read(self._sources).at("#/components"))[-1]
        insert_member(self._sources, "#/components", f"{pointer.rpartition('/')[2]}/{name}", entry, after=last)
        return True

    def _known(self, pointer: str) -> Any:
        return YamlFile.read(self._contract).at(pointer)
