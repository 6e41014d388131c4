"""A FastAPI service: one client for the life of the service, and offers as its responses."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI, HTTPException, Path, Request

from partner_center import ApiError, AsyncPartnerCenter, BadRequestError, Offer
from partner_center.emulator import Emulator, Response


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    async with AsyncPartnerCenter.from_env(application="quoting", retry=None) as app.state.partner:
        yield


def partner_of(request: Request) -> AsyncPartnerCenter:
    partner: AsyncPartnerCenter = request.app.state.partner
    return partner


app = FastAPI(lifespan=lifespan)


@app.get("/offers/{country}")
async def list_offers(
    country: Annotated[str, Path(pattern="^[A-Z]{2}$")], partner: Annotated[AsyncPartnerCenter, Depends(partner_of)]
) -> list[Offer]:
    try:
        return await partner.offers.by_country(country).to_list()
    except BadRequestError as error:
        raise HTTPException(404, error.description) from error
    except ApiError as error:
        raise HTTPException(502, f"Partner Center, request {error.request_id}") from error


async def get(*paths: str) -> list[httpx.Response]:
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://app") as http:
        return await asyncio.gather(*map(http.get, paths))


def test_the_service_returns_the_offers_of_a_market(clean_partner_center_emulator: Emulator) -> None:
    german, french = asyncio.run(get("/offers/DE", "/offers/FR"))
    assert german.json() == clean_partner_center_emulator.catalog.offers("DE")
    assert french.json() == clean_partner_center_emulator.catalog.offers("FR")


def test_errors_become_errors_of_the_service(clean_partner_center_emulator: Emulator) -> None:
    assert [response.status_code for response in asyncio.run(get("/offers/usa", "/offers/BR"))] == [422, 404]
    clean_partner_center_emulator.behavior.intercept = lambda request: Response(503) if request.side == "api" else None
    (response,) = asyncio.run(get("/offers/DE"))
    assert response.json()["detail"].startswith("Partner Center, request ")
