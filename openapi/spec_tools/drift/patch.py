"""Writes what a page adds into the contract, with a TODO for what a person must write."""

import datetime
from collections.abc import Callable
from typing import Any

from spec_tools.drift.difference import Difference, Kind
from spec_tools.drift.new_operation import operation_at
from spec_tools.drift.report import Report
from spec_tools.drift.statements import operation_pointer
from spec_tools.drift.written_schema import WrittenSchemas, component_name, flow, todo
from spec_tools.pages import DocumentedType, Fact
from spec_tools.yaml_file import YamlFile, pointer_to
from spec_tools.yaml_insert import append_item, insert_member

_SCHEMAS = "#/components/schemas"
_PARAMETERS = "#/components/parameters"

_TAKEN = "another component has its name: give one of them another name"
_REASONS = {  # why a difference is left to a person
    Kind.REMOVED: "removing it breaks callers. Remove it in a major version, or explain it in a decision",
    Kind.RENAMED: "renaming it breaks callers, and it is a guess. Add the new name and deprecate the old one",
    Kind.RETYPED: "another type breaks callers. Change it in a major version, or explain it in a decision",
    Kind.FORMAT: "another format may break callers. Change it, or explain it in a decision",
    Kind.REQUIRED: "calls without it may start to fail. Change it, or explain it in a decision",
    Kind.MOVED: "sending it elsewhere changes each call. Change it, or explain it in a decision",
    Kind.CHANGED: "another method or path is another operation. Check by a call which one works",
    Kind.LIMITS: "a limit may refuse what callers send. Add it, or explain it in a decision",
    Kind.UNHEADED: "it is a loss of this copy. Copy the page again, or explain it in a decision",
    Kind.BROKEN: "the page is at fault. Explain it in a decision",
}
_REASONS_OF_ADDED = {
    "status": "the contract has every error as 4XX or 5XX. Add it only if its body is a different one",
    "response header": "headers of responses are shared by all operations. Add it to components/headers, or explain it",
    "media type": "the client reads only JSON. Add it, or explain it in a decision",
    "query": "the page has it in the address only, without a type. Add it, or explain it in a decision",
}


def patch(report: Report) -> tuple[list[Difference], list[tuple[Difference, str]]]:
    """Write additions into the contract and its sources, in place.

    Operations, definitions, properties, values, parameters and request headers are written. The rest is left to a
    person.

    Args:
        report: The result of the comparison.

    Returns:
        The differences that were written, and those that were not, each with the reason.
    """
    patches = _Patch(report)
    written: list[Difference] = []
    left: list[tuple[Difference, str]] = []
    for one in sorted(report.drift, key=lambda one: one.of.startswith("operation ")):  # it refers to the definitions
        reason = patches.write(one)
        if reason is None:
            written.append(one)
        else:
            left.append((one, reason))
    return written, left


