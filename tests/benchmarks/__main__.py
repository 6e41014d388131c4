"""``make bench``: all measurements in one run. ``python tests/benchmarks --help`` has the options."""

import json
import os
import subprocess
from pathlib import Path
from typing import Annotated

import typer
import without_extras
from lifelike_page import RECORDED_OFFERS
from peers import PACKAGES, no_peers, prepare
from report import show
from rich.console import Console

from partner_center.markets import MARKETS

_MEASURE = Path(__file__).with_name("measure.py")


def bench(
    *,
    rounds: Annotated[int, typer.Option(help="The number of rounds for each candidate.")] = 40,
    offers: Annotated[int, typer.Option(help="The number of offers on a large page.")] = RECORDED_OFFERS,
    markets: Annotated[int, typer.Option(help="The number of markets to export.")] = len(MARKETS),
    customers: Annotated[int, typer.Option(help="The number of customers to export.")] = 1000,
    peers: Annotated[bool, typer.Option(help="Generate the clients of other generators, and measure them too.")] = True,
    to: Annotated[Path, typer.Option(metavar="FILE", help="The file for the measurements as JSON.")] = Path(
        "build/benchmark.json"
    ),
) -> None:
    """Compare this project with the clients of other generators and with the libraries below them."""
    console = Console(width=None if Console().is_terminal else 140)
    if peers:
        Console(stderr=True).print("Generating the clients of other generators, which takes minutes the first time.")
    there = prepare() if peers else no_peers("peers were not asked for")
    bare = without_extras.prepare() if peers else "peers were not asked for"
    left_out = {**there.left_out, **({"imports without the extras": bare} if isinstance(bare, str) else {})}
    command = [
        str(there.python),
        str(_MEASURE),
        "" if isinstance(bare, str) else str(bare),
        str(offers),
        str(markets),
        str(customers),
        str(rounds),
    ]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGES)} if peers else {**os.environ}
    measured = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment)  # noqa: S603 - the command is above
    measures = json.loads(measured.stdout)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(json.dumps({**measures, "left_out": left_out}, indent=1) + "\n", encoding="utf-8")
    show(measures, left_out, console)


if __name__ == "__main__":
    typer.run(bench)
