"""The table of faults."""

from .fault import Fault
from .table_of_answers import ANSWERS
from .table_of_bodies import BODIES
from .table_of_connections import CONNECTIONS
from .table_of_framing import FRAMING
from .table_of_pages import PAGES
from .table_of_throttling import THROTTLING

FAULTS: tuple[Fault, ...] = (*CONNECTIONS, *FRAMING, *ANSWERS, *THROTTLING, *BODIES, *PAGES)
