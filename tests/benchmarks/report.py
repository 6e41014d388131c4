"""The measurements as tables, with their goals."""

from collections.abc import Iterable, Mapping
from typing import Any

from exports import Run
from rich import box
from rich.console import Console
from rich.table import Table

THIS = "this project"


def show(measures: Mapping[str, Any], left_out: Mapping[str, str], console: Console) -> None:
    """Print the tables."""
    machine, page = measures["machine"], measures["page"]
    console.print(
        f"{machine['implementation']} {machine['python']}, {machine['system']}, {machine['cores']} cores. "
        f"A page is {page['offers']} offers, {page['bytes']:,} bytes. {measures['rounds']} interleaved rounds; times "
        "and ratios are medians over them."
    )
    if measures["import"]:
        table = _table("Import in a fresh process, without the extras", "ms", "x import httpx", "goal")
        for name, timing in measures["import"].items():
            goal = "≤ 1.4 x" if name == "from partner_center import PartnerCenter" else ""
            table.add_row(name, _ms(timing["seconds"]), _times(timing["ratio"]), goal)
        console.print(table)
    held = measures["held_mb"]
    table = _table("Bytes to a page", "ms", "x json.loads", "90 % below, ms", "held MB", "goal")
    for name, timing in measures["decode"].items():
        goal = "≤ 1 x, ≤ 1.6 MB" if name == THIS else "≤ 1.3 x" if name.startswith(THIS) else ""
        table.add_row(
            name,
            _ms(timing["seconds"]),
            _times(timing["ratio"]),
            _ms(timing["slow"]),
            f"{held[name]:.2f}",
            goal,
        )
    console.print(table)
    small, big = "A page of one offer over loopback", f"A page of {page['offers']} offers over loopback"
    for key, title, goal in (
        ("small_page", small, "≤ 1.25 x"),
        ("small_page_async", f"{small}, asynchronous", "≤ 1.25 x"),
        ("big_page", big, "≤ 1.4 x"),
        ("big_page_async", f"{big}, asynchronous", "≤ 1.4 x"),
    ):
        table = _table(title, "ms", "x httpx and json.loads", "90 % below, ms", "goal")
        for name, timing in measures[key].items():
            table.add_row(
                name,
                _ms(timing["seconds"]),
                _times(timing["ratio"]),
                _ms(timing["slow"]),
                goal if name == THIS else "",
            )
        console.print(table)
    goals = {"partner-center --help": "≤ 2.5 x"}
    table = _table("A fresh process, with the extra cli", "ms", "x import httpx", "goal")
    for name, timing in measures["start"].items():
        table.add_row(name, _ms(timing["seconds"]), _times(timing["ratio"]), goals.get(name, ""))
    console.print(table)
    export = measures["export"]
    table = _table(
        f"{export['markets']} markets of {export['offers']} offers, {export['latency'] * 1000:.0f} ms per response, "
        f"{export['concurrency']} at once, median of {export['rounds']}",
        "s",
        "x ideal",
        "goal",
    )
    table.add_row("ideal: the maximum of waiting and decoding", f"{export['ideal']:.2f}", "1.00", "")
    for name, seconds in export["seconds"].items():
        goal = "≤ 1.2 x, ≤ 250 MB" if name == "offers export" else ""
        rss = f" (peak {export['peak_rss_mb']:.0f} MB)" if name == "offers export" else ""
        table.add_row(name + rss, f"{seconds:.2f}", f"{seconds / export['ideal']:.2f}", goal)
    console.print(table)
    table = _table("offers export --customers", "s for 1,000 customers", "peak, MB")
    for name, measure in measures["customers"].items():
        table.add_row(name, f"{measure['seconds'] / measure['count'] * 1000:.2f}", f"{measure['peak_rss_mb']:.0f}")
    console.print(table)
    table = _table("Other", "ms", "goal")
    table.add_row("a second client in a process", _ms(measures["second_client_seconds"]), "< 1 ms")
    for name, seconds in measures["stall_seconds"].items():
        table.add_row(f"an event loop is blocked by a page: {name}", _ms(seconds), "")
    console.print(table)
    for name, reason in left_out.items():
        console.print(f"Left out: {name}: {reason}", markup=False)


def show_large(runs: Iterable[tuple[str, int, Run]], console: Console) -> None:
    """Print the table of large exports: the source, its offers, and the time and memory of the export."""
    table = _table(
        "offers export, large", "s", "processor, s", "ms for 1,000", "processor, ms for 1,000", "peak, MB", "goal"
    )
    for name, offers, run in runs:
        an_offer = [f"{seconds / offers * 1e6:.1f}" for seconds in (run.seconds, run.cpu_seconds)]
        table.add_row(name, f"{run.seconds:.1f}", f"{run.cpu_seconds:.1f}", *an_offer, f"{run.peak_mb:.0f}", "≤ 250 MB")
    console.print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}"


def _times(ratio: float) -> str:
    return f"{ratio:.2f}"