class _Patch:
    """Writes one addition after another. Each reads the file again, because lines move."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._contract, self._sources = report.contract.path, report.sources.path
        self._schemas = WrittenSchemas(report.contract, report.page_facts.facts)
        self._today = datetime.datetime.now(tz=datetime.UTC).date()
        self._writers: dict[str, Callable[[Fact], bool]] = {
            "definition": self._definition,
            "property": self._property,
            "value": self._value,
            "parameter": self._parameter,
            "request header": self._parameter,
        }

    def write(self, difference: Difference) -> str | None:
        """Write an addition, and return None, or the reason why it is left to a person."""
        if difference.kind is not Kind.ADDED:
            return _REASONS[difference.kind]
        if difference.of.startswith("operation "):
            return self._operation()
        kind = difference.fact.subject[0] if difference.fact else ""
        writer = self._writers.get(kind)
        if writer is None or difference.fact is None:
            return _REASONS_OF_ADDED.get(kind, "only a person can add it")
        return None if writer(difference.fact) else _TAKEN

    def _operation(self) -> str | None:
        """Write the operation that the page describes, with its parameters and its entry in the sources."""
        facts = self._report.page_facts.facts
        of_call = [fact for fact in facts if fact.subject[0] in ("parameter", "request header")]
        references = []
        for fact in of_call:
            name = self._shared_parameter(fact)
            if name is None:
                return f"{fact.name}: {_TAKEN}"
            references += [flow({"$ref": pointer_to(_PARAMETERS, name)})] if name else []
        contract = YamlFile.read(self._contract)
        path, method, operation = operation_at(self._report, contract, references, self._schemas.names)
        if path is None:
            return "the page must have one path below the server of the contract, and a method"
        if path in contract.root["paths"]:
            parent, key, value = pointer_to("#/paths", path), method, operation
        else:
            parent, key, value = "#/paths", path, {method: operation}
        insert_member(self._contract, parent, key, value, after=list(contract.at(parent))[-1])
        entry = {"pages": flow([self._report.known.id]), "read": self._today}
        last = list(YamlFile.read(self._sources).at("#/operations"))[-1]
        insert_member(self._sources, "#/operations", self._report.known.describes, entry, after=last)
        return None

    def _definition(self, fact: Fact) -> bool:
        if fact.name in self._schemas.unnamed:
            return False
        return self._component(_SCHEMAS, self._schemas.names[fact.name], self._schemas.definition(fact.name))

    def _property(self, fact: Fact) -> bool:
        """Write a property, after the one that is before it on the page."""
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
        """Write a parameter or a request header, and let the operation refer to it."""
        name = self._shared_parameter(fact)
        operation = operation_pointer(YamlFile.read(self._contract), self._report.known.describes)
        if not name or operation is None:
            return name == ""
        append_item(self._contract, pointer_to(operation, "parameters"), {"$ref": pointer_to(_PARAMETERS, name)})
        return True

    def _shared_parameter(self, fact: Fact) -> str | None:
        """Return the name of the component of a parameter, written if there is none.

        Returns:
            An empty text for a header that OpenAPI states elsewhere and for a variable of the server, and None if
            another component has the name.
        """
        kind, _ = fact.subject
        sent = fact.subject[1] if kind == "parameter" else fact.name
        place = fact.place or ("header" if kind == "request header" else "query")
        servers = self._report.contract.root.get("servers", [])
        variables = {name for server in servers for name in server.get("variables", {})}
        if (place == "path" and sent in variables) or sent.lower() in _NO_PARAMETERS:
            return ""
        known: Any = self._known(_PARAMETERS)
        for name, one in known.items():
            if one["in"] == place and _is_called(one, sent, fact.name, place):
                return str(name)
        name = component_name(sent)
        parameter = {
            "name": sent,
            "in": place,
            **({"required": True} if fact.required or place == "path" else {}),
            "description": todo(sent),
            **self._schemas.parameter(fact.type or DocumentedType("string")),
            "x-docs-name": fact.name,
        }
        return name if self._component(_PARAMETERS, name, parameter) else None

    def _component(self, pointer: str, name: str, value: dict[str, Any]) -> bool:
        """Write a component after the last one of its kind, and its entry in the sources, unless the name is taken."""
        if name in self._known(pointer):
            return False
        insert_member(self._contract, pointer, name, value, after=list(self._known(pointer))[-1])
        entry = flow({"pages": flow([self._report.known.id]), "read": self._today})
        last = list(YamlFile.read(self._sources).at("#/components"))[-1]
        insert_member(self._sources, "#/components", f"{pointer.rpartition('/')[2]}/{name}", entry, after=last)
        return True

    def _known(self, pointer: str) -> Any:
        return YamlFile.read(self._contract).at(pointer)


_NO_PARAMETERS = {"authorization", "accept", "content-type", "host", "connection"}  # OpenAPI ignores the first three


def _is_called(parameter: Any, sent: str, docs_name: str, place: str) -> bool:
    """Return whether a component is the parameter that a page calls so. Headers have no letter case."""
    if place == "header":
        return str(parameter["name"]).lower() == sent.lower()
    return parameter["name"] == sent or (place == "path" and parameter["x-docs-name"] == docs_name)
