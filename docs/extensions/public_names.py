"""The directive ``public-names``: the reference of public names.

``.. public-names:: Offer`` documents one name. ``partner_center.client`` stands for the names that ``partner_center``
imports from that module, and ``partner_center.auth``, a package with public names, for all of them. A name that is
already on the page is left out.
"""

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ForwardRef, NamedTuple, TypeVar, get_args, get_origin

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import stringify_annotation

import partner_center

PACKAGES_OF_EXTRAS = ("arrow", "snapshots")
"""Public packages that need an extra. ``spark`` has a page of its own, because it needs Java."""


class PublicName(NamedTuple):
    """A name, the package that it is imported from, and the module that defines it."""

    package: str
    name: str
    module: str


def public_names() -> Iterator[PublicName]:
    """Yield the names in ``__all__`` of the package and of its public packages, without modules."""
    modules = [name for name in partner_center.__all__ if inspect.ismodule(getattr(partner_center, name))]
    for package in ["partner_center", *(f"partner_center.{name}" for name in [*modules, *PACKAGES_OF_EXTRAS])]:
        module = importlib.import_module(package)
        homes = dict(_imports(module))
        for name in getattr(module, "__all__", ()):
            if name in homes:
                yield PublicName(package, name, homes[name])


def _imports(package: Any) -> Iterator[tuple[str, str]]:
    """Yield the names that a package imports, as type checkers see it, and the modules that define them."""
    file = Path(package.__file__)
    stub = file.with_suffix(".pyi")
    for statement in ast.parse((stub if stub.exists() else file).read_text("utf-8")).body:
        if isinstance(statement, ast.ImportFrom) and statement.module:
            module = f"{package.__name__}.{statement.module}" if statement.level else statement.module
            yield from ((alias.asname or alias.name, module) for alias in statement.names)


class PublicNames(SphinxDirective):
    """``.. public-names:: NAME-OR-MODULE [NAME-OR-MODULE ...]``"""

    required_arguments = 1
    optional_arguments = 100

    def run(self) -> list[nodes.Node]:
        """Return the reference of each name, in the order of the arguments."""
        known = list(public_names())
        on_page: set[PublicName] = self.env.current_document.setdefault("public_names", set())
        found: list[PublicName] = []
        for argument in self.arguments:
            named = [public for public in known if argument in (public.name, public.module, public.package)]
            if argument == "partner_center" or not named:
                raise self.error(f"no public name is {argument!r} or comes from it")
            found += sorted(set(named) - on_page, key=_synchronous_first)
            on_page.update(named)
        return self.parse_text_to_nodes("\n\n".join(map(_reference, found)))


def _synchronous_first(public: PublicName) -> tuple[str, bool]:
    return public.name.removeprefix("Async"), public.name.startswith("Async")


def _reference(public: PublicName) -> str:
    value = getattr(importlib.import_module(public.package), public.name)
    if inspect.isclass(value):
        return _class_reference(public, value)
    if inspect.isroutine(value):
        return f".. autofunction:: {public.package}::{public.name}"
    comment = ModuleAnalyzer.for_module(public.module).find_attr_docs().get(("", public.name), [])
    shown = stringify_annotation(value, "smart").replace("~", "")
    lines = [f".. py:data:: {public.package}.{public.name}"]
    if "\n" not in shown:
        lines.append(f"   :value: {shown}")
    return "\n".join([*lines, "", *(f"   {line}" for line in comment)])


def _class_reference(public: PublicName, value: type) -> str:
    lines = [f".. autoclass:: {public.package}::{public.name}", "   :members:", "   :undoc-members:"]
    # What a public base class has is documented there, and what Python's own classes have is not documented here.
    elsewhere = {
        known.__name__
        for base in value.__mro__[1:]
        if hasattr(partner_center, base.__name__) or base.__module__ in {"builtins", "enum", "typing"}
        for known in base.__mro__
    }
    lines.append(f"   :inherited-members: {', '.join(sorted(elsewhere))}")
    if any(hasattr(partner_center, base.__name__) for base in value.__bases__):
        lines.append("   :show-inheritance:")
    docstring = inspect.getdoc(value) or ""
    if described := [*_described(docstring, "Attributes"), *_described(docstring, "Args")]:
        lines.append(f"   :exclude-members: {', '.join(described)}")
    return "\n".join(lines)


