"""The claims of access tokens. The only module of the command line that imports a private module of the package."""

from partner_center.auth._claims import Claims as Claims
from partner_center.auth._claims import claims_of as read_claims

__all__ = ["Claims", "read_claims"]
