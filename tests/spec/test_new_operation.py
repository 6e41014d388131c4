"""The walk-through of CONTRIBUTING.md, "A new operation", from the contract to a method that calls the emulator."""

from pathlib import Path

import pytest

from spec_tools.yaml_file import YamlFile

from .agreeing_page import agreeing_reference
from .drift.forms import REFERENCE_FORMS
from .project_copy import PROJECT, Copy

CONTRACT, SOURCES = "openapi/partner-center-offers.yaml", "openapi/sources.yaml"
NEW = "get_offer_by_customer"  # no page of the documentation describes it
PATH = "/customers/{customerId}/offers/{offer_id}"
PAGE = """
  offer-by-customer-reference:
    title: Manage orders - Get an offer for a customer
    address: https://contoso.example/offer-by-customer
    kind: reference
    describes: get_offer_by_customer
    read: 2026-12-01
"""
METHOD = '''

    def get_by_customer(self, customer_id: str, offer_id: str, **options: Unpack[CallOptions]) -> Offer:
        """Return an offer for a customer."""
        ids = check("customer_id", customer_id), check("offer_id", offer_id)
        operation = partial(get_offer_by_customer.build_request, *ids)
        return self._transport.send(Call.of(operation, self._config.with_options(options))).resource
'''
SERVED = '''
    def get_offer_by_customer(self, customer_id: str, offer_id: str) -> BodyAndHeaders:
        """Return an offer for a customer."""
        return self._respond(_offer_in(self._offers_for(self._customer(customer_id)), offer_id))
'''
ASK = (
    "[partner.offers.get_by_customer(one.id, 'FB-CLD-0145P').id for one in emulator.catalog.customers"
    " if one.country == 'US']"
)


def new_operation(project: Copy) -> str:
    """Return the operation for the contract, made of the one that returns an offer of a market."""
    text = (project.root / CONTRACT).read_text(encoding="utf-8")
    operation = text[text.index("  /offers/{offer_id}:\n") : text.index("  /offers/{offer_id}/addons:\n")]
    for old, new in {
        "  /offers/{offer_id}:\n": f"  {PATH}:\n",
        "operationId: get_offer\n": f"operationId: {NEW}\n",
        "Get an offer by its id": "Get an offer for a customer",
        "x-docs-name: Get an offer by ID": "x-docs-name: Get an offer for a customer",
        "      x-credentials: [App, App+User]\n": "",
        "        - $ref: '#/components/parameters/OfferId'\n        - $ref: '#/components/parameters/Country'\n": (
            "        - $ref: '#/components/parameters/CustomerId'\n        - $ref: '#/components/parameters/OfferId'\n"
        ),
    }.items():
        assert operation.count(old) == 1, old
        operation = operation.replace(old, new)
    return operation


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_new_operation_becomes_a_method_that_the_emulator_serves(tmp_path: Path) -> None:
    project = Copy(tmp_path / "project")
    project.edit(CONTRACT, "\ncomponents:\n", f"\n{new_operation(project)}components:\n")
    lint = project.python("-m", "spec_tools.lint")
    assert f"{NEW} has no entry under operations in sources.yaml" in lint.stderr
    project.edit(SOURCES, "\n  # REST reference\n", f"\n  # REST reference{PAGE}")
    project.edit(
        SOURCES,
        "\noperations:\n",
        f"\noperations:\n  {NEW}: {{pages: [offer-by-customer-reference], read: 2026-12-01}}\n",
    )
    lint = project.python("-m", "spec_tools.lint")
    assert lint.returncode == 0, lint.stderr

    # The decisions for all pages of the reference apply to this page, too.
    file = project.root / SOURCES
    sibling = "          - add-ons-by-customer-reference\n"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(sibling, sibling + sibling.replace("add-ons", "offer")), encoding="utf-8")

    contract, sources = (YamlFile.read(project.root / name) for name in (CONTRACT, SOURCES))
    page = tmp_path / "offer-by-customer.html"
    agreeing = agreeing_reference(contract, sources, "offer-by-customer-reference")
    page.write_text(REFERENCE_FORMS["html"](agreeing), encoding="utf-8")
    drift = project.python("-m", "spec_tools.drift", str(page))
    assert drift.returncode == 0, drift.stdout + drift.stderr

    diff = project.python("-m", "spec_tools.spec_diff", "HEAD")
    assert (diff.returncode, f"additive  operation {NEW}: added" in diff.stdout) == (1, True), diff.stdout
    project.release("9.0.0", NEW)
    assert project.python("-m", "spec_tools.spec_diff", "HEAD").returncode == 0
    generated = project.python("-m", "spec_tools.generate")
    assert generated.returncode == 0, generated.stderr

    offers, operations = "wrapper/partner_center/offers.py", "wrapper/partner_center/emulator/api/operations.py"
    project.edit(offers, "    get_offer,\n", f"    get_offer,\n    {NEW},\n")
    project.edit(offers, "\n\n\nclass AsyncOffers(", f"{METHOD}\n\nclass AsyncOffers(")
    unserved = project.run(ASK)
    assert f"The emulator does not serve this operation of the contract: GET {PATH}" in unserved.stderr
    project.edit(operations, "\n    def list_add_ons_by_country(", f"{SERVED}\n    def list_add_ons_by_country(")
    served = project.run(ASK)
    assert served.stdout == "['FB-CLD-0145P']\n", served.stderr


def test_the_walk_through_names_the_steps_in_this_order() -> None:
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    text = text[text.index("## A new operation") : text.index("## What a change breaks")]
    steps = ("paths", "sources.yaml", "make spec-lint", "make drift", "make spec-diff", "make generate", "offers.py")
    places = [text.index(step) for step in (*steps, "emulator/api/operations.py", "test_pages_are_transcribed.py")]
    assert places == sorted(places)
