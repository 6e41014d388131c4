"""UNSET stays one object when a model is copied or unpickled."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from partner_center_api.models import Offer, ResourceCollectionOfOffer
from partner_center_api.types import UNSET, Unset


def _pickled(protocol: int) -> Callable[[Any], Any]:
    return lambda value: pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 - pickled on this line


COPIES = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{f"pickle {protocol}": _pickled(protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)},
}


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES.keys())
def test_a_copy_is_the_same_object(copied: Callable[[Any], Any]) -> None:
    assert copied(UNSET) is UNSET


def test_a_second_unset_is_the_same_object() -> None:
    assert Unset() is UNSET


def test_unset_is_false_and_has_a_short_repr() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert repr([UNSET]) == "[UNSET]"


# Protocols 0 and 1 do not use the __getstate__ that attrs gives to classes with slots.
@pytest.mark.parametrize("copied", [copied for name, copied in COPIES.items() if name not in {"pickle 0", "pickle 1"}])
def test_a_copied_page_encodes_to_the_same_json(copied: Callable[[Any], Any], made_up_page: dict[str, Any]) -> None:
    page = ResourceCollectionOfOffer.from_dict(made_up_page)

    again = copied(page)

    assert again == page
    assert again.to_dict() == made_up_page
    assert again.items[0].additional_properties_ is UNSET


def test_a_new_model_encodes_to_an_empty_object() -> None:
    assert copy.deepcopy(Offer()).to_dict() == {}


def test_msgspec_leaves_unset_members_out() -> None:
    assert msgspec.to_builtins(Offer(is_trial=True)) == {"is_trial": True}
