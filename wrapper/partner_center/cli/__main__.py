"""``python -m partner_center.cli``, the same as ``partner-center``."""

from . import main

main()
