"""``python -m partner_center.cli`` runs ``partner-center``."""

from . import main

main()
