"""The templates work for other contracts: models that refer to each other, and types that offers do not have."""

import datetime
import json
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

HEAD = """
openapi: 3.0.3
info: {title: Another, version: '1'}
paths: {}
components:
  schemas:
"""

CIRCLE = (
    HEAD
    + """
    Person:
      type: object
      properties:
        name: {type: string}
        employer: {$ref: '#/components/schemas/Company'}
        children: {type: array, items: {$ref: '#/components/schemas/Person'}}
    Company:
      type: object
      properties:
        owner: {$ref: '#/components/schemas/Person'}
        address: {$ref: '#/components/schemas/Address'}
    Address:
      type: object
      properties:
        tenants: {type: array, items: {$ref: '#/components/schemas/Company'}}
"""
)

KINDS = (
    HEAD
    + """
    Cat: {type: object, required: [meows], properties: {meows: {type: boolean}}}
    Dog: {type: object, required: [barks], properties: {barks: {type: boolean}}}
    Color: {type: string, enum: [red, green]}
    Size: {type: integer, enum: [1, 2]}
    Everything:
      type: object
      required: [id, born, owner_id, pet, tags]
      properties:
        name: {type: string, nullable: true}
        nickname: {type: string, default: none}
        id: {type: integer}
        born: {type: string, format: date-time}
        seen: {type: string, format: date-time, nullable: true}
        day: {type: string, format: date}
        owner_id: {type: string, format: uuid}
        pet:
          anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
        friend: {nullable: true, allOf: [{$ref: '#/components/schemas/Cat'}]}
        friends:
          type: array
          nullable: true
          items: {$ref: '#/components/schemas/Dog'}
        days: {type: array, items: {type: string, format: date}}
        grid:
          type: array
          items: {type: array, items: {$ref: '#/components/schemas/Cat'}}
        tags: {type: array, items: {type: string}}
        color: {$ref: '#/components/schemas/Color'}
        size: {$ref: '#/components/schemas/Size'}
        weight: {type: number}
        anything: {}
        members: {type: string, format: date}
    CatsByName: {type: object, additionalProperties: {$ref: '#/components/schemas/Cat'}}
    DaysByName: {type: object, additionalProperties: {type: string, format: date}}
    Closed: {type: object, additionalProperties: false, properties: {a: {type: string}}}
    Nothing: {type: object, additionalProperties: false}
    Struct: {type: object, properties: {plain: {$ref: '#/components/schemas/Plain'}}}
    Plain:
      type: object
      properties: {'a "quoted" name': {type: string}, 'a \\ in it': {type: string}, b: {type: string}}
    CatJson: {type: object, properties: {cat: {$ref: '#/components/schemas/Cat'}}}
    Drawing:
      type: object
      required: [color]
      properties:
        color: {$ref: '#/components/schemas/Color'}
        size: {$ref: '#/components/schemas/Size'}
        day: {type: string, format: date}
        grid:
          type: array
          items: {type: array, items: {$ref: '#/components/schemas/Cat'}}
        shows:
          anyOf: [{$ref: '#/components/schemas/Cat'}, {type: string}]
        drawing: {$ref: '#/components/schemas/Drawing'}
"""
)

EVERYTHING = {
    "name": None,
    "nickname": "Bo",
    "id": 7,
    "born": "2024-02-29T08:15:00+00:00",
    "seen": None,
    "day": "2026-11-03",
    "owner_id": "1f3b2c77-52a0-4a43-8f0f-d4f3b0b9c921",
    "pet": {"barks": True},
    "friend": {"meows": False, "loudly": 3},
    "friends": [{"barks": False}],
    "days": ["2026-11-03", "2026-11-04"],
    "grid": [[{"meows": True}], []],
    "tags": ["a"],
    "color": "green",
    "size": 2,
    "weight": 0.5,
    "anything": {"b": [1]},
    "members": "2026-11-05",
    "unknown": 1,
}


@pytest.fixture(scope="session")
def kinds(generated: Callable[..., ModuleType]) -> ModuleType:
    return generated(KINDS)


@pytest.fixture(scope="session")
def original_kinds(generated: Callable[..., ModuleType]) -> ModuleType:
    return generated(KINDS, templates=None)


@pytest.fixture(scope="session")
def circle(generated: Callable[..., ModuleType]) -> ModuleType:
    return generated(CIRCLE)


def test_models_that_refer_to_each_other_decode(circle: ModuleType) -> None:
    given = {
        "name": "Ada",
        "employer": {"owner": {"name": "Bob"}, "address": {"tenants": [{"owner": {"children": []}}]}},
        "children": [{"name": "Cy", "children": [{"name": "Di"}]}],
    }

    ada = circle.Person.from_dict(given)

    assert ada.employer.owner.name == "Bob"
    assert type(ada.children[0].children[0]) is circle.Person
    assert type(ada.employer.address.tenants[0]) is circle.Company
    assert ada.to_dict() == given


@pytest.mark.parametrize("first", ["person", "company", "address"])
def test_any_module_of_models_that_refer_to_each_other_can_be_imported_first(circle: ModuleType, first: str) -> None:
    package = Path(str(circle.__file__)).parents[1]
    subprocess.run(  # noqa: S603 - the code of this test
        [
            sys.executable,
            "-c",
            # The __init__ of the package would import the models in its own order, so it is not run.
            f"import sys, types; m = types.ModuleType({package.name + '.models'!r}); "
            f"m.__path__ = [{str(package / 'models')!r}]; sys.modules[m.__name__] = m; "
            f"from {package.name}.models.{first} import *; "
            f"from {package.name}.models.person import Person; "
            "assert Person.from_dict({'employer': {'owner': {}}}).employer.owner == Person()",
        ],
        cwd=package.parent,
        check=True,
    )