def _described(docstring: str, title: str) -> dict[str, list[str]]:
    """Return the names in a section of a docstring, with the lines that describe them."""
    described: dict[str, list[str]] = {}
    section = docstring.partition(f"\n{title}:\n")[2].partition("\n\n")[0]
    for line in section.splitlines():
        if line.startswith("     "):
            described[next(reversed(described))].append(line.strip())
        else:
            name, _, text = line.strip().partition(": ")
            described[name] = [text]
    return described


def _describe_attributes(
    _app: Sphinx, what: str, _name: str, value: object, _options: object, lines: list[str]
) -> None:
    """Turn the section Attributes into entries that can be linked to, with the types of the annotations."""
    if what not in {"class", "exception"} or not (described := _described("\n".join(lines), "Attributes")):
        return
    types: dict[str, Any] = {}
    for base in reversed(getattr(value, "__mro__", ())):
        types.update(vars(base).get("__annotations__", {}))
    start = lines.index("Attributes:")
    end = lines.index("", start) if "" in lines[start:] else len(lines)
    entries: list[str] = []
    for name, text in described.items():
        entries.append(f".. py:attribute:: {name}")
        if name in types:
            entries.append(f"   :type: {types[name] if isinstance(types[name], str) else _stringify(types[name])}")
        entries += ["", *(f"   {line}" for line in text), ""]
    lines[start:end] = entries


def _hide_private_bases(_app: Sphinx, _name: str, _value: object, _options: object, bases: list[Any]) -> None:
    bases[:] = [base for base in bases if not getattr(base, "__name__", "").startswith("_")]


def _stringify(annotation: Any) -> str:
    return stringify_annotation(annotation, "smart").replace("~", "")


def _show_constructor(
    _app: Sphinx, what: str, _name: str, value: Any, _options: object, signature: str, returns: str
) -> tuple[str, str] | None:
    """Show a constructor only if the docstring describes its arguments. Others are not for users to call."""
    if what not in {"class", "exception"}:
        return None
    if "\nArgs:\n" not in (inspect.getdoc(value) or ""):
        return "", returns
    # The source of a constructor that attrs writes has names of attrs instead of the defaults.
    fields = {field.name: field for field in getattr(value, "__attrs_attrs__", ())}
    return re.sub(
        r"attr_dict\['(\w+)'\]\.default", lambda name: repr(fields[name[1]].default), signature or ""
    ), returns


def _resolve_type_variable(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, shown: nodes.TextElement
) -> nodes.Element | None:
    """Show what a type variable stands for in a class: ``Credential`` for the ``CredentialT`` of its generic base."""
    owner = getattr(partner_center, node.get("py:class") or "", None)
    stands_for = _type_arguments(owner).get(node["reftarget"].rpartition(".")[2])
    if stands_for is None:
        return None
    stands_for = stands_for.rpartition(".")[2] if stands_for.startswith("partner_center") else stands_for
    shown = nodes.literal("", stands_for) if isinstance(shown, nodes.literal) else nodes.inline("", stands_for)
    domain = env.domains.python_domain
    # A copy without the children, because Sphinx shows these instead, if there are any.
    place = pending_xref("", **node.attributes)
    return domain.resolve_xref(env, node["refdoc"], app.builder, "class", stands_for, place, shown) or shown


def _type_arguments(owner: Any) -> dict[str, str]:
    arguments: dict[str, str] = {}
    for base in getattr(owner, "__orig_bases__", ()):
        for variable, argument in zip(get_origin(base).__parameters__, get_args(base), strict=False):
            shown = argument.__forward_arg__ if isinstance(argument, ForwardRef) else _stringify(argument)
            arguments[variable.__name__] = shown
    module = sys.modules.get(getattr(owner, "__module__", ""))
    for name, value in vars(module).items() if module else ():
        if isinstance(value, TypeVar) and value.__bound__ is not None:
            arguments.setdefault(name, owner.__name__)
    return arguments


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive. The section Attributes is read before napoleon, whose priority is 500, would read it."""
    app.add_directive("public-names", PublicNames)
    app.connect("autodoc-process-docstring", _describe_attributes, priority=400)
    app.connect("autodoc-process-signature", _show_constructor)
    app.connect("autodoc-process-bases", _hide_private_bases)
    app.connect("missing-reference", _resolve_type_variable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
