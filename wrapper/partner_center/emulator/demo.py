"""`make demo`: reads offers, an offer and its add-ons from the emulator, with the command and a real sign-in."""

import os
import subprocess
import sys

from partner_center.emulator import Emulator


def main() -> int:
    """Run the commands and return the exit status of the first that fails, or 0."""
    with Emulator() as emulator:
        customer = next(iter(emulator.catalog.customers))
        plan = next(offer for offer in emulator.catalog.offers("US") if offer["hasAddOns"])
        for arguments in (
            ("list", "--country", "DE", "--locale", "de-DE"),
            ("list", "--customer", customer.id),
            ("get", plan["id"], "--country", "US"),
            ("add-ons", plan["id"], "--country", "US"),
        ):
            command = ("partner-center", "offers", *arguments)
            print(f"\n$ {' '.join(command)}", flush=True)
            ended = subprocess.run(  # noqa: S603 - the command of this package
                [sys.executable, "-m", "partner_center.cli", *command[1:]],
                env=os.environ | emulator.environment(),
                check=False,
            )
            if ended.returncode != 0:
                return ended.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
