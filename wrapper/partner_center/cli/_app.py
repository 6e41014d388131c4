"""The commands and their options, and how an error becomes an exit status."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from .. import PartnerCenter, PartnerCenterError, __version__
from .offers import Output, printable, write_offers

app = typer.Typer(
    name="partner-center",
    help="The offers that a partner may sell through Microsoft Partner Center.",
    epilog="Sign-in and settings come from the PARTNER_CENTER_* variables: TENANT_ID, CLIENT_ID and CLIENT_SECRET, or "
    "ACCESS_TOKEN; and CLOUD, BASE_URL, AUTHORITY, CA_BUNDLE, LOCALE, APPLICATION where the defaults do not fit. "
    "Data goes to standard output, all else to standard error. Exit status: 0 done, 1 failed, 2 wrong use.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
offers_app = typer.Typer(help="What the partner may sell.", no_args_is_help=True)
app.add_typer(offers_app, name="offers")

_errors = Console(stderr=True, highlight=False, soft_wrap=True)


@app.callback(invoke_without_command=True)
def _partner_center(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@offers_app.command("list")
def _list_offers(
    *,
    country: Annotated[
        str | None, typer.Option(metavar="XX", help="The offers of a market, by the two letters of its country.")
    ] = None,
    customer: Annotated[
        str | None, typer.Option(metavar="ID", help="The offers for a customer, by the GUID of its tenant.")
    ] = None,
    category: Annotated[
        str | None, typer.Option(metavar="ID", help="Only offers of a category, such as Enterprise_Key.")
    ] = None,
    page_size: Annotated[
        int | None, typer.Option(metavar="N", help="How many offers to ask for at once; all, where not given.")
    ] = None,
    locale: Annotated[
        str | None, typer.Option(metavar="L", help="The language of names and descriptions, such as de-DE.")
    ] = None,
    output: Annotated[Output, typer.Option(help="How to write the offers.")] = Output.TABLE,
) -> None:
    """List the offers of a market, or for a customer: give one of --country and --customer."""
    if (country is None) == (customer is None):
        raise typer.BadParameter("give one of --country and --customer, not both.")
    with _errors_for_people(), PartnerCenter.from_env() as partner:
        if country is not None:
            pager = partner.offers.by_country(country, category_id=category, page_size=page_size, locale=locale)
        else:
            pager = partner.offers.by_customer(str(customer), category_id=category, page_size=page_size, locale=locale)
        write_offers(pager, output)


@contextmanager
def _errors_for_people() -> Iterator[None]:
    try:
        yield
        sys.stdout.flush()
    except ValueError as error:
        _errors.print(Text.assemble(("Wrong use: ", "bold red"), printable(error)))
        raise typer.Exit(2) from error
    except PartnerCenterError as error:
        _errors.print(Text.assemble((f"{type(error).__name__}: ", "bold red"), printable(error)))
        raise typer.Exit(1) from error
