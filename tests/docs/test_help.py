"""What ``help()`` shows of the public names of the wrapper. tests/generated/test_help.py is about the models."""

import inspect
import pydoc

import pytest

import partner_center
import partner_center.auth

PUBLIC = {
    f"{package.__name__}.{name}": getattr(package, name)
    for package in (partner_center, partner_center.auth)
    for name in package.__all__
    if getattr(getattr(package, name), "__module__", "").startswith("partner_center.")
}


@pytest.mark.parametrize("value", PUBLIC.values(), ids=PUBLIC)
def test_a_public_name_has_its_own_docstring(value: object) -> None:
    assert value.__doc__
    assert not inspect.isclass(value) or "__doc__" in vars(value)


@pytest.mark.parametrize("value", [value for value in PUBLIC.values() if inspect.isclass(value)])
def test_the_help_of_a_public_class_fits_on_two_screens(value: type) -> None:
    text = pydoc.plain(pydoc.render_doc(value))
    # pydoc repeats the methods of typing.Generic for each generic class.
    assert len(text.partition("inherited from typing.Generic")[0].splitlines()) <= 150
