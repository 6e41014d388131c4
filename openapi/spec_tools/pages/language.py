"""The language of a page: only pages in English can be compared."""

import re
from collections import Counter

from spec_tools.pages.document import Document

_FREQUENT = {  # the most frequent words of each language that are rare in the others
    "en": "the of and to is this for with by or that if not",
    "de": "der die das und ein eine für ist nicht werden von mit",
    "es": "el los las del para una que por se con",
    "fr": "le les des une pour est dans du et cette",
    "it": "il della di per una che gli del sono è",
    "nl": "de het een van voor en wordt niet aan met",
    "pt": "o os da do para uma não que em são",
    "sv": "och att en för som är av den inte begäran",
    "cs": "se pro je na které požadavku pokud není",
    "hu": "az egy és nem hogy azonosító kérés",
    "pl": "się dla jest nie do oraz żądania jeśli",
    "tr": "bir ve için bu istek olarak",
}
_LANGUAGES = {word: language for language, words in _FREQUENT.items() for word in words.split()}
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\uffdc]")
_ENOUGH = 3


def other_language(page: Document) -> str | None:
    """Return the language of a page if it is not English, such as ``nl`` or ``another script``, or None."""
    if page.language:
        return None if page.language.lower().startswith("en") else page.language
    cells = [cell.text for table in page.tables for row in table.rows for cell in row]
    heads = [column for table in page.tables for column in table.columns]
    text = " ".join([*(line.text for line in page.lines), *cells, *heads])
    if len(_OTHER_SCRIPT.findall(text)) > len(text) / 20:
        return "another script"
    counted = Counter(_LANGUAGES[word] for word in re.findall(r"\w+", text.lower()) if word in _LANGUAGES)
    [(language, times)] = counted.most_common(1) or [("en", 0)]
    return language if language != "en" and times >= _ENOUGH else None
