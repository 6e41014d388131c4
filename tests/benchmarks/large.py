"""``make bench LARGE=1``: exports of a very large market and of very many customers, and of a quarter of each.

The files of 20,000 customers take 17 GB of disk while the export runs. ``python tests/benchmarks/large.py --help`` has
the options.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from exports import Run, export, write_customers
from report import show_large
from rich.console import Console
from serving import serving

_PAGE_SIZE = 1000


def large(
    *,
    offers: Annotated[int, typer.Option(help="The number of offers of the market.")] = 50_000,
    customers: Annotated[int, typer.Option(help="The number of customers to export.")] = 20_000,
    each: Annotated[int, typer.Option(help="The number of offers of each customer.")] = 200,
    folder: Annotated[Path | None, typer.Option(metavar="FOLDER", help="The folder for temporary files.")] = None,
) -> None:
    """Measure the time and the memory of large exports, and whether the time grows with the number of offers."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        show_large(
            [*_markets(offers, Path(name)), *_customers(customers, each, Path(name))],
            Console(width=None if Console().is_terminal else 140),
        )


def _markets(offers: int, folder: Path) -> Iterator[tuple[str, int, Run]]:
    for count in (max(1, offers // 4), offers):
        with serving(offers=count) as base_url:
            options = ["--country", "US", "--page-size", str(_PAGE_SIZE)]
            yield f"a market of {count:,} offers", count, export(base_url, folder / "offers.jsonl", options)


def _customers(customers: int, each: int, folder: Path) -> Iterator[tuple[str, int, Run]]:
    for count in (max(1, customers // 4), customers):
        with serving(offers=1, customer_offers=each) as base_url:
            options = ["--customers", str(write_customers(folder / "customers.txt", count))]
            run = export(base_url, folder / "offers.jsonl", options)
            yield f"{count:,} customers of {each:,} offers", count * each, run


if __name__ == "__main__":
    typer.run(large)
