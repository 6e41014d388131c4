"""The schemas for what a page adds, in the style of the contract."""

import json
import re
from collections.abc import Sequence
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from spec_tools.pages import DocumentedType, Fact
from spec_tools.yaml_file import YamlFile, pointer_to

_EXAMPLES: dict[str, Any] = {"string": "TODO", "integer": 0, "number": 0.0, "boolean": False, "object": {}}


class WrittenSchemas:
    """Writes the schemas of definitions and properties that only a page has.

    Attributes:
        names: The names of the components of all definitions, known and new, by the documentation's names.
        unnamed: The new definitions that cannot have a component, because another one has its name.
    """

    def __init__(self, contract: YamlFile, facts: Sequence[Fact]) -> None:
        schemas = contract.root["components"]["schemas"]
        self.names = {schema["x-docs-name"]: str(name) for name, schema in schemas.items()}
        self._values = {schema["x-docs-name"]: list(schema.get("enum", [])) for schema in schemas.values()}
        self._facts = facts
        self.unnamed: set[str] = set()
        for fact in facts:
            if fact.subject[0] != "definition" or fact.name in self.names:
                continue
            if component_name(fact.name) in self.names.values():
                self.unnamed.add(fact.name)
            else:
                self.names[fact.name] = component_name(fact.name)
                members = [one.name for one in facts if one.subject[:2] == ("value", fact.name)]
                self._values.setdefault(fact.name, members)

    def definition(self, docs_name: str) -> dict[str, Any]:
        """Return the schema of a definition, with all its properties or values."""
        values = self._values[docs_name]
        if values:
            return _enum(self.names[docs_name], docs_name, values)
        members = [one for one in self._facts if one.subject[:2] == ("property", docs_name)]
        return {
            "type": "object",
            "description": todo(self.names[docs_name]),
            "x-docs-name": docs_name,
            "properties": {one.name: self.property(one) for one in members},
        }

    def inline_enum(self, fact: Fact) -> tuple[str, dict[str, Any]] | None:
        """Return the component for an inline enum, or None if a property is not one."""
        if fact.type is None or not fact.type.values:
            return None
        docs_name, name = f"{fact.subject[1]}.{fact.name}", component_name(fact.name)
        self.names[docs_name], self._values[docs_name] = name, list(fact.type.values)
        return name, _enum(name, docs_name, list(fact.type.values))

    def property(self, fact: Fact) -> dict[str, Any]:
        """Return the schema of a property."""
        type_ = fact.type or DocumentedType("string")
        docs_name = f"{fact.subject[1]}.{fact.name}" if type_.values else type_.name
        described = {"description": todo(fact.name)}
        if docs_name not in self.names:
            plain = _plain(type_)
            last: dict[str, Any] = {key: plain.pop(key) for key in ("items", "example") if key in plain}
            return {**plain, **described, **last}
        reference = flow({"$ref": pointer_to("#/components/schemas", self.names[docs_name])})
        values = self._values[docs_name]
        one = {"anyOf": [reference, {"type": "string"}, flow({"type": "integer", "format": "int32"})]}
        if type_.array:
            items = one if values else reference
            return {"type": "array", **described, "items": items, "example": flow(values[:1])}
        if values:
            return {**one, **described, "example": values[0]}
        return {"allOf": flow([reference]), **described, "example": {}}

    def parameter(self, type_: DocumentedType) -> dict[str, Any]:
        """Return the schema and the example of a parameter."""
        schema = _plain(type_)
        example = schema.pop("example")
        return {"schema": flow(schema), "example": example}


def component_name(docs_name: str) -> str:
    """Return the name of a component: the last part of the documentation's name, with Of for brackets."""
    outer, bracket, inner = docs_name.partition("[")
    words = re.split(r"[^A-Za-z0-9]+", outer.rpartition(".")[2])
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return f"{name}Of{component_name(inner.rstrip(']'))}" if bracket and "," not in inner else name


def flow(value: dict[str, Any] | list[Any]) -> Any:
    """Return a mapping or list that YAML writes on one line."""
    styled = CommentedMap(value) if isinstance(value, dict) else CommentedSeq(value)
    styled.fa.set_flow_style()
    return styled


def todo(name: str) -> str:
    """Return the placeholder for a description that a person must write."""
    return f"TODO describe {name} in your own words."


def _enum(name: str, docs_name: str, values: list[str]) -> dict[str, Any]:
    return {
        "type": "string",
        "description": todo(name),
        "enum": flow(values),
        "example": values[0],
        "x-docs-name": docs_name,
        "x-enum-varnames": flow([value.upper() for value in values]),
        "x-enum-descriptions": [todo(value) for value in values],
    }


def _plain(type_: DocumentedType) -> dict[str, Any]:
    """Return the schema of a type that is not a definition, with an example that a person must replace."""
    name = type_.name if type_.name in _EXAMPLES else "object"
    mapped = re.fullmatch(r"<string, (\w+)>", type_.name)
    values = {"additionalProperties": flow({"type": mapped[1]})} if mapped and mapped[1] in _EXAMPLES else {}
    limits = {key: _limit(value) for key, value in type_.limits}
    plain = {"type": name, **({"format": type_.format} if type_.format else {}), **values, **limits}
    if type_.array:
        return {"type": "array", "items": flow(plain), "example": flow([_EXAMPLES[name]])}
    return {**plain, "example": _EXAMPLES[name]}


def _limit(text: str) -> Any:
    """Return a limit as the contract has it: a number or a boolean if it is one."""
    try:
        return json.loads(text.lower())
    except ValueError:
        return text
