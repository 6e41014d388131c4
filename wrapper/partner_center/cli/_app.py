"""The commands and their options."""

from typing import Annotated

import typer

from .. import __version__
from .doctor import doctor
from .export.command import export_offers
from .failures import failures_for_people, wrong_use
from .login import login, logout
from .offers import Output, write_offers
from .session import current_session

app = typer.Typer(
    name="partner-center",
    help="The offers that a partner may sell through Microsoft Partner Center.",
    epilog="Commands sign in as the PARTNER_CENTER_* variables say: TENANT_ID and CLIENT_ID with CLIENT_SECRET, "
    "CERTIFICATE_PATH (CERTIFICATE_PASSWORD) or REFRESH_TOKEN, or ACCESS_TOKEN alone; else as login did. CLOUD, "
    "BASE_URL, AUTHORITY, CA_BUNDLE, LOCALE and APPLICATION are for where the defaults do not fit. "
    "Data goes to standard output, all else to standard error. Exit status: 0 done, 1 failed, 2 wrong use.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
offers_app = typer.Typer(help="What the partner may sell.", no_args_is_help=True)
app.add_typer(offers_app, name="offers")
offers_app.command("export")(export_offers)
app.command()(login)
app.command()(logout)
app.command()(doctor)


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
        raise typer.BadParameter("give one of --country and --customer, and one only.")
    with failures_for_people():
        with wrong_use():
            partner = current_session().client()
        with partner:
            offers = partner.offers
            with wrong_use():
                if country is not None:
                    pager = offers.by_country(country, category_id=category, page_size=page_size, locale=locale)
                else:
                    pager = offers.by_customer(str(customer), category_id=category, page_size=page_size, locale=locale)
            write_offers(pager, output)
