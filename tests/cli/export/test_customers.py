"""Files of customers, as people and tools write them."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from partner_center.cli.app import app
from partner_center.cli.export.customers import read_customers

from ...gated_service import GatedService
from .conftest import expected, lines_of

FIRST = "1f3b2c77-52a0-4a43-8f0f-d4f3b0b9c921"
SECOND = "2a9e5d10-0b7c-4c55-9d3c-6a1f2f0f9b11"
EXPORT_CSV = (
    "#TYPE Microsoft.Store.PartnerCenter.PowerShell.Models.Customers.PSCustomer\r\n"
    '"AllowDelegatedAccess","CustomerId","Domain","Name"\r\n'
    f'"True","{FIRST}","contoso.onmicrosoft.com","Contoso, Ltd. ""Büro"""\r\n'
    f'"False","{SECOND}","fabrikam.onmicrosoft.com","Fabrikam\r\n# Second line of the name"\r\n'
)


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff# customers\n{FIRST}\n\n  {SECOND}  \n".encode(),
        f"{FIRST}\r\n{SECOND}\r\n".encode("utf-16"),  # PowerShell 5: > and Out-File
        b"\xfe\xff" + f"{FIRST}\r\n{SECOND}".encode("utf-16-be"),
        f"{FIRST}\n{SECOND}".encode("utf-32"),
        f"{FIRST}\r{SECOND}\r".encode(),
        f"\"{FIRST}\"\n'{SECOND}'\n".encode(),
        f"{{{FIRST}}}\n{{{SECOND}}}\n".encode(),
        f"CustomerId\n{FIRST}\n{SECOND}\n".encode(),
        f'"tenantId"\n"{{{FIRST}}}"\n"{SECOND}"\n'.encode(),
        f"Id;Name\n{FIRST};Contoso\n{SECOND};Fabrikam\n".encode(),  # Export-Csv -UseCulture
        f"Name\tCustomer Id\tId\nContoso\t{FIRST}\t1\nFabrikam\t{SECOND}\t2\n".encode(),
        f"{FIRST},\n{SECOND},\n".encode(),
        EXPORT_CSV.encode("utf-8-sig"),
        EXPORT_CSV.encode("utf-16"),
    ],
)
def test_the_ids_of_a_file_are_read(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "customers"
    file.write_bytes(content)
    assert read_customers(file) == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (f"{FIRST}\nContoso\n".encode(), 2, "must be the id of a customer, the GUID of its Microsoft Entra tenant"),
        (f"{FIRST}\n{FIRST.upper()[:-1]}\x1b\n".encode(), 2, "must be the id of a customer"),
        (f"{FIRST}\n../{SECOND}\n".encode(), 2, "must be the id of a customer"),
        (f"{FIRST} {SECOND}\n".encode(), 1, "must be the id of a customer"),
        (f"{FIRST}\n\n{{{FIRST.upper()}}}\n".encode(), 3, "repeats the customer of line 1"),
        (
            f"Name,Domain\nContoso,{FIRST}\n".encode(),
            1,
            "has 2 columns, but none of them is named CustomerId, TenantId",
        ),
        (f"{FIRST},Contoso\n".encode(), 1, "has 2 columns, but none of them is named"),
        (f"Name,Id\nContoso,{FIRST}\nFabrikam\n".encode(), 3, "must have the id of a customer in the column Id"),
        (
            f'Name,Id\n"Contoso\nLtd.",{FIRST}\n"Fabrikam\nLtd.",\n'.encode(),
            4,
            "must have the id of a customer in the column Id",
        ),
        (f"{FIRST}\nB\xfcro\n".encode("latin-1"), 2, "must be text in UTF-8, or in UTF-16 with a byte order mark"),
        (f"{FIRST}\n{SECOND}\n".encode("utf-16-le"), 1, "contains a NUL character"),
        (b"x" * 5_000_000, 1, "field larger than field limit"),
        (b"1" * 100_001 + b"\n", 1, f"got {'1' * 60!r}… (100,001 characters)."),
    ],
)
def test_a_line_without_a_valid_id_is_refused_before_the_first_call(
    service: GatedService, run: Any, tmp_path: Path, content: bytes, line: int, problem: str
) -> None:
    file = tmp_path / "customers.txt"
    file.write_bytes(content)
    result = run("--customers", file, "--to", tmp_path / "offers.jsonl")
    assert result.exit_code == 2
    assert f"customers.txt, line {line}: " in result.stderr
    assert problem in result.stderr
    assert len(result.stderr) < 500
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", result.stderr)
    assert service.requests == []
    assert list(tmp_path.iterdir()) == [file]


def test_the_offers_of_the_customers_in_a_file_are_written_in_their_order(
    service: GatedService, run: Any, tmp_path: Path
) -> None:
    service.sizes.update({"customer-1": 2, "customer-2": 1})
    ids = tmp_path / "customers.txt"
    ids.write_text("# customers\ncustomer-2\n\n  customer-1  \n", encoding="utf-8")
    result = run("--customers", ids, "--to", tmp_path / "offers.jsonl")
    assert result.exit_code == 0
    assert lines_of(tmp_path / "offers.jsonl") == expected(service, "customer-2", "customer-1")


def test_customers_are_read_from_standard_input(
    service: GatedService, environment: dict[str, str], tmp_path: Path
) -> None:
    service.sizes.update({"customer-1": 2})
    command = ["offers", "export", "--customers", "-", "--to", str(tmp_path / "offers.jsonl")]
    result = CliRunner(env=environment).invoke(app, command, input="CustomerId\r\ncustomer-1\r\n")
    assert result.exit_code == 0, result.stderr
    assert lines_of(tmp_path / "offers.jsonl") == expected(service, "customer-1")
    result = CliRunner(env=environment).invoke(app, command, input="CustomerId\r\nContoso\r\n")
    assert result.exit_code == 2
    assert "standard input, line 2: must be the id of a customer" in result.stderr


def test_a_file_without_customers_is_refused(service: GatedService, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "customers.txt"
    file.write_text("# none\nCustomerId\n")
    result = run("--customers", file, "--to", tmp_path / "offers.jsonl")
    assert result.exit_code == 2
    assert "--customers must contain at least one of the customers to read" in result.stderr
