"""An emulator of Partner Center: an HTTPS server on loopback that serves the contract, for demos and tests.

    with Emulator() as emulator:
        os.environ.update(emulator.environment())

Install it with `pip install "partner-center-offers[emulator]"`. README.md in this folder describes its
features and limits.
"""

try:
    from partner_center.emulator.api.catalog import Catalog as Catalog
    from partner_center.emulator.api.customers import Customer as Customer
    from partner_center.emulator.behavior import Behavior as Behavior
    from partner_center.emulator.behavior import LinkForm as LinkForm
    from partner_center.emulator.behavior import MfaDemand as MfaDemand
    from partner_center.emulator.behavior import MfaRefusal as MfaRefusal
    from partner_center.emulator.behavior import MfaReport as MfaReport
    from partner_center.emulator.behavior import RefreshTokenReuse as RefreshTokenReuse
    from partner_center.emulator.behavior import User as User
    from partner_center.emulator.emulator import Emulator as Emulator
    from partner_center.emulator.server.requests import ReceivedRequest as ReceivedRequest
    from partner_center.emulator.server.requests import Response as Response
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"The emulator needs {error.name}. Install it with: pip install 'partner-center-offers[emulator]'",
        name=error.name,
    ) from error
