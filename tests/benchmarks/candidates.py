"""The candidates: decoders of a page, and clients that fetch one. Peers that are not installed are left out."""

import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import cache, partial
from typing import Any

import httpx
import msgspec

from partner_center import AsyncPartnerCenter, PartnerCenter
from partner_center._http.json import parse_json
from partner_center.auth import AccessTokenCredential
from partner_center_api.models import ResourceCollectionOfOffer

THIS = "this project"
STOCK = "openapi-python-client, its own templates"
OPENAPI_GENERATOR = "OpenAPI Generator, python"
PYDANTIC = "datamodel-code-generator, pydantic"
MSGSPEC = "datamodel-code-generator, msgspec"

WITH_UNKNOWN_MEMBER = "this project, each offer with a member that the contract does not know"

Decode = Callable[[bytes], object]
Fetch = Callable[[str], object]
AsyncFetch = Callable[[str], Awaitable[object]]


def decoders() -> Mapping[str, Decode]:
    """Return functions that decode the bytes of a page. The first is the baseline."""
    found: dict[str, Decode] = {
        "json.loads, to dicts": json.loads,
        "msgspec, to dicts": msgspec.json.Decoder().decode,
        THIS: ResourceCollectionOfOffer.from_conforming_json,
        WITH_UNKNOWN_MEMBER: lambda body: _read_with_unknown_member(_with_a_new_member(body)),
    }
    with suppress(ImportError):
        from stock_client.models import ResourceCollectionOfOffer as StockPage

        found[STOCK] = lambda body: StockPage.from_dict(json.loads(body))
    with suppress(ImportError):
        from openapi_generator_client.models.resource_collection_of_offer import ResourceCollectionOfOffer as Page

        found[OPENAPI_GENERATOR] = lambda body: Page.from_dict(json.loads(body))
    with suppress(ImportError):
        from pydantic_models import ResourceCollectionOfOffer as PydanticPage

        found[PYDANTIC] = PydanticPage.model_validate_json
    with suppress(ImportError):
        from msgspec_models import ResourceCollectionOfOffer as MsgspecPage

        found[MSGSPEC] = msgspec.json.Decoder(MsgspecPage).decode
    return found


@cache
def _with_a_new_member(body: bytes) -> bytes:
    return body.replace(b'"acquisitionType":', b'"notYetDocumented":1,"acquisitionType":')


def _read_with_unknown_member(body: bytes) -> object:
    try:
        return ResourceCollectionOfOffer.from_conforming_json(body)
    except msgspec.DecodeError:
        return ResourceCollectionOfOffer.from_dict(parse_json(body)[0])


def clients(base_url: str) -> Mapping[str, Fetch]:
    """Return clients that fetch all offers of a market. The first is the baseline."""
    http = httpx.Client(base_url=base_url)
    partner = PartnerCenter(AccessTokenCredential(token="made-up"), base_url=base_url)
    found: dict[str, Fetch] = {
        "httpx and json.loads, to dicts": lambda country: json.loads(
            http.get("/offers", params={"country": country}).content
        ),
        THIS: lambda country: partner.offers.by_country(country).to_list(),
    }
    with suppress(ImportError):
        from stock_client import AuthenticatedClient
        from stock_client.api.offers import list_offers_by_country

        stock = AuthenticatedClient(base_url=base_url, token="made-up")
        found[STOCK] = lambda country: list_offers_by_country.sync(client=stock, country=country)
    with suppress(ImportError):
        import openapi_generator_client as generated

        api = generated.OffersApi(generated.ApiClient(generated.Configuration(host=base_url, access_token="made-up")))
        found[OPENAPI_GENERATOR] = lambda country: api.list_offers_by_country(country=country)
    return found


def async_clients(base_url: str) -> Mapping[str, AsyncFetch]:
    """Return asynchronous clients that fetch all offers of a market. The first is the baseline."""
    http = httpx.AsyncClient(base_url=base_url)
    partner = AsyncPartnerCenter(AccessTokenCredential(token="made-up"), base_url=base_url)

    async def plain(country: str) -> object:
        return json.loads((await http.get("/offers", params={"country": country})).content)

    found: dict[str, AsyncFetch] = {
        "httpx and json.loads, to dicts": plain,
        THIS: lambda country: partner.offers.by_country(country).to_list(),
    }
    with suppress(ImportError):
        from stock_client import AuthenticatedClient
        from stock_client.api.offers import list_offers_by_country

        stock = AuthenticatedClient(base_url=base_url, token="made-up")
        found[STOCK] = lambda country: list_offers_by_country.asyncio(client=stock, country=country)
    return found


IMPORTS = {
    "import httpx": ["-c", "import httpx"],
    "from partner_center import PartnerCenter": ["-c", "from partner_center import PartnerCenter"],
    "import partner_center": ["-c", "import partner_center"],
    "nothing": ["-c", "pass"],
}
"""The arguments of a new interpreter whose start is measured. The first is the baseline."""


def commands() -> Mapping[str, list[str]]:
    """Return ``IMPORTS``, the command and the clients of other generators."""
    found = {**IMPORTS, "partner-center --help": ["-m", "partner_center.cli", "--help"]}
    peers = {"import of the stock client": "stock_client.api.offers.list_offers_by_country"}
    peers["import of OpenAPI Generator's client"] = "openapi_generator_client"
    for name, module in peers.items():
        with suppress(ImportError):
            __import__(module)
            found[name] = ["-c", f"import {module}"]
    return found


def bound(works: Mapping[str, Callable[..., object]], argument: Any) -> dict[str, Callable[[], object]]:
    """Return the functions with one argument bound."""
    return {name: partial(work, argument) for name, work in works.items()}
