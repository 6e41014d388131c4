"""Contains some shared types for properties"""

from collections.abc import Mapping, MutableMapping
from http import HTTPStatus
from typing import IO, Any, BinaryIO, Generic, Protocol, Self, TypeVar

from attrs import define, field, frozen
from attrs import fields as _attrs_fields
from msgspec import UNSET
from msgspec import UnsetType as Unset

ABSENT: Any = UNSET  # whatever the type of the member
Plain = str | int | float | bool | None

ModelT = TypeVar("ModelT")


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


class Model(Protocol):
    """What all models have in common"""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self: ...

    @classmethod
    def from_conforming_json(cls, data: bytes) -> Self: ...

    def to_dict(self) -> dict[str, Any]: ...


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
