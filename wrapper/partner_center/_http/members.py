"""Members of a model as the service sent them."""

from typing import Any

from partner_center_api.types import UNSET


def as_sent(model: Any, attribute: str, name: str | None = None) -> Any:
    """Return a member, even if its type is not that of the contract; UNSET if the service did not send it.

    Args:
        model: A model. It keeps values of other types among its unknown members.
        attribute: The attribute of the member.
        name: The name of the member in the contract, if it is not that of the attribute.
    """
    value = getattr(model, attribute)
    return model.additional_properties.get(name or attribute, UNSET) if value is UNSET else value
