"""Refuses what is no whole number between two others."""

from collections.abc import Callable

import attrs


def check_whole(name: str, value: object, lowest: int, highest: int, *, otherwise: str = "") -> None:
    """Refuse a value that is no whole number between two others, both included. True and False are none.

    Args:
        name: What it is the value of.
        value: The value.
        lowest: The lowest that is right.
        highest: The highest that is right.
        otherwise: What else the caller can give, as the end of the sentence, without its full stop.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise ValueError(f"{name} is {value!r}, but wants a whole number from {lowest} to {highest}{otherwise}.")


def whole(lowest: int, highest: int, *, otherwise: str = "") -> Callable[[object, "attrs.Attribute[int]", int], None]:
    """Return ``check_whole`` as a validator of attrs."""

    def check(_holder: object, attribute: "attrs.Attribute[int]", value: int) -> None:
        check_whole(attribute.name, value, lowest, highest, otherwise=otherwise)

    return check
