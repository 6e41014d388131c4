"""The form that a page was saved in, and its content in any form."""

import re
from pathlib import Path

from spec_tools.pages.document import Document, UnreadablePage
from spec_tools.pages.html import read_html
from spec_tools.pages.markdown import read_markdown
from spec_tools.pages.text import read_text

_HTML = re.compile(r"<(!doctype html|html|body|main)\b|\A\s*<table\b", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(#{1,6} \S|```|\|.+\|[ \t]*\n\|[ :|-]+\|?[ \t]*$)", re.MULTILINE)


def read_document(path: Path) -> Document:
    """Read a page as HTML, as Markdown, or as text copied from a browser, whichever its content is.

    Raises:
        UnreadablePage: The file cannot be read, or it is empty.
    """
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\u200b", "")  # a mark for breaking long names
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadablePage(f"the file cannot be read: {error}") from error
    if not text.strip():
        raise UnreadablePage("the file must have the text of a page, but it is empty. Save or copy the page again.")
    if _HTML.search(text):
        return read_html(text)
    return read_markdown(text) if _MARKDOWN.search(text) else read_text(text)
