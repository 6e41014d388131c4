"""What ``help()`` shows of a model: each attribute, with its description in the contract."""

import inspect
import textwrap
from typing import Any

import pytest
from ruamel.yaml import YAML

import partner_center_api.models
from partner_center_api.models import Offer

from .conftest import ROOT

MODELS = [model for model in vars(partner_center_api.models).values() if hasattr(model, "from_dict")]


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    contract = YAML(typ="safe").load((ROOT / "openapi" / "partner-center-offers.yaml").read_text("utf-8"))
    return dict(contract["components"]["schemas"])


def test_the_docstring_of_an_offer_has_the_descriptions_of_the_contract(schemas: dict[str, Any]) -> None:
    docstring = " ".join(inspect.getdoc(Offer).split())  # type: ignore[union-attr]
    for schema in schemas["Offer"]["properties"].values():
        # The generator uses the description of the referenced schema, not the one next to the reference.
        referred = [schemas[reference["$ref"].rpartition("/")[2]] for reference in schema.get("allOf", ())]
        assert " ".join((referred or [schema])[0]["description"].split()) in docstring


@pytest.mark.parametrize("model", MODELS)
def test_the_docstring_of_a_model_names_each_attribute_and_fits_on_a_screen(model: type) -> None:
    docstring = inspect.getdoc(model) or ""
    attributes = textwrap.dedent(docstring.partition("Attributes:\n")[2]).splitlines()
    names = [line.partition(":")[0] for line in attributes if not line.startswith(" ")]
    assert names == list(model.__match_args__)  # type: ignore[attr-defined]
    assert len(docstring.splitlines()) <= 60
