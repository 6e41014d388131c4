"""Which form a page was saved in, and its content in any of them."""

import re
from pathlib import Path

from spec_tools.pages.document import Document, UnreadablePage
from spec_tools.pages.html import read_html
from spec_tools.pages.markdown import read_markdown
from spec_tools.pages.text import read_text

_HTML = re.compile(r"<(!doctype html|html|body|main|table)\b", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(#{1,6} |\|.*\|$|```)", re.MULTILINE)


def read_document(path: Path) -> Document:
    """Read a page as text copied from a browser, as HTML or as Markdown, whichever it is by its content.

    Raises:
        UnreadablePage: It cannot be read, or a part of it is not understood.
    """
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\u200b", "")  # where long names may break
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadablePage(f"The file cannot be read: {error}") from error
    if _HTML.search(text):
        return read_html(text)
    return read_markdown(text) if _MARKDOWN.search(text) else read_text(text)
