"""Writes a page in the three forms that the commands read: copied text, saved HTML, and Markdown."""

from collections.abc import Iterable, Sequence
from html import escape

from .pages import Guide, Reference

SUMMARY = "The offers for one customer."
PARAMETERS = "Name In Required Type Description"
HEADERS = "Name Required Type Description"
TYPED = "Name Type Description"
LISTED = "Name Description"
VALUES = "Value Description"
CALLS = ["Method", "Request URI"]
NAMED = ["Name", "Type", "Required", "Description"]


def reference_text(page: Reference) -> str:
    """Return the text that a browser copies: each cell is on its own line, and headings are not marked."""
    lines = [page.title, "", SUMMARY, "", *_addresses(page), "", "URI Parameters", "", PARAMETERS]
    for name, place, required, type_, description in page.parameters:
        lines += [name, f"{place} {required}".strip(), "", type_, "", *_paragraph(description)]
    lines += ["Request Header", "", HEADERS]
    for name, required, type_, description in page.headers:
        lines += [f"{name} {required}".strip(), "", type_, "", *_paragraph(description)]
    lines += ["Responses", "", TYPED]
    for name, type_, description in page.responses:
        lines += [name, "", type_, "", *_paragraph(description)]
    lines += [_media_types(page), "", "Definitions", "", LISTED, *page.definitions, *page.listed, ""]
    for name, rows in page.definitions.items():
        lines += [] if name in page.unheaded else [name, ""]
        if len(rows[0]) == 2:
            lines += [VALUES, *(value for value, _ in rows), ""]
            continue
        lines += [TYPED]
        for key, type_, description in rows:
            first, *values = type_.split("\n")
            lines += [f"{key} {first}", *(f"  • {value}" for value in values)] if values else [key, "", first, ""]
            lines += _paragraph(description)
    return "\n".join(lines)


def reference_rows(page: Reference) -> str:
    """Return the text that a browser copies from tables without paragraphs: each row is on a line, with tabs."""
    tables = [
        ("URI Parameters", PARAMETERS, page.parameters),
        ("Request Header", HEADERS, page.headers),
        ("Responses", TYPED, [[*row[:2], f"{row[2]}\n{_media_types(page)}"] for row in page.responses]),
        ("Definitions", LISTED, [[name, ""] for name in [*page.definitions, *page.listed]]),
        *((name, VALUES if len(rows[0]) == 2 else TYPED, rows) for name, rows in page.definitions.items()),
    ]
    lines = [page.title, "", SUMMARY, "", *_addresses(page)]
    for heading, columns, rows in tables:
        lines += ["", heading, "", columns.replace(" ", "\t")]
        lines += ["\t".join(row) for row in rows]
    return "\n".join(lines)


def guide_text(page: Guide) -> str:
    """Return the text that a browser copies: tables have bars, and headings and examples are not marked."""
    return "\n".join(
        [
            page.title,
            "Applies to: Contoso | Contoso elsewhere",
            "The offers of a market.",
            *(f"{' | '.join(row)} |" for row in [CALLS, ["---"] * 2, *page.calls]),
            "The parameters of the address.",
            *(f"{' | '.join(row)} |" for row in [NAMED, ["---"] * 4, *page.parameters]),
            f"- {page.about_headers}",
            "None.",
            *page.request,
            "You get a collection of offers.",
            *page.response,
            *page.body_lines(),
        ]
    )


def reference_html(page: Reference) -> str:
    """Return the HTML that a browser saves, with the menus around the text."""
    body = [
        _tag("h1", page.title),
        _tag("p", SUMMARY),
        f"<pre><code>{escape(chr(10).join(_addresses(page)))}</code></pre>",
        _tag("h2", "URI Parameters"),
        _html_table(PARAMETERS.split(), page.parameters),
        _tag("h2", "Request Header"),
        _html_table(HEADERS.split(), page.headers),
        _tag("h2", "Responses"),
        _html_table(TYPED.split(), [[*row[:2], f"{row[2]}\n{_media_types(page)}"] for row in page.responses]),
        _tag("h2", "Definitions"),
        _html_table(LISTED.split(), [[name, ""] for name in [*page.definitions, *page.listed]]),
    ]
    for name, rows in page.definitions.items():
        body += [] if name in page.unheaded else [f'<h3 id="d"><span class="x">{escape(name)}</span></h3>']
        body.append(_html_table((VALUES if len(rows[0]) == 2 else TYPED).split(), rows))
    return _html(page.title, body)


