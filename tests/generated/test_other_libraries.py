"""Models work with the libraries that services use: JSON, pydantic, FastAPI, msgspec, attrs, rich and notebooks."""

import io
import json
import subprocess
import sys
from typing import Any

import attrs
import fastapi
import msgspec
import pydantic
import pytest
from fastapi.testclient import TestClient
from rich.console import Console

from partner_center_api.models import Link, Offer, OfferCategory, OfferLinks, SupportedBillingCycles
from partner_center_api.types import Unset

MEMBERS: dict[str, Any] = {
    "id": "A-1",
    "name": "Mail <Plan> [bold]1[/bold]",
    "isAddOn": False,
    "category": {"id": "C", "rank": 1},
    "supportedBillingCycles": ["annual", "fortnightly"],
    "links": {"self": {"uri": "/offers/A-1", "headers": [{"key": "a", "notYetDocumented": [1]}]}},
    "description": None,
    "notYetDocumented": {"since": [2027]},
}
BY_ATTRIBUTE: dict[str, Any] = {
    "id": "A-1",
    "name": "Mail <Plan> [bold]1[/bold]",
    "is_add_on": False,
    "category": {"id": "C", "rank": 1},
    "supported_billing_cycles": ["annual", "fortnightly"],
    "links": {"self_": {"uri": "/offers/A-1", "headers": [{"key": "a", "notYetDocumented": [1]}]}},
    "description": None,
    "notYetDocumented": {"since": [2027]},
}


@pytest.fixture
def offer() -> Offer:
    return Offer.from_dict(MEMBERS)


def test_an_offer_can_be_written_with_the_names_of_its_attributes(offer: Offer) -> None:
    assert offer.to_dict(by_alias=False) == BY_ATTRIBUTE
    assert json.loads(offer.to_json(by_alias=False)) == BY_ATTRIBUTE


def test_an_offer_can_be_written_as_json(offer: Offer) -> None:
    assert json.loads(offer.to_json()) == MEMBERS
    assert "\n" not in offer.to_json()
    assert offer.to_json(indent=2).startswith('{\n  "')
    assert Offer(name="Büro").to_json() == '{"name": "Büro"}'


@pytest.mark.parametrize("by_alias", [True, False])
def test_a_change_of_the_dict_does_not_change_the_offer(offer: Offer, by_alias: bool) -> None:
    def spoil(value: Any) -> None:
        for inner in list(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()):
            spoil(inner)
        if isinstance(value, dict):
            value["spoiled"] = True
        elif isinstance(value, list):
            value.append("spoiled")

    offer.actions = ["Edit"]
    before = offer.to_dict(by_alias=by_alias)
    spoil(offer.to_dict(by_alias=by_alias))

    assert offer.to_dict(by_alias=by_alias) == before


def test_the_standard_library_writes_offers(offer: Offer) -> None:
    assert json.loads(json.dumps([offer], default=Offer.to_dict)) == [MEMBERS]


def test_msgspec_writes_the_attributes_that_are_set(offer: Offer) -> None:
    known = {name: value for name, value in BY_ATTRIBUTE.items() if name != "notYetDocumented"}
    known["links"] = {"self_": {"uri": "/offers/A-1", "headers": [{"key": "a"}]}}

    assert msgspec.to_builtins(offer) == known
    assert msgspec.json.decode(msgspec.json.encode(offer)) == known


def test_attrs_returns_every_attribute_and_can_leave_out_those_that_are_unset(offer: Offer) -> None:
    everything = attrs.asdict(offer)
    some = attrs.asdict(offer, filter=attrs.filters.exclude(Unset, "_additional_properties"))

    assert everything.keys() == {field.name for field in attrs.fields(Offer)}
    assert some.keys() == BY_ATTRIBUTE.keys() - {"notYetDocumented"}
    assert some["supported_billing_cycles"][0] is SupportedBillingCycles.ANNUAL
    assert json.loads(json.dumps(some))["supported_billing_cycles"] == ["annual", "fortnightly"]


class Quote(pydantic.BaseModel):
    offer: Offer
    others: list[Offer] = []


def test_a_pydantic_model_has_a_field_of_offers(offer: Offer) -> None:
    quote = Quote.model_validate({"offer": MEMBERS, "others": [offer]})

    assert type(quote.offer) is Offer
    assert quote.others[0] is offer
    assert quote.model_dump() == {"offer": MEMBERS, "others": [MEMBERS]}
    assert Quote.model_validate_json(quote.model_dump_json()) == quote
    assert Quote.model_json_schema()["properties"]["offer"]["type"] == "object"


@pytest.mark.parametrize("value", [1, "offer", None, [], Link()], ids=repr)
def test_pydantic_rejects_what_is_not_an_offer(value: Any) -> None:
    with pytest.raises(pydantic.ValidationError):
        Quote.model_validate({"offer": value})


def test_fastapi_returns_and_accepts_offers(offer: Offer) -> None:
    app = fastapi.FastAPI()

    @app.get("/offers")
    def offers() -> list[Offer]:
        return [offer]

    @app.post("/names")
    def names(sent: list[Offer]) -> list[str]:
        return [one.name or "" for one in sent]

    with TestClient(app) as client:
        assert client.get("/offers").json() == [MEMBERS]
        assert client.post("/names", json=[MEMBERS]).json() == [MEMBERS["name"]]
        assert client.post("/names", json=[1]).status_code == 422
        schema = client.get("/openapi.json").json()["paths"]["/offers"]["get"]["responses"]["200"]["content"]
        assert schema["application/json"]["schema"]["items"]["type"] == "object"


def test_models_do_not_load_pydantic() -> None:
    program = "import sys, partner_center_api.models; print({'pydantic', 'pydantic_core'} & {*sys.modules})"
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - the code of this test
    assert run.stdout.strip() == "set()"


def test_the_repr_of_a_model_is_one_short_line(offer: Offer) -> None:
    assert repr(offer) == "<Offer id='A-1' name='Mail <Plan> [bold]1[/bold]' (8 members)>"
    assert repr(Link(uri="/offers", method="GET", headers=[])) == "<Link method='GET' uri='/offers' (3 members)>"
    assert repr(OfferCategory()) == "<OfferCategory (0 members)>"
    assert repr(OfferLinks.from_dict({"self": {}})) == "<OfferLinks (1 member)>"
    assert len(repr(Offer(id="x" * 10_000, name="two\nlines" * 1000))) < 200
    assert "\n" not in repr(Offer(name="two\nlines"))


def test_rich_shows_an_offer_as_a_table(offer: Offer) -> None:
    console = Console(file=io.StringIO(), width=80)
    console.print(offer)
    assert isinstance(console.file, io.StringIO)
    rows = [line.split(maxsplit=1) for line in console.file.getvalue().splitlines()]

    assert ["is_add_on", "False"] in [[cell.strip() for cell in row] for row in rows]
    assert "Mail <Plan> [bold]1[/bold]" in console.file.getvalue()
    assert "annual, fortnightly" in console.file.getvalue()


def test_a_notebook_shows_an_offer_as_a_table(offer: Offer) -> None:
    shown = offer._repr_html_()

    assert "<td>is_add_on</td><td>False</td>" in shown
    assert "Mail &lt;Plan&gt;" in shown
    assert "<Plan>" not in shown
