"""Contains some shared types for properties"""

import html
import json
import re
import reprlib
import threading
import types
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from enum import Enum
from functools import cache
from http import HTTPStatus
from itertools import repeat
from operator import attrgetter
from typing import (
    IO,
    Any,
    BinaryIO,
    Generic,
    Self,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from attrs import define, field, frozen
from attrs import fields as _attrs_fields
from msgspec import UNSET, Struct, ValidationError, defstruct
from msgspec import UnsetType as Unset
from msgspec import field as member
from msgspec.json import Decoder
from msgspec.structs import astuple
from msgspec.structs import fields as struct_fields

ABSENT: Any = UNSET  # whatever the type of the member
Plain = str | int | float | bool | None

_SHORT = reprlib.Repr()
_SHORT.maxstring = 60


class Model:
    """What all models have in common"""

    __slots__ = ()

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object."""
        raise NotImplementedError

    @classmethod
    def from_conforming_json(cls, data: bytes) -> Self:
        """Read a JSON text that conforms to the contract."""
        raise NotImplementedError

    def to_dict(self, *, by_alias: bool = True) -> dict[str, Any]:
        """Return the JSON object."""
        raise NotImplementedError

    def to_json(self, *, by_alias: bool = True, indent: int | None = None) -> str:
        """Return the JSON text.

        Args:
            by_alias: Whether members have the names of the contract (`isAddOn`), or those of the attributes (`is_add_on`).
            indent: How many spaces to indent each level by; None for one line.
        """
        return json.dumps(
            self.to_dict(by_alias=by_alias), ensure_ascii=False, indent=indent
        )

    def __repr__(self) -> str:
        members = _members(self)
        plain = {
            name: value
            for name, value in members.items()
            if value is None or isinstance(value, str | int | float)
        }
        shown = [name for name in ("id", "name") if name in plain] or list(plain)[:3]
        values = "".join(
            f" {name}={_SHORT.repr(copied(plain[name]))}" for name in shown
        )
        return f"<{type(self).__name__}{values} ({len(members)} member{'s' * (len(members) != 1)})>"

    def __rich__(self) -> Any:
        """Return a table for rich, which alone calls this."""
        return rich_table(("member", "value"), _members(self).items())

    def _repr_html_(self) -> str:
        """Return a table for notebooks."""
        return html_table(("member", "value"), _members(self).items())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Return the schema for pydantic, which alone calls this: a model, or the JSON object of one."""
        from pydantic_core import core_schema

        read = core_schema.no_info_after_validator_function(
            cls.from_dict,
            core_schema.dict_schema(core_schema.str_schema(), core_schema.any_schema()),
        )
        return core_schema.json_or_python_schema(
            json_schema=read,
            python_schema=core_schema.union_schema(
                [core_schema.is_instance_schema(cls), read]
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda model: model.to_dict(), return_schema=core_schema.dict_schema()
            ),
        )


ModelT = TypeVar("ModelT")


def _members(model: Any) -> dict[str, Any]:
    """Return what a model has: its attributes that are set, and the members that the contract does not know"""
    attributes = _attrs_fields(type(model))
    members = {
        attribute.name: getattr(model, attribute.name)
        for attribute in attributes
        if attribute.init
    }
    members = {name: value for name, value in members.items() if value is not UNSET}
    for name, value in (getattr(model, "_additional_properties", None) or {}).items():
        members.setdefault(name, value)
    return members


def by_attribute(
    model: Any, members: dict[str, Any], names: Iterable[str]
) -> dict[str, Any]:
    """Return the JSON object of a model with the names of its attributes

    Args:
        members: The JSON object, with the names of the contract.
        names: These names, in the order of the attributes.
    """
    attributes = dict(zip(names, _attribute_names(model.__class__)))
    values = getattr(model, "_additional_properties", None) or {}
    named = {
        name: _nested_by_attribute(values[name], members[name])
        for name in values
        if name not in attributes
    }
    for name, attribute in attributes.items():
        if name in members:
            named[attribute] = _nested_by_attribute(
                getattr(model, attribute), members[name]
            )
    return named


@cache
def _attribute_names(model: Any) -> list[str]:
    return [attribute.name for attribute in _attrs_fields(model) if attribute.init]


def _nested_by_attribute(value: Any, encoded: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict(by_alias=False)
    if isinstance(value, list) and any(
        isinstance(item, Model | list) for item in value
    ):
        return [
            _nested_by_attribute(item, encoded_item)
            for item, encoded_item in zip(value, encoded)
        ]
    return encoded


def set_misfits_apart(model: Any, names: Iterable[str]) -> None:
    """Move each value that is not of the type of its attribute to the unknown members, and leave the attribute UNSET

    Args:
        names: The names of the contract, in the order of the attributes.
    """
    kinds, values_of, classes, lists = _kinds(model.__class__)
    # Almost all fits. To see that takes a third of the time that the loop takes.
    values = values_of(model)
    if all(map(isinstance, values, classes)):
        filled = [(values[place], items) for place, items in lists if values[place]]
        if all(_all_fit(value, items) for value, items in filled):
            return
    for name, value, (attribute, (fitting, items)) in zip(names, values, kinds):
        if not (
            isinstance(value, fitting) and (items is None or _all_fit(value, items))
        ):
            model.additional_properties[name] = value
            setattr(model, attribute, UNSET)


_Kind = tuple[tuple[type, ...], Any]
_ANYTHING: _Kind = ((object,), None)


@cache
def _kinds(
    model: type,
) -> tuple[
    list[tuple[str, _Kind]], Any, list[tuple[type, ...]], list[tuple[int, _Kind]]
]:
    """Return the kind of each attribute, what gets their values, their classes, and the places and items of lists"""
    hints = get_type_hints(model)
    declared = (
        (attribute.name, _kind(hints[attribute.name]))
        for attribute in _attrs_fields(model)
        if attribute.init
    )
    # A required attribute cannot be left UNSET.
    kinds = [(name, kind if Unset in kind[0] else _ANYTHING) for name, kind in declared]
    names = [name for name, _ in kinds]
    lists = [(place, items) for place, (_, (_, items)) in enumerate(kinds) if items]
    return (
        kinds,
        attrgetter(*names, names[0]),
        [classes for _, (classes, _) in kinds],
        lists,
    )  # two or more: a tuple


def _kind(hint: Any) -> _Kind:
    """Return the classes of a type, and the kind of the items if it is a list"""
    if get_origin(hint) in {Union, types.UnionType}:
        kinds = [_kind(inner) for inner in get_args(hint)]
        return sum((classes for classes, _ in kinds), ()), next(
            (items for _, items in kinds if items), None
        )
    if get_origin(hint) is list:
        return (list,), _kind(get_args(hint)[0])
    if hint is float:
        return (float, int), None
    return ((hint,), None) if isinstance(hint, type) and hint is not Any else _ANYTHING


def _all_fit(values: Any, kind: _Kind) -> bool:
    """Tell whether each item of a list is of a kind; a value that is no list has no items"""
    if not isinstance(values, list):
        return True
    classes, items = kind
    return all(map(isinstance, values, repeat(classes))) and (
        items is None or all(_all_fit(item, items) for item in values)
    )


_Shallow = Plain | list[Plain] | dict[str, Plain]
# What a learned member may hold. A deeper value is left to from_dict(): whoever prints or compares it needs a bound.
_Unknown = Plain | list[_Shallow] | dict[str, _Shallow]
_MOST_LEARNED = 64
_UNKNOWN_FIELD = re.compile(
    r"Object contains unknown field `(?P<name>.*?)`(?: - at `\$(?P<path>.*)`)?",
    re.DOTALL,
)


class Reader:
    """Reads JSON texts into a struct that refuses unknown members, and learns their names: then a struct with them reads on.

    The names are in the errors of msgspec. When they have another form, nothing is learned, and from_dict() reads the text.
    """

    def __init__(self, struct: type[Struct]) -> None:
        self._struct = struct
        self._learned: dict[type[Struct], tuple[str, ...]] = {}
        self._decode: Any = Decoder(struct).decode

    def read(self, data: bytes) -> Any:
        """Return the model in a JSON text, or raise a msgspec.DecodeError"""
        while True:
            try:
                return self._decode(data).to_model()
            except ValidationError as error:
                if not self._learn(str(error)):
                    raise

    def _learn(self, message: str) -> bool:
        found = _UNKNOWN_FIELD.fullmatch(message)
        if found is None or sum(map(len, self._learned.values())) >= _MOST_LEARNED:
            return False
        struct = self._struct_at(found["path"] or "")
        name = found["name"]
        if not getattr(
            struct, "KEEPS_UNKNOWN_MEMBERS", False
        ) or name in self._learned.get(struct, ()):
            return False
        learned = {**self._learned, struct: (*self._learned.get(struct, ()), name)}
        try:
            self._decode = Decoder(_with_members(self._struct, learned, {})).decode
        except (
            TypeError,
            ValueError,
        ):  # structs in a circle, or a name that msgspec does not take
            return False
        self._learned = learned
        return True

    def _struct_at(self, path: str) -> Any:
        struct: Any = self._struct
        for name in re.findall(r"\.([^.\[]+)", path):
            types_of = {
                member.encode_name: member.type for member in struct_fields(struct)
            }
            struct = next(_structs_in(types_of.get(name)), None)
            if struct is None:
                return None
        return struct


_making_reader = threading.Lock()


@cache
def reader_of(struct: type[Struct]) -> Reader:
    """Return the reader of a struct"""
    # msgspec 0.22 reads the annotations of a struct in Python at its first use, and crashes when another thread uses it meanwhile.
    with _making_reader:
        return Reader(struct)


def _structs_in(hint: Any) -> Iterator[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for inner in get_args(hint):
        yield from _structs_in(inner)


def _with_members(
    struct: Any, learned: Mapping[type[Struct], Iterable[str]], made: dict[Any, Any]
) -> Any:
    """Make a struct with more members, down to the structs within"""
    if struct not in made:
        made[struct] = None
        members: list[Any] = [
            (
                known.name,
                _replaced(known.type, learned, made),
                member(name=known.encode_name, default=known.default),
            )
            for known in struct_fields(struct)
        ]
        count, names = len(members), list(learned.get(struct, ()))
        members += [
            (f"_unknown_{place}", _Unknown, member(name=name, default=ABSENT))
            for place, name in enumerate(names)
        ]

        known_to_model = struct.to_model
        places = list(enumerate(names, count))

        def to_model(self: Any) -> Any:
            values = astuple(self)
            model = known_to_model(self, values[:count])
            for place, name in places:
                if values[place] is not UNSET:
                    model.additional_properties[name] = values[place]
            return model

        made[struct] = defstruct(
            struct.__name__,
            members,
            namespace={"to_model": to_model if names else struct.to_model},
            gc=False,
            kw_only=True,
            forbid_unknown_fields=True,
        )
    if made[struct] is None:
        raise TypeError("The structs refer to each other in a circle")
    return made[struct]


def _replaced(
    hint: Any, learned: Mapping[type[Struct], Iterable[str]], made: dict[Any, Any]
) -> Any:
    """Return a type with the structs of _with_members() in it"""
    if get_origin(hint) in {Union, types.UnionType}:
        return Union[tuple(_replaced(inner, learned, made) for inner in get_args(hint))]
    if get_origin(hint) is list:
        return list[_replaced(get_args(hint)[0], learned, made)]  # type: ignore[misc]
    return (
        _with_members(hint, learned, made) if hint in set(_structs_in(hint)) else hint
    )


def copied(value: Any) -> Any:
    """Copy a JSON value"""
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {name: copied(member) for name, member in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value


def rich_table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Any:
    """Make a table for rich, which must be installed"""
    from rich import box
    from rich.table import Column, Table
    from rich.text import Text

    table = Table(
        *(Column(head, overflow="fold") for head in heads), box=box.SIMPLE_HEAD
    )
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    return table


def html_table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Make a table in HTML"""
    head = "".join(f"<th>{html.escape(head)}</th>" for head in heads)
    cells = (
        "".join(f"<td>{html.escape(_cell(value))}</td>" for value in row)
        for row in rows
    )
    return (
        f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    )


def _cell(value: object) -> str:
    if value is None or value is UNSET:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, list):
        return f"{', '.join(map(_cell, value[:5]))}{', ...' if len(value) > 5 else ''}"
    return str(value)


def as_subclass(subclass: type[ModelT], model: Any) -> ModelT:
    """Make an instance of a subclass of a model from a decoded model, through the `__init__` of the subclass"""
    if type(model) is subclass:
        return model
    attributes = _attrs_fields(type(model))
    made = subclass(
        **{
            attribute.alias: getattr(model, attribute.name)
            for attribute in attributes
            if attribute.init
        }
    )
    for attribute in attributes:
        if not attribute.init:
            setattr(made, attribute.name, getattr(model, attribute.name))
    return made


def empty_if_none(members: dict[str, ModelT] | None) -> dict[str, ModelT]:
    """Return the unknown members of a model, where None stands for a dict that nobody has asked for yet"""
    return {} if members is None else members


# The types that `httpx.Client(files=)` can accept, copied from that library.
FileContent = IO[bytes] | bytes | str
FileTypes = (
    # (filename, file (or bytes), content_type)
    tuple[str | None, FileContent, str | None]
    # (filename, file (or bytes), content_type, headers)
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """Contains information for file uploads"""

    payload: BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return a tuple representation that httpx will accept for multipart/form-data"""
        return self.file_name, self.payload, self.mime_type


T = TypeVar("T")


@define
class Response(Generic[T]):
    """A response from an endpoint"""

    status_code: HTTPStatus
    content: bytes
    headers: MutableMapping[str, str]
    parsed: T | None


ResultT = TypeVar("ResultT", bound=Model, covariant=True)


@frozen(kw_only=True)
class OperationRequest(Generic[ResultT]):
    """The request of an operation, and the model of the result that it asks for"""

    method: str
    url: str
    """ The path below the root of the API. """
    template: str
    """ The path with the names of its parameters in place of their values, as the contract has it. """
    params: Mapping[str, Any] = field(factory=dict)
    headers: Mapping[str, str] = field(factory=dict)
    result: type[ResultT]


__all__ = [
    "UNSET",
    "File",
    "FileTypes",
    "Model",
    "OperationRequest",
    "RequestFiles",
    "Response",
    "Unset",
]
