"""Where the contract lies, and what it says."""

from pathlib import Path
from typing import Any

import yaml

# The parser in C reads the contract in a ninth of the time. It is in every wheel of PyYAML, but not in every build.
LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FILE_NAME = "partner-center-offers.yaml"


def contract_path() -> Path:
    """Return the path of the contract: beside this file when installed from the wheel, in `openapi/` in a checkout.

    Raises FileNotFoundError where it is in neither place.
    """
    here = Path(__file__).resolve().parent
    candidates = [here / FILE_NAME, here.parents[2] / "openapi" / FILE_NAME]
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"{FILE_NAME} is in none of: {', '.join(map(str, candidates))}. Reinstall the package.")


def load_contract() -> dict[str, Any]:
    """Return the contract as a new dict, which the caller may change."""
    contract: dict[str, Any] = yaml.load(contract_path().read_text(encoding="utf-8"), LOADER)  # noqa: S506 - a safe one
    return contract