def test_properties_of_every_type_decode(kinds: ModuleType) -> None:
    everything = kinds.Everything.from_dict(EVERYTHING)

    assert everything.to_dict() == EVERYTHING
    assert everything.born == datetime.datetime(2024, 2, 29, 8, 15, tzinfo=datetime.UTC)
    assert everything.members == datetime.date(2026, 11, 5)
    assert everything.owner_id == uuid.UUID("1f3b2c77-52a0-4a43-8f0f-d4f3b0b9c921")
    assert type(everything.pet) is kinds.Dog
    assert type(everything.friend) is kinds.Cat
    assert type(everything.grid[0][0]) is kinds.Cat
    assert everything.color is kinds.Color.GREEN
    assert everything.size is kinds.Size.VALUE_2
    assert everything.additional_properties == {"unknown": 1}


@pytest.mark.parametrize("left_out", sorted({*EVERYTHING} - {"id", "born", "owner_id", "pet", "tags"}))
def test_properties_of_every_type_decode_as_with_the_original_templates(
    kinds: ModuleType, original_kinds: ModuleType, described: Callable[[Any], object], left_out: str
) -> None:
    members = {name: value for name, value in EVERYTHING.items() if name != left_out}

    generated, original = kinds.Everything.from_dict(members), original_kinds.Everything.from_dict(members)

    assert generated.to_dict() == original.to_dict() == members
    assert described(generated) == described(original)


@pytest.mark.parametrize("required", ["id", "born", "owner_id", "pet", "tags"])
def test_a_missing_required_member_is_an_error(kinds: ModuleType, required: str) -> None:
    with pytest.raises(KeyError, match=required):
        kinds.Everything.from_dict({name: value for name, value in EVERYTHING.items() if name != required})


@pytest.mark.parametrize("value", [None, 1, "x", [], {"meows": 1}], ids=repr)
@pytest.mark.parametrize("name", ["friend", "friends", "grid", "tags", "color", "weight"])
def test_a_value_of_another_type_is_kept(kinds: ModuleType, name: str, value: Any) -> None:
    changed = {**EVERYTHING, name: value}

    assert kinds.Everything.from_dict(changed).to_dict() == changed


def test_unknown_members_with_a_schema_decode(kinds: ModuleType) -> None:
    cats = {"Tom": {"meows": True}, "nobody": None}
    days = {"first": "2026-11-03"}

    decoded = kinds.CatsByName.from_dict(cats)

    assert type(decoded["Tom"]) is kinds.Cat
    assert decoded.to_dict() == cats
    assert kinds.DaysByName.from_dict(days)["first"] == datetime.date(2026, 11, 3)
    assert kinds.DaysByName.from_dict(days).to_dict() == days


def struct_of(model: type) -> Any:
    """Return the struct that msgspec decodes the JSON of a model into."""
    return getattr(sys.modules[model.__module__], f"{model.__name__}_Json")


def test_structs_read_models_lists_of_lists_and_enums(kinds: ModuleType) -> None:
    given = {
        "color": "green",
        "grid": [[{"meows": True}], []],
        "shows": {"meows": False},
        "drawing": {"color": "blue", "shows": None},
    }

    drawing = msgspec.json.decode(json.dumps(given), type=struct_of(kinds.Drawing)).to_model()

    assert drawing == kinds.Drawing.from_dict(given)
    assert drawing.to_dict() == given
    assert drawing.color is kinds.Color.GREEN
    assert type(drawing.grid[0][0]) is kinds.Cat


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"color": "red", "size": 1},
        {"color": "red", "day": "2026-11-03"},
        {"color": "red", "shows": "Tom"},
        {"color": "red", "grid": [[{}]]},
        {"color": "red", "unknown": 1},
    ],
    ids=repr,
)
def test_structs_refuse_values_of_another_type(kinds: ModuleType, given: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(json.dumps(given), type=struct_of(kinds.Drawing))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Struct", {"plain": {"b": "x"}}),
        ("CatJson", {"cat": {"meows": True}}),
        ("Plain", {"b": "x"}),
    ],
)
def test_models_with_the_names_of_structs_are_read(kinds: ModuleType, name: str, given: dict[str, Any]) -> None:
    model = getattr(kinds, name)
    assert msgspec.json.decode(json.dumps(given), type=struct_of(model)).to_model() == model.from_dict(given)


def test_names_that_must_be_escaped_are_read_only_by_from_dict(kinds: ModuleType) -> None:
    given = {'a "quoted" name': "x", "a \\ in it": "y"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(json.dumps(given), type=struct_of(kinds.Plain))
    assert kinds.Plain.from_dict(given).to_dict() == given


def test_structs_that_refer_to_each_other_are_read(circle: ModuleType) -> None:
    given = {"children": [{"name": "Cy"}], "employer": {"owner": {"name": "Bob"}, "address": {"tenants": [{}]}}}

    read = msgspec.json.decode(json.dumps(given), type=struct_of(circle.Person)).to_model()

    assert read == circle.Person.from_dict(given)


def test_a_closed_model_drops_unknown_members(kinds: ModuleType, original_kinds: ModuleType) -> None:
    for models in (kinds, original_kinds):
        assert models.Closed.from_dict({"a": "b", "c": 1}).to_dict() == {"a": "b"}
        assert models.Nothing.from_dict({"c": 1}).to_dict() == {}
        assert not hasattr(models.Closed(), "additional_properties")
