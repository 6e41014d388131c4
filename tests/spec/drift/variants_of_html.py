"""Ways in which the HTML of a page may differ from the usual one, each with the exit status of its comparison."""

import re
from collections.abc import Callable, Mapping

from lxml import etree, html

from .variants_of_text import Variant, swap

_NOTE = '<div class="NOTE"><p>Note</p><p>This page describes the second edition.</p></div>'
_SIZE = "<td><p>size</p></td><td><p>query</p></td><td></td><td><p>integer (int32)</p></td>"
_EXAMPLES = """<h2>Examples</h2><h3>Offers of one customer</h3><div>Sample request</div>
<pre><code>GET https://api.contoso.example/v1/customers/C-1/offers</code></pre><div>Sample response</div>
<div>Status code: 200</div><pre><code>{"totalCount": 1}</code></pre><h2>Definitions</h2>"""
_SECURITY = """<h2>Security</h2><h3>azure_auth</h3><p>The flow of a contoso directory.</p>
<p><strong>Type:</strong> oauth2<br><strong>Flow:</strong> implicit</p><h4>Scopes</h4>
<table><thead><tr><th>Name</th><th>Description</th></tr></thead><tbody><tr><td>user_impersonation</td><td>Call on
behalf of the user.</td></tr></tbody></table><h2>Definitions</h2>"""
_ERRORS = "<h2>Limits</h2><table><tr><th>Error</th><th>Cause</th></tr><tr><td>9</td><td>Too many</td></tr></table>"


def moved(heading: str, *, behind: str) -> Variant:
    """Return the variant with the section of a heading behind another section."""

    def change(text: str) -> str:
        parts = re.split(r"(?=<h2>)", text)
        own = next(part for part in parts if part.startswith(f"<h2>{heading}"))
        parts.remove(own)
        place = next(index for index, part in enumerate(parts) if part.startswith(f"<h2>{behind}"))
        return "".join([*parts[: place + 1], own, *parts[place + 1 :]])

    return f"{heading} behind {behind}", change, 0, set()


def columns_swapped(first: int, second: int) -> Callable[[str], str]:
    """Return a change that swaps two columns of the first table."""

    def change(text: str) -> str:
        page = html.document_fromstring(text)
        for row in page.find(".//table").iter("tr"):
            row[first].addprevious(row[second])
            row.insert(second, row[first + 1])
        return html.tostring(page, encoding="unicode")

    return change


def column_added(name: str, cells: Mapping[str, str]) -> Callable[[str], str]:
    """Return a change that adds a column to the first table, with cells that depend on the first cell of the row."""

    def change(text: str) -> str:
        page = html.document_fromstring(text)
        for row in page.find(".//table").iter("tr"):
            own = row[0].text_content()
            etree.SubElement(row, row[0].tag).text = name if own == "Name" else cells.get(own, "")
        return html.tostring(page, encoding="unicode")

    return change


# Variants of the page of the reference.
OF_REFERENCE: list[Variant] = [
    moved("URI Parameters", behind="Request Header"),
    moved("Request Header", behind="Responses"),
    ("note", swap("<h2>URI Parameters</h2>", f"{_NOTE}<h2>URI Parameters</h2>"), 0, set()),
    ("examples", swap("<h2>Definitions</h2>", _EXAMPLES), 0, set()),
    ("security and scopes", swap("<h2>Definitions</h2>", _SECURITY), 0, set()),
    ("column Location", swap("<th>In</th>", "<th>Location</th>"), 0, set()),
    ("column Parameter name", swap("<th>Name</th><th>In</th>", "<th>Parameter name</th><th>In</th>"), 0, set()),
    ("columns in another order", columns_swapped(1, 3), 0, set()),
    ("format after a line break", swap("integer (int32)", "integer<br>int32"), 0, set()),
    ("format in a paragraph of its own", swap("<p>integer (int32)</p>", "<p>integer</p><p>int32</p>"), 0, set()),
    ("types in code", swap("<p>string</p>", "<code>string</code>"), 0, set()),
    ("types as links", swap("<p>Link</p>", '<p><a href="#link">Link</a></p>'), 0, set()),
    ("bold names", swap("<td><p>offset</p></td>", "<td><strong>offset</strong></td>"), 0, set()),
    ("names as heads of rows", lambda text: re.sub(r"<tr><td>(.*?)</td>", r"<tr><th>\1</th>", text), 0, set()),
    ("no parts of tables", lambda text: re.sub(r"</?t(head|body)>", "", text), 0, set()),
    (
        "tables in boxes",
        lambda text: text.replace("<table>", "<div><table>").replace("</table>", "</table></div>"),
        0,
        set(),
    ),
    ("caption", swap("<table>", "<table><caption>The table</caption>"), 0, set()),
    ("no main part", lambda text: re.sub(r"</?main[^>]*>", "", text), 0, set()),
    (
        "limits",
        swap("<p>integer (int32)</p>", "<p>integer (int32)</p><p>minimum: 0</p>", 1),
        1,
        {
            "limits parameter offset",
        },
    ),
    ("column Default", column_added("Default", {}), 0, set()),
    ("default of a parameter", column_added("Default", {"size": "20"}), 1, {"limits parameter size"}),
    ("unknown column", column_added("Since", {"size": "2026"}), 1, {"since"}),
    ("table of errors", swap("<h2>Definitions</h2>", f"{_ERRORS}<h2>Definitions</h2>"), 1, {"error, cause"}),
    (
        "merged columns",
        swap(_SIZE, "<td colspan='2'>size</td><td></td><td>integer</td>"),
        2,
        {
            "size |  | integer | The size of the page.",
        },
    ),
    (
        "merged rows",
        swap("<td><p>size</p></td>", "<td rowspan='2'><p>size</p></td>"),
        2,
        {
            "size | query |  | integer (int32) | The size of the page.",
        },
    ),
    (
        "table in a cell",
        swap("<p>The size of the page.</p>", "<table><tr><td>At most 9</td></tr></table>"),
        2,
        {
            "size | query |  | integer (int32) | ",
        },
    ),
    ("short row", swap(_SIZE, "<td><p>size</p></td>"), 2, {"size | The size of the page."}),
]
