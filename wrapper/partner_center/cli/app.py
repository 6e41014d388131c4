"""The commands and their options.

What a command does is in a module of its own, which is imported when the command runs: help does not load the client.
"""

from pathlib import Path
from typing import Annotated

import typer

from partner_center import __version__

from .options import (
    MAX_CONCURRENCY,
    Category,
    Country,
    Customer,
    DiffFormat,
    Excel,
    Locale,
    OfferId,
    Output,
    OutputFormat,
    PageSize,
    ReportFormat,
    Verbose,
)

app = typer.Typer(
    name="partner-center",
    help="Read the offers that a partner may sell through Microsoft Partner Center.",
    epilog="Commands sign in with the credential in the PARTNER_CENTER_* variables: TENANT_ID and CLIENT_ID with "
    "CLIENT_SECRET, CERTIFICATE_PATH (CERTIFICATE_PASSWORD) or REFRESH_TOKEN; or ACCESS_TOKEN alone. If there is none, "
    "they use the sign-in that 'partner-center login' stored. CLOUD, BASE_URL, AUTHORITY, CA_BUNDLE, "
    "X509_STRICT, LOCALE and APPLICATION change the defaults. Data goes to standard output, everything else to "
    "standard error. Exit status: 0 success, 1 failure, 2 usage error, 130 interrupted, 141 the reader of standard "
    "output has stopped reading.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
offers_app = typer.Typer(help="Read offers.", no_args_is_help=True)
categories_app = typer.Typer(help="Read the categories of offers.", no_args_is_help=True)
app.add_typer(offers_app, name="offers")
app.add_typer(categories_app, name="categories")


@app.callback(invoke_without_command=True)
def _partner_center(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
    verbose: Verbose = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@offers_app.command("list")
def _list_offers(
    *,
    country: Country = None,
    customer: Customer = None,
    category: Category = None,
    page_size: PageSize = None,
    locale: Locale = None,
    output: Output = OutputFormat.TABLE,
    excel: Excel = False,
    verbose: Verbose = False,
) -> None:
    """List the offers of a market or for a customer. Give either --country or --customer."""
    _check_query(country, customer)
    _check_excel(output, excel=excel)
    from .offers import list_offers

    list_offers(
        country=country,
        customer=customer,
        category=category,
        page_size=page_size,
        locale=locale,
        output=output,
        excel=excel,
    )


@offers_app.command("get")
def _get_offer(
    *,
    offer_id: OfferId,
    country: Annotated[str, typer.Option(metavar="XX", help="The market, a two-letter country code.")],
    locale: Locale = None,
    output: Output = OutputFormat.TABLE,
    excel: Excel = False,
    verbose: Verbose = False,
) -> None:
    """Show an offer of a market. With --output json, it is one object."""
    _check_excel(output, excel=excel)
    from .offers import get_offer

    get_offer(offer_id=offer_id, country=country, locale=locale, output=output, excel=excel)


@offers_app.command("add-ons")
def _list_add_ons(
    *,
    offer_id: OfferId,
    country: Country = None,
    customer: Customer = None,
    locale: Locale = None,
    output: Output = OutputFormat.TABLE,
    excel: Excel = False,
    verbose: Verbose = False,
) -> None:
    """List the add-ons of an offer in a market or for a customer. Give either --country or --customer."""
    _check_query(country, customer)
    _check_excel(output, excel=excel)
    from .offers import list_add_ons

    list_add_ons(offer_id=offer_id, country=country, customer=customer, locale=locale, output=output, excel=excel)


@categories_app.command("list")
def _list_categories(
    *,
    country: Country = None,
    customer: Customer = None,
    locale: Locale = None,
    output: Output = OutputFormat.TABLE,
    excel: Excel = False,
    verbose: Verbose = False,
) -> None:
    """List the offer categories of a market or for a customer. Give either --country or --customer."""
    _check_query(country, customer)
    _check_excel(output, excel=excel)
    from .categories import list_categories

    list_categories(country=country, customer=customer, locale=locale, output=output, excel=excel)


@offers_app.command("export")
def _export_offers(
    *,
    to: Annotated[Path, typer.Option(metavar="FILE", help="The file to write: .jsonl, .csv or .parquet.")],
    country: Annotated[
        str | None,
        typer.Option(metavar="XX,YY,…", help="Read these markets, two-letter country codes, or all markets: all."),
    ] = None,
    customers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Read the customers in this file, which has an id on each line, or a CSV column named CustomerId, "
            "TenantId or Id. - is standard input.",
        ),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an interrupted export.")] = False,
    category: Category = None,
    page_size: PageSize = None,
    locale: Locale = None,
    concurrency: Annotated[
        int, typer.Option(metavar="N", min=1, max=MAX_CONCURRENCY, help="How many calls to make at once.")
    ] = 8,
    max_failures: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Stop after N markets or customers could not be read; --resume continues. With --country all, markets "
            "that the service refuses do not count.",
        ),
    ] = None,
    excel: Excel = False,
    verbose: Verbose = False,
) -> None:
    """Write the offers of many markets or customers to one file. Give either --country or --customers.

    The file is written when all offers have been read, and replaces a file of that name. Until then, the folder
    FILE.parts beside it holds what has been read.

    Exit status: 0 the file is complete (with --country all: except for markets that the service refuses); 1 no file is
    written, because something failed and --resume continues, or because the service refuses everything; 2 usage
    error; 3 the file is written, but the service refuses some of the given markets or customers; 130 interrupted, and
    --resume continues.
    """
    if (country is None) == (customers is None):
        raise typer.BadParameter("give either --country or --customers.")
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
        max_failures=max_failures,
        excel=excel,
    )


