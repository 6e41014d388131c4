"""What threads that decode their first page at the same time must not do."""

import subprocess
import sys

# msgspec 0.22 crashes if a second thread decodes a type whose annotations the first is still resolving.
RESOLVED_WHILE_DECODING = """
import sys
import partner_center.offers
from partner_center_api.models import ResourceCollectionOfOffer

def note(frame, event, argument):
    if event == "call" and "msgspec" in frame.f_code.co_filename:
        print(frame.f_code.co_name)

sys.setprofile(note)
ResourceCollectionOfOffer.from_conforming_json(b'{"items": [{"id": "A"}]}')
"""


def test_the_first_page_is_decoded_without_resolving_its_types() -> None:
    ended = subprocess.run([sys.executable, "-c", RESOLVED_WHILE_DECODING], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert ended.stdout == ""
