"""Ways in which a page of the developer guide may differ from the usual one, in each form, with its exit status."""

from collections.abc import Callable

from .variants_of_text import swap

Variant = tuple[str, str, Callable[[str], str], int, set[str | None]]

_NOTE = "> [!NOTE]\n> This page describes the second edition.\n\n"
_ERRORS = "| Error code | Cause |\n|---|---|\n| 400 | No country. |\n\n"
_SECOND = "Request example\n\nGET https://api.contoso.example/v1/offers?country=DE HTTP/1.1\n\n"
_INCLUDE = "[!INCLUDE [Support details](../includes/support.md)]\n\n"
_HTML_TABLE = """<table>
<tr><th>Name</th><th>Type</th><th>Required</th><th>Description</th></tr>
<tr><td>country-id</td><td>string</td><td>Y</td><td>The country or region.</td></tr>
</table>

"""
_MARKDOWN_TABLE = """| Name | Type | Required | Description |
| --- | --- | --- | --- |
| **country-id** | **string** | Y | The country or region. |

"""


def _cells_on_lines(text: str) -> str:
    """Write each cell of the parameter on its own line, with the heading of the next section below it."""
    row = "country-id | string | Y | The country or region. |"
    return text.replace(row, "\n\n".join([*row.removesuffix(" |").split(" | "), "Request headers"]))


# Each variant is a name, the form, the change of the text, the status, and what is reported.
OF_GUIDE: list[Variant] = [
    ("note", "md", swap("### URI parameter", f"{_NOTE}### URI parameter"), 0, set()),
    ("included part", "md", swap("### URI parameter", f"{_INCLUDE}### URI parameter"), 0, set()),
    ("table in HTML", "md", swap(_MARKDOWN_TABLE, _HTML_TABLE), 0, set()),
    ("other names of columns", "md", swap("Name | Type | Required", "Parameter | Data type | Mandatory"), 0, set()),
    ("required in words", "md", swap("| Y |", "| Required |"), 0, set()),
    ("no bold", "md", swap("**", ""), 0, set()),
    ("no front matter", "md", lambda text: text[text.index("# Get") :], 0, set()),
    ("windows line ends", "md", swap("\n", "\r\n"), 0, set()),
    ("table of errors", "md", swap("## REST response", f"{_ERRORS}## REST response"), 1, {"error code, cause"}),
    ("column Location", "md", swap("Name | Type", "Name | Location"), 2, {None, "name, in, required, description"}),
    ("guid as a type", "md", swap("**string**", "**guid**"), 1, {"format parameter country"}),
    ("request of HTTP 2", "md", swap("HTTP/1.1 200", "HTTP/2 200"), 0, set()),
    ("two requests", "txt", swap("You get a", f"{_SECOND}You get a"), 0, set()),
    ("indented", "txt", lambda text: "\n".join(f"  {line}" for line in text.splitlines()), 0, set()),
    ("no rule below the columns", "txt", swap("--- | --- | --- | --- |\n", ""), 0, set()),
    ("cells on lines", "txt", _cells_on_lines, 0, set()),
    ("another page below", "txt", lambda text: f"{text}\nFeedback\nWas it helpful?\n", 0, set()),
    ("another method", "html", swap("<p>GET</p>", "<p>POST</p>"), 1, {"changed method"}),
    ("method in bold", "html", swap("<p>GET</p>", "<strong>GET</strong>"), 0, set()),
    ("link in the address", "html", swap("{baseURL}", '<a href="urls"><em>{baseURL}</em></a>'), 0, set()),
    ("required left empty", "html", swap("<td><p>Y</p></td>", "<td></td>"), 1, {"required parameter country"}),
    (
        "merged columns",
        "html",
        swap("<td><p>Y</p></td>", "<td colspan='2'>Y</td>"),
        2,
        {
            "country-id | string | Y | The country or region.",
        },
    ),
]