@offers_app.command("diff")
def _diff_offers(
    *,
    old: Annotated[
        Path,
        typer.Argument(
            metavar="OLD", exists=True, dir_okay=False, help="The earlier export: a .jsonl or .parquet file."
        ),
    ],
    new: Annotated[
        Path | None,
        typer.Argument(
            metavar="NEW",
            exists=True,
            dir_okay=False,
            help="The later export. Without it, the offers that the service has now, for the markets or customers in "
            "OLD.",
        ),
    ] = None,
    ignore: Annotated[
        str | None,
        typer.Option(
            metavar="NAME,…", help="Members whose changes do not count, such as description or category.rank."
        ),
    ] = None,
    locale: Locale = None,
    output: Annotated[DiffFormat, typer.Option(help="The format of the output.")] = DiffFormat.TABLE,
    verbose: Verbose = False,
) -> None:
    """Write which offers were added, removed or changed between two exports, member by member.

    Exit status: 0 no changes; 1 changes; 2 usage error, or an export or the service cannot be read.
    """
    from .offers_diff import diff_offers

    diff_offers(old=old, new=new, ignore=ignore, locale=locale, output=output)


@app.command("login")
def _login(
    *,
    tenant: Annotated[
        str,
        typer.Option(metavar="ID", envvar="PARTNER_CENTER_TENANT_ID", help="The partner's tenant, a GUID or a domain."),
    ],
    client_id: Annotated[
        str,
        typer.Option(
            metavar="ID",
            envvar="PARTNER_CENTER_CLIENT_ID",
            help="The application: a public client with the redirect URI http://localhost.",
        ),
    ],
    device_code: Annotated[
        bool, typer.Option("--device-code", help="Sign in on another device, with a code, instead of in a browser.")
    ] = False,
    verbose: Verbose = False,
) -> None:
    """Sign in as a user, with multi-factor authentication (MFA), and store the sign-in for later commands."""
    from .login import login

    login(tenant=tenant, client_id=client_id, device_code=device_code)


@app.command("logout")
def _logout(*, verbose: Verbose = False) -> None:
    """Delete the sign-in that 'partner-center login' stored."""
    from .login import logout

    logout()


@app.command("doctor")
def _doctor(
    *,
    country: Annotated[str, typer.Option(metavar="XX", help="The market to request, in two calls.")] = "US",
    output: Annotated[ReportFormat, typer.Option(help="The format of the report.")] = ReportFormat.TABLE,
    verbose: Verbose = False,
) -> None:
    """Check the settings, the API, the clock, the sign-in and one call. Exit status 1 if a check fails."""
    from .doctor import doctor

    doctor(country=country, output=output)


def _check_query(country: str | None, customer: str | None) -> None:
    if (country is None) == (customer is None):
        raise typer.BadParameter("give either --country or --customer.")


def _check_excel(output: OutputFormat, *, excel: bool) -> None:
    if excel and output is not OutputFormat.CSV:
        raise typer.BadParameter("--excel needs --output csv.")
