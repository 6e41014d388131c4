from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.api_fault import ApiFault
from ...models.resource_collection_of_offer import ResourceCollectionOfOffer
from ...types import UNSET, OperationRequest, Response, Unset


def _get_kwargs(
    customer_id: str,
    offer_id: str,
    *,
    x_locale: str | Unset = UNSET,
    ms_request_id: str | Unset = UNSET,
    ms_correlation_id: str | Unset = UNSET,
    ms_cv: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_locale, Unset):
        headers["X-Locale"] = x_locale

    if not isinstance(ms_request_id, Unset):
        headers["MS-RequestId"] = ms_request_id

    if not isinstance(ms_correlation_id, Unset):
        headers["MS-CorrelationId"] = ms_correlation_id

    if not isinstance(ms_cv, Unset):
        headers["MS-CV"] = ms_cv

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/customers/{customer_id}/offers/{offer_id}/addons".format(
            customer_id=quote(str(customer_id), safe=""),
            offer_id=quote(str(offer_id), safe=""),
        ),
    }

    _kwargs["headers"] = headers
    return _kwargs


def build_request(
    customer_id: str,
    offer_id: str,
    *,
    x_locale: str | Unset = UNSET,
    ms_request_id: str | Unset = UNSET,
    ms_correlation_id: str | Unset = UNSET,
    ms_cv: str | Unset = UNSET,
) -> OperationRequest[ResourceCollectionOfOffer]:
    """Return the request of the operation, without sending it."""
    return OperationRequest(
        **_get_kwargs(
            customer_id=customer_id,
            offer_id=offer_id,
            x_locale=x_locale,
            ms_request_id=ms_request_id,
            ms_correlation_id=ms_correlation_id,
            ms_cv=ms_cv,
        ),
        template="/customers/{customer_id}/offers/{offer_id}/addons",
        result=ResourceCollectionOfOffer,
    )


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ApiFault | ResourceCollectionOfOffer | None:
    if response.status_code == 200:
        response_200 = ResourceCollectionOfOffer.from_dict(response.json())

        return response_200

    if 400 <= response.status_code <= 499:
        response_4xx = ApiFault.from_dict(response.json())

        return response_4xx

    if 500 <= response.status_code <= 599:
        response_5xx = ApiFault.from_dict(response.json())

        return response_5xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ApiFault | ResourceCollectionOfOffer]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    customer_id: str,
    offer_id: str,
    *,
    client: AuthenticatedClient | Client,
    x_locale: str | Unset = UNSET,
    ms_request_id: str | Unset = UNSET,
    ms_correlation_id: str | Unset = UNSET,
    ms_cv: str | Unset = UNSET,
) -> Response[ApiFault | ResourceCollectionOfOffer]:
    """List the add-ons of an offer for a customer

     Returns the add-ons of an offer that one customer can buy. The accepted credentials are not
    documented.

    Args:
        customer_id (str):
        offer_id (str):
        x_locale (str | Unset):
        ms_request_id (str | Unset):
        ms_correlation_id (str | Unset):
        ms_cv (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiFault | ResourceCollectionOfOffer]
    """

    kwargs = _get_kwargs(
        customer_id=customer_id,
        offer_id=offer_id,
        x_locale=x_locale,
        ms_request_id=ms_request_id,
        ms_correlation_id=ms_correlation_id,
        ms_cv=ms_cv,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    customer_id: str,
    offer_id: str,
    *,
    client: AuthenticatedClient | Client,
    x_locale: str | Unset = UNSET,
    ms_request_id: str | Unset = UNSET,
    ms_correlation_id: str | Unset = UNSET,
    ms_cv: str | Unset = UNSET,
) -> ApiFault | ResourceCollectionOfOffer | None:
    """List the add-ons of an offer for a customer

     Returns the add-ons of an offer that one customer can buy. The accepted credentials are not
    documented.

    Args:
        customer_id (str):
        offer_id (str):
        x_locale (str | Unset):
        ms_request_id (str | Unset):
        ms_correlation_id (str | Unset):
        ms_cv (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiFault | ResourceCollectionOfOffer
    """

    return sync_detailed(
        customer_id=customer_id,
        offer_id=offer_id,
        client=client,
        x_locale=x_locale,
        ms_request_id=ms_request_id,
        ms_correlation_id=ms_correlation_id,
        ms_cv=ms_cv,
    ).parsed


async def asyncio_detailed(
    customer_id: str,
    offer_id: str,
    *,
    client: AuthenticatedClient | Client,
    x_locale: str | Unset = UNSET,
    ms_request_id: str | Unset = UNSET,
    ms_correlation_id: str | Unset = UNSET,
    ms_cv: str | Unset = UNSET,
) -> Response[ApiFault | ResourceCollectionOfOffer]:
    """List the add-ons of an offer for a customer

     Returns the add-ons of an offer that one customer can buy. The accepted credentials are not
    documented.

    Args:
        customer_id (str):
        offer_id (str):
        x_locale (str | Unset):
        ms_request_id (str | Unset):
        ms_correlation_id (str | Unset):
        ms_cv (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiFault | ResourceCollectionOfOffer]
    """

    kwargs = _get_kwargs(
        customer_id=customer_id,
        offer_id=offer_id,
        x_locale=x_locale,
        ms_request_id=ms_request_id,
        ms_correlation_id=ms_correlation_id,
        ms_cv=ms_cv,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    customer_id: str,
    offer_id: str,
    *,
    client: AuthenticatedClient | Client,
    x_locale: str | Unset = UNSET,
    ms_request_id: str | Unset = UNSET,
    ms_correlation_id: str | Unset = UNSET,
    ms_cv: str | Unset = UNSET,
) -> ApiFault | ResourceCollectionOfOffer | None:
    """List the add-ons of an offer for a customer

     Returns the add-ons of an offer that one customer can buy. The accepted credentials are not
    documented.

    Args:
        customer_id (str):
        offer_id (str):
        x_locale (str | Unset):
        ms_request_id (str | Unset):
        ms_correlation_id (str | Unset):
        ms_cv (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiFault | ResourceCollectionOfOffer
    """

    return (
        await asyncio_detailed(
            customer_id=customer_id,
            offer_id=offer_id,
            client=client,
            x_locale=x_locale,
            ms_request_id=ms_request_id,
            ms_correlation_id=ms_correlation_id,
            ms_cv=ms_cv,
        )
    ).parsed