def guide_html(page: Guide) -> str:
    """Return the HTML that a browser saves, with the menus around the text."""
    response = [*page.response, "", *page.body_lines()]
    return _html(
        page.title,
        [
            _tag("h1", page.title),
            _tag("p", "The offers of a market."),
            _tag("h2", "REST request"),
            _html_table(CALLS, page.calls),
            _tag("h3", "URI parameter"),
            _html_table(NAMED, page.parameters),
            _tag("h3", "Request headers"),
            f"<ul><li>{escape(page.about_headers)}</li></ul>",
            f'<pre><code class="lang-http">{escape(chr(10).join(page.request))}</code></pre>',
            _tag("h2", "REST response"),
            f'<pre><code class="lang-http">{escape(chr(10).join(response))}</code></pre>',
        ],
    )


def reference_markdown(page: Reference) -> str:
    """Return Markdown with front matter."""
    lines = [
        *("---", f"title: {page.title}", "ms.topic: reference", "---", "", f"# {page.title}", "", SUMMARY, ""),
        *("```http", *_addresses(page), "```", "", "## URI Parameters", ""),
        *_markdown_table(PARAMETERS.split(), page.parameters),
        *("## Request Header", ""),
        *_markdown_table(HEADERS.split(), page.headers),
        *("## Responses", ""),
        *_markdown_table(TYPED.split(), page.responses),
        *(_media_types(page), "", "## Definitions", ""),
        *_markdown_table(LISTED.split(), [[f"[{name}](#d)", ""] for name in [*page.definitions, *page.listed]]),
    ]
    for name, rows in page.definitions.items():
        lines += [] if name in page.unheaded else [f"### {name}", ""]
        lines += _markdown_table((VALUES if len(rows[0]) == 2 else TYPED).split(), rows)
    return "\n".join(lines)


def guide_markdown(page: Guide) -> str:
    """Return Markdown with front matter."""
    return "\n".join(
        [
            *(
                "---",
                f"title: {page.title}",
                "---",
                "",
                f"# {page.title}",
                "",
                "The offers of a market.",
                "",
            ),
            *_markdown_table(CALLS, [[f"**{method}**", uri.replace("{", "\\{")] for method, uri in page.calls]),
            *("### URI parameter", ""),
            *_markdown_table(NAMED, [[f"**{row[0]}**", f"**{row[1]}**", *row[2:]] for row in page.parameters]),
            *("### Request headers", "", f"- {page.about_headers}", ""),
            *("```http", *page.request, "```", "", "## REST response", ""),
            *("```http", *page.response, "", *page.body_lines(), "```", ""),
        ]
    )


REFERENCE_FORMS = {"txt": reference_text, "html": reference_html, "md": reference_markdown}
GUIDE_FORMS = {"txt": guide_text, "html": guide_html, "md": guide_markdown}


def _addresses(page: Reference) -> list[str]:
    query = "&".join(f"{name}={{{name}}}" for name in page.query)
    return [f"{page.method} {page.address}", *([f"{page.method} {page.address}?{query}"] if query else [])]


def _media_types(page: Reference) -> str:
    return "Media Types: " + ", ".join(f'"{name}"' for name in page.media_types)


def _paragraph(text: str) -> list[str]:
    return [text, ""] if text else []


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _html_table(columns: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(_tag("th", column) for column in columns)
    lines = ["".join(f"<td>{_html_cell(cell)}</td>" for cell in row) for row in rows]
    return "\n".join(
        [f"<table><thead><tr>{head}</tr></thead><tbody>", *(f"<tr>{line}</tr>" for line in lines), "</table>"]
    )


def _html_cell(text: str) -> str:
    if text.startswith("enum:"):
        first, *values = text.split("\n")
        return f"{first}\n<ul>{''.join(_tag('li', value) for value in values)}</ul>"
    return "".join(_tag("p", part) for part in text.split("\n") if part)


def _html(title: str, body: list[str]) -> str:
    return "\n".join(
        [
            f"<!DOCTYPE html><html lang='en'><head><title>{escape(title)} | Docs</title>",
            "<script>var x = '<table>';</script><style>p { margin: 0 }</style></head><body>",
            f"<nav><ul><li>Elsewhere</li><li>{escape(title)}</li></ul></nav><main id='main'>",
            *body,
            "<!-- the end --></main><footer><h2>Feedback</h2><p>Was it helpful?</p></footer></body></html>",
        ]
    )


def _markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [columns, ["---"] * len(columns), *rows]
    return [*(f"| {' | '.join(cell.replace(chr(10), '<br>') for cell in line)} |" for line in lines), ""]
