"""Partner Center on loopback: a real HTTPS server that speaks the contract, for demos and tests.

    with Emulator() as emulator:
        os.environ.update(emulator.environment())

It comes with the extra: `pip install "partner-center-offers[emulator]"`. README.md beside this file says what it does
and what it does not do.
"""

try:
    from partner_center.emulator.behaviour import Behaviour
    from partner_center.emulator.catalogue import Catalogue, Customer
    from partner_center.emulator.emulator import Emulator
    from partner_center.emulator.exchange import Answer, ReceivedRequest
    from partner_center.emulator.switch_values import LinkForm, MfaDemand, MfaRefusal, MfaReport, RefreshTokenReuse
    from partner_center.emulator.users import User
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"The emulator needs {error.name}. Install it with: pip install 'partner-center-offers[emulator]'",
        name=error.name,
    ) from error

__all__ = [
    "Answer",
    "Behaviour",
    "Catalogue",
    "Customer",
    "Emulator",
    "LinkForm",
    "MfaDemand",
    "MfaRefusal",
    "MfaReport",
    "ReceivedRequest",
    "RefreshTokenReuse",
    "User",
]
