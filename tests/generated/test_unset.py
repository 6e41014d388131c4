"""UNSET is one object, also for those who copy or unpickle a model."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from partner_center_api.models import Offer, ResourceCollectionOfOffer
from partner_center_api.types import UNSET, Unset


def _pickled(protocol: int) -> Callable[[Any], Any]:
    return lambda value: pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 -- what was pickled a moment ago


COPIES = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{f"pickle {protocol}": _pickled(protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)},
}


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES.keys())
def test_a_copy_is_the_same_object(copied: Callable[[Any], Any]) -> None:
    assert copied(UNSET) is UNSET


def test_there_is_no_second_one() -> None:
    assert Unset() is UNSET


def test_it_is_false_and_prints_short() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert repr([UNSET]) == "[UNSET]"


# attrs gives its classes a __getstate__, which the protocols before 2 do not use for classes with slots.
@pytest.mark.parametrize("copied", [copied for name, copied in COPIES.items() if name not in {"pickle 0", "pickle 1"}])
def test_a_copied_page_encodes_as_before(copied: Callable[[Any], Any], made_up_page: dict[str, Any]) -> None:
    page = ResourceCollectionOfOffer.from_dict(made_up_page)

    again = copied(page)

    assert again == page
    assert again.to_dict() == made_up_page
    assert again.items[0].additional_properties_ is UNSET


def test_a_new_model_is_all_unset_and_empty() -> None:
    assert copy.deepcopy(Offer()).to_dict() == {}
