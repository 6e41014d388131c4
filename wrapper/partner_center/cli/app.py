"""The commands and their options.

What a command does is in a module of its own, which is loaded when the command is run: help comes without the client.
"""

from pathlib import Path
from typing import Annotated

import typer

from .. import __version__
from .options import OfferFormat, ReportFormat

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

Category = Annotated[str | None, typer.Option(metavar="ID", help="Only offers of a category, such as Enterprise_Key.")]
PageSize = Annotated[
    int | None, typer.Option(metavar="N", help="How many offers to ask for at once; all, where not given.")
]
Locale = Annotated[str | None, typer.Option(metavar="L", help="The language of names and descriptions, such as de-DE.")]


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
    category: Category = None,
    page_size: PageSize = None,
    locale: Locale = None,
    output: Annotated[OfferFormat, typer.Option(help="How to write the offers.")] = OfferFormat.TABLE,
) -> None:
    """List the offers of a market, or for a customer: give one of --country and --customer."""
    if (country is None) == (customer is None):
        raise typer.BadParameter("give one of --country and --customer, and one only.")
    from .offers_list import list_offers

    list_offers(
        country=country, customer=customer, category=category, page_size=page_size, locale=locale, output=output
    )


@offers_app.command("export")
def _export_offers(
    *,
    to: Annotated[Path, typer.Option(metavar="FILE", help="What to write: a file.jsonl, .csv or .parquet.")],
    country: Annotated[
        str | None, typer.Option(metavar="XX,YY,…", help="The offers of these markets, or of all of them: all.")
    ] = None,
    customers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The offers for the customers whose ids a file has, one a line.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an export that was interrupted.")] = False,
    category: Category = None,
    page_size: PageSize = None,
    locale: Locale = None,
    concurrency: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="How many calls to make at once.")] = 8,
) -> None:
    """Write the offers of many markets or customers into one file: give one of --country and --customers.

    The file appears when it is whole. Until then what was read is kept in the folder FILE.parts beside it.

    A file of that name that is there already is replaced.

    Exit status: 0 all is written (with --country all, all that the service does not refuse); 1 nothing is written: the
    service refuses everything, or something failed, and --resume continues; 2 wrong use; 3 written, but the service
    refuses some of the markets or customers that were named; 130 interrupted, and --resume continues.
    """
    if (country is None) == (customers is None):
        raise typer.BadParameter("give one of --country and --customers, and one only.")
    from .export.command import export_offers

    export_offers(
        to=to,
        country=country,
        customers=customers,
        resume=resume,
        category=category,
        page_size=page_size,
        locale=locale,
        concurrency=concurrency,
    )


@app.command("login")
def _login(
    *,
    tenant: Annotated[
        str, typer.Option(metavar="ID", envvar="PARTNER_CENTER_TENANT_ID", help="The partner's tenant, GUID or domain.")
    ],
    client_id: Annotated[
        str,
        typer.Option(
            metavar="ID",
            envvar="PARTNER_CENTER_CLIENT_ID",
            help="The application: a public client with http://localhost among its redirect addresses.",
        ),
    ],
    device_code: Annotated[
        bool, typer.Option("--device-code", help="Sign in on another device, by a code, instead of in a browser here.")
    ] = False,
) -> None:
    """Sign in as a user, with a second factor, and keep the sign-in for the commands that follow."""
    from .login import login

    login(tenant=tenant, client_id=client_id, device_code=device_code)


@app.command("logout")
def _logout() -> None:
    """Forget the sign-in that login kept."""
    from .login import logout

    logout()


@app.command("doctor")
def _doctor(
    *,
    country: Annotated[str, typer.Option(metavar="XX", help="The market to ask for, in one call.")] = "US",
    output: Annotated[ReportFormat, typer.Option(help="How to write the checks.")] = ReportFormat.TABLE,
) -> None:
    """Check settings, sign-in, the way to Partner Center and one call. Exit status 1 where something fails."""
    from .doctor import doctor

    doctor(country=country, output=output)
