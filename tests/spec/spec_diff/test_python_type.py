"""A schema has the Python type of the generated client."""

from typing import Any

import pytest

from spec_tools.spec_diff.surface import python_type


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"type": "string", "format": "date-time"}, "datetime"),
        ({"type": "string", "nullable": True}, "str | None"),
        ({"type": "array", "items": {"type": "number", "format": "double"}}, "list[float]"),
        ({"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "string"}]}, "A | str"),
        ({"allOf": [{"$ref": "#/components/schemas/A"}]}, "A"),
        ({"allOf": [{"$ref": "#/components/schemas/A"}], "nullable": True}, "A | None"),
        ({}, "Any"),
    ],
)
def test_a_schema_has_its_python_type(schema: dict[str, Any], type_: str) -> None:
    assert python_type(schema) == type_
