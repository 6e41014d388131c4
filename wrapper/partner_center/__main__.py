"""``python -m partner_center`` runs the command ``partner-center``."""

from .cli import main

main()
