"""The customers of an export, from a text file, a CSV file of PowerShell or Excel, or standard input."""

import codecs
import csv
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

# UTF-32 first, because its mark begins with that of UTF-16.
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEADINGS = {"customerid": "CustomerId", "tenantid": "TenantId", "id": "Id"}  # the first that a header has counts
_DELIMITERS = ",;\t"
# A GUID or a domain. The names of customers and of columns usually have neither a digit nor a dot.
_ID = re.compile(r"(?=.*[0-9.])[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LONGEST_EXCERPT = 60


def read_customers(file: Path) -> Sequence[str]:
    """Return the ids of the customers in a file, or in standard input for ``-``.

    The file has an id on each line, or is a CSV file with a header. Empty lines and lines that begin with # are
    skipped. Ids may be quoted, and in braces.

    Raises:
        ValueError: The file cannot be read, a line has no valid id, or an id is repeated. The message names the line.
    """
    source = "standard input" if _is_standard_input(file) else str(file)
    text = _decoded(_content(file), source)
    line_of: dict[str, int] = {}
    customers = []
    for line, cell in _cells(text, source):
        customer = cell.strip("\"' \t").removeprefix("{").removesuffix("}")
        if not _ID.fullmatch(customer):
            must_be = "the id of a customer, the GUID of its Microsoft Entra tenant"
            raise ValueError(f"{source}, line {line}: must be {must_be}, got {_excerpt(cell)}.")
        first = line_of.setdefault(customer.casefold(), line)
        if first != line:
            raise ValueError(f"{source}, line {line}: repeats the customer of line {first}, {customer!r}.")
        customers.append(customer)
    return customers


def _is_standard_input(file: Path) -> bool:
    return str(file) == "-"


def _content(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if _is_standard_input(file) else file.read_bytes()
    except OSError as error:
        raise ValueError(
            f"--customers must be a file that can be read, got {str(file)!r}: {error.strerror}."
        ) from error


def _decoded(content: bytes, source: str) -> str:
    encoding = next((encoding for mark, encoding in _ENCODINGS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"{source}, line {line}: must be text in UTF-8, or in UTF-16 with a byte order mark. Save it as UTF-8."
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ValueError(f"{source}, line {line}: contains a NUL character. Save the file as UTF-8.")
    return text


def _cells(text: str, source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the cell of each customer."""
    column: int | None = None
    place = "its first column"
    for line, row in _rows(text, source):
        if column is None:
            headings = ["".join(filter(str.isalnum, cell)).casefold() for cell in row]
            known = [name for name in _HEADINGS if name in headings]
            if not known and len([cell for cell in row if cell.strip()]) > 1:
                raise ValueError(
                    f"{source}, line {line}: has {len(row)} columns, but none of them is named "
                    f"{', '.join(_HEADINGS.values())}. Add a header, or keep only the ids."
                )
            column = headings.index(known[0]) if known else 0
            if known:
                place = f"the column {_HEADINGS[known[0]]}"
                continue
        if column >= len(row) or not row[column].strip():
            raise ValueError(f"{source}, line {line}: must have the id of a customer in {place}, got an empty cell.")
        yield line, row[column]


def _rows(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line and the cells of each row that is neither empty nor a comment."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=lines.delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield lines.first, row
            lines.is_within_row = False
    except csv.Error as error:
        raise ValueError(f"{source}, line {lines.number}: cannot be read as CSV: {error}.") from error


class _Lines:
    """The lines of a text for ``csv.reader``, without comments between rows.

    Attributes:
        number: The number of the last line.
        first: The number of the first line of the current row.
        is_within_row: Whether the next line continues the current row. ``csv.reader`` asks for it in the middle of a
            quoted cell only; set this to False after each row.
    """

    def __init__(self, text: str) -> None:
        self._lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
        self.number = 0
        self.first = 0
        self.is_within_row = False

    @property
    def delimiter(self) -> str:
        """The delimiter of the first line that is not a comment."""
        header = next((line for line in self._lines if line.strip() and not line.startswith("#")), "")
        return max(_DELIMITERS, key=header.count)

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(self._lines, start=1):
            self.number = number
            if not self.is_within_row:
                if line.startswith("#"):
                    continue
                self.first = number
                self.is_within_row = True
            yield line


def _excerpt(text: str) -> str:
    return repr(text) if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]!r}… ({len(text):,} characters)"
