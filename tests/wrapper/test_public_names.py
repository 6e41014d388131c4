"""What is public, and that it stays in order."""

import partner_center
import partner_center.auth


def test_the_public_names_are_sorted_and_there() -> None:
    for module in (partner_center, partner_center.auth):
        assert list(module.__all__) == sorted(module.__all__)
        assert all(hasattr(module, name) for name in module.__all__)


def test_everything_public_is_named() -> None:
    for module in (partner_center, partner_center.auth):
        public = {
            name
            for name, value in vars(module).items()
            if not name.startswith("_") and not isinstance(value, type(module))
        }
        assert public <= set(module.__all__)
