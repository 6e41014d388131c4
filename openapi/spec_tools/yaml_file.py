"""A YAML file whose nodes have lines and are addressed by JSON pointers such as ``#/info/version``."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

CONTRACT = Path(__file__).resolve().parents[1] / "partner-center-offers.yaml"
SOURCES = CONTRACT.with_name("sources.yaml")


class UnreadableYaml(Exception):  # noqa: N818  the file is at fault, not the program
    """A file does not exist or is not valid YAML. The message is one line that begins with the place."""


@dataclass(frozen=True)
class YamlFile:
    """The content of a file.

    Attributes:
        path: Where it was read from.
        root: Its content: mappings, lists and scalars.
    """

    path: Path
    root: Any = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file.

        Raises:
            UnreadableYaml: The file does not exist or is not valid YAML.
        """
        name = os.path.relpath(path)
        try:
            return cls(path, _content(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise UnreadableYaml(f"{name}: cannot be read: {error.strerror}.") from error
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise UnreadableYaml(f"{name}:{line}: is not valid YAML: {error.problem}.") from error
        except (YAMLError, UnicodeDecodeError) as error:
            raise UnreadableYaml(f"{name}: is not valid YAML: {' '.join(str(error).split())}.") from error

    def at(self, pointer: str) -> Any:
        """Return the node that a JSON pointer leads to.

        Raises:
            LookupError: There is no such node.
        """
        node: Any = self.root
        for key in keys(pointer):
            node = node[int(key)] if isinstance(node, list) and key.isdigit() else node[_key_of(node, key)]
        return node

    def line(self, pointer: str) -> int:
        """Return the line, from 1, of a node, or of its nearest ancestor if there is no such node."""
        node: Any = self.root
        line = 0
        for key in keys(pointer):
            try:
                if isinstance(node, CommentedSeq):
                    line, node = node.lc.item(int(key))[0], node[int(key)]
                else:
                    found = _key_of(node, key)
                    line, node = node.lc.key(found)[0], node[found]
            except (LookupError, ValueError):
                break
        return line + 1

    def nodes(self) -> Iterator[tuple[str, Any]]:
        """Yield every node with its pointer, parents first."""
        yield from _nodes("#", self.root)


@lru_cache(maxsize=4)
def _content(text: str) -> Any:
    """Parse a text. The result is cached, because parsing is slow and nobody changes it."""
    return round_trip().load(text)


def round_trip() -> YAML:
    """Return a reader and writer that keeps comments, order and style."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096  # do not fold existing lines
    yaml.brace_single_entry_mapping_in_flow_sequence = True  # [{a: b}] and not [a: b]
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def keys(pointer: str) -> list[str]:
    """Split a JSON pointer into its keys."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def pointer_to(parent: str, *path: object) -> str:
    """Return the pointer to a node, given its parent and the keys below it."""
    return "/".join([parent, *(str(key).replace("~", "~0").replace("/", "~1") for key in path)])


def _key_of(node: Any, key: str) -> Any:
    """Return the key as the mapping has it: it may be a number."""
    for found in node if isinstance(node, Mapping) else ():
        if str(found) == key:
            return found
    raise LookupError(key)


def _nodes(pointer: str, node: Any) -> Iterator[tuple[str, Any]]:
    yield pointer, node
    if isinstance(node, Mapping):
        children = list(node.items())
    elif isinstance(node, Sequence) and not isinstance(node, str):
        children = list(enumerate(node))
    else:
        return
    for key, child in children:
        yield from _nodes(pointer_to(pointer, key), child)
