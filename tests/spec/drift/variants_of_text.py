"""Ways in which the text of a page may differ from the usual copy, each with the exit status of its comparison.

Each variant is a name, the change of the text, the status, and what is reported: a difference such as
``format property Offer.id``, or the text of a part that is not understood.
"""

import re
from collections.abc import Callable

Variant = tuple[str, Callable[[str], str], int, set[str | None]]

_SECURITY = """Security

azure_auth

The flow of a contoso directory.

Type: oauth2
Flow: implicit
Authorization URL: https://login.contoso.example/authorize

Scopes

Name Description
user_impersonation

Call on behalf of the user.

"""
_EXAMPLES = """Examples

Offers of one customer

Sample request

HTTP
GET https://api.contoso.example/v1/customers/C-1/offers

Sample response

Status code: 200

JSON
{
  "totalCount": 1
}

"""
_OTHER_STATUS = """Other Status Codes

ResourceAttributes

What went wrong.

"""


def swap(old: str, new: str, count: int = -1) -> Callable[[str], str]:
    """Return a change that replaces one text by another."""
    return lambda text: text.replace(old, new, count)


def below(name: str, line: str) -> Callable[[str], str]:
    """Return a change that inserts a line below the type of a property of an offer."""
    return lambda text: re.sub(rf"^({name}\n\n[^\n]+)", rf"\1\n{line}", text, count=1, flags=re.MULTILINE)


def before(mark: str, block: str) -> Callable[[str], str]:
    """Return a change that inserts a block before the last line with a text."""
    return lambda text: f"{block}{mark}".join(text.rsplit(mark, 1))


def moved(block: str, *, behind: str) -> Callable[[str], str]:
    """Return a change that moves the section with a heading behind another section."""

    def change(text: str) -> str:
        parts = re.split(r"^(?=(?:URI Parameters|Request Header|Responses|Definitions)$)", text, flags=re.MULTILINE)
        by_name = {part.split("\n", 1)[0]: part for part in parts}
        own = by_name.pop(block)
        return "".join(f"{part}\n{own}" if name == behind else part for name, part in by_name.items())

    return change


def cells_on_lines(text: str) -> str:
    """Write each cell of the head of a table on its own line."""
    heads = ("Name In Required Type Description", "Name Required Type Description", "Name Type Description")
    for head in heads:
        text = re.sub(rf"^{head}$", head.replace(" ", "\n\n"), text, flags=re.MULTILINE)
    return text


# Variants of the page of the reference.
OF_REFERENCE: list[Variant] = [
    ("format on the next line", swap("integer (int32)", "integer\nint32"), 0, set()),
    ("format after a space", swap("integer (int32)", "integer int32"), 0, set()),
    ("format in lower brackets", swap("integer (int32)", "integer\n(int32)"), 0, set()),
    ("short types", swap("integer (int32)", "int"), 0, set()),
    ("another format", below("description", "date-time"), 1, {"format property Offer.description"}),
    (
        "map",
        swap("additionalProperties\n\nobject", "additionalProperties\n\n<string, string>"),
        1,
        {"retyped property Offer.additionalProperties"},
    ),
    (
        "map on two lines",
        swap("additionalProperties\n\nobject", "additionalProperties\n\n<string,\nstring>"),
        1,
        {"retyped property Offer.additionalProperties"},
    ),
    ("pattern", below("salesGroupId", "pattern: ^[a-z]+$"), 1, {"limits property Offer.salesGroupId"}),
    ("minLength", below("salesGroupId", "minLength: 1"), 1, {"limits property Offer.salesGroupId"}),
    ("maximum", below("size\nquery", "maximum: 100"), 1, {"limits parameter size"}),
    (
        "headers of a response",
        swap("The page of offers.", "The page of offers.\n\nHeaders\n\nETag: string"),
        1,
        {"added response header ETag"},
    ),
    (
        "values without a code",
        swap(" (int32)\n  • referral (int32)", "\n  • referral"),
        1,
        {
            "format property Offer.acquisitionType",
        },
    ),
    ("values without marks", swap("  • ", ""), 0, set()),
    ("values with stars", swap("  • ", "* "), 0, set()),
    ("note at the top", before("URI Parameters", "Note\n\nThis page describes the second edition.\n\n"), 0, set()),
    ("note in a table", swap("The size of the page.", "The size of the page.\n\nNote\n\nIt is a hint."), 0, set()),
    ("examples", before("Definitions", _EXAMPLES), 0, set()),
    ("security", before("Definitions", _SECURITY), 0, set()),
    ("security and examples", before("Definitions", _SECURITY + _EXAMPLES), 0, set()),
    (
        "sentence below the heading of a definition",
        swap("ResourceLinks\n\nName Type", "ResourceLinks\n\nThe links of a page.\n\nName Type"),
        0,
        set(),
    ),
    ("one word as a description", below("salesGroupId", "\nidentifier\n"), 0, set()),
    ("one capital word as a description", below("salesGroupId", "\nIdentifier\n"), 0, set()),
    ("column Location", swap("Name In Required", "Name Location Required"), 0, set()),
    ("column Parameter", swap("Name In Required", "Parameter In Required"), 0, set()),
    ("column Data type", swap("Required Type Description", "Required Data type Description"), 0, set()),
    (
        "heads with tabs",
        lambda text: re.sub(r"^(Name .*|Value .*)$", lambda m: m[0].replace(" ", "\t"), text, flags=re.M),
        0,
        set(),
    ),
    ("heads on lines", cells_on_lines, 0, set()),
    ("required in other words", lambda text: text.replace(" True", " Yes"), 0, set()),
    ("windows line ends", swap("\n", "\r\n"), 0, set()),
    ("byte order mark", lambda text: f"\ufeff{text}", 0, set()),
    ("spaces that do not break", swap("integer (int32)", "integer\u00a0(int32)"), 0, set()),
    ("marks for breaking words", swap("supportedBilling", "supported\u200bBilling"), 0, set()),
    ("indented", lambda text: "\n".join(f"    {line}" for line in text.splitlines()), 0, set()),
    ("no empty lines", lambda text: re.sub(r"\n\n+", "\n", text), 0, set()),
    ("many empty lines", swap("\n\n", "\n\n\n\n"), 0, set()),
    ("headers before parameters", moved("URI Parameters", behind="Request Header"), 0, set()),
    ("responses before headers", moved("Request Header", behind="Responses"), 0, set()),
    ("headings in capitals", swap("URI Parameters", "URI PARAMETERS"), 0, set()),
    (
        "buttons and contents",
        swap(
            "The offers for one customer.",
            "Feedback\n\nIn this article\nURI Parameters\nRequest Header\nResponses\nDefinitions\n\n"
            "The offers for one customer.\n\nHTTP\nCopy\nTry it",
        ),
        0,
        set(),
    ),
    ("other status codes", before("Definitions", _OTHER_STATUS), 1, {"added status default"}),
    ("unknown column", swap("Name In Required", "Name In Since Required"), 2, {None}),
    ("word for a place", swap("offset\nquery", "offset\nquerystring"), 2, {"querystring"}),
    (
        "sentence for a type",
        swap("offset\nquery\n\ninteger (int32)", "offset\nquery\n\na number of offers"),
        2,
        {
            "a number of offers",
        },
    ),
]
