"""``python -m partner_center.cli`` runs the command ``partner-center``."""

from . import main

main()
