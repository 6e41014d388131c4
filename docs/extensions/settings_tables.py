"""The directive ``client-settings``: the arguments of a client, with their defaults and descriptions."""

import inspect
import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from partner_center import PartnerCenter, RetryPolicy


class ClientSettings(SphinxDirective):
    """``.. client-settings:: CLASS``, for a class whose docstring describes its arguments."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a table with a row for each argument."""
        described = {"PartnerCenter": PartnerCenter, "RetryPolicy": RetryPolicy}[self.arguments[0]]
        rows = ["| Argument | Default | Description |", "|---|---|---|"]
        rows += [f"| `{name}` | {default} | {text} |" for name, default, text in settings(described)]
        return self.parse_text_to_nodes("\n".join(rows))


def settings(described: type) -> list[tuple[str, str, str]]:
    """Return name, default and description of each argument of a class."""
    docstring = inspect.getdoc(described) or ""
    section = docstring.partition("\nArgs:\n")[2].partition("\n\n")[0]
    texts = dict(re.findall(r"^    (\w+): (.*(?:\n     .*)*)", section, re.MULTILINE))
    return [
        (name, _default(parameter), " ".join(texts[name].split()).replace("``", "`").replace("|", r"\|"))
        for name, parameter in inspect.signature(described).parameters.items()
    ]


def _default(parameter: inspect.Parameter) -> str:
    match parameter.default:
        case inspect.Parameter.empty:
            return "required"
        case RetryPolicy():
            return "`RetryPolicy()`"
        case int() as number if number >= 2**20 and number % 2**20 == 0:
            return f"`{number // 2**20} * 2**20`"
        case value if hasattr(value, "base_url"):
            return f"`Cloud.{value.name.upper()}`"
        case value if hasattr(value, "connect"):
            return f"{value.read:g} s, {value.connect:g} s to connect"
        case value:
            return f"`{value!r}`"


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("client-settings", ClientSettings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
