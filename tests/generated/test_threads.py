"""Threads that decode their first page at the same time."""

import subprocess
import sys

# msgspec 0.22 crashes if a thread uses a struct while another one resolves its annotations.
TWELVE_THREADS = """
import threading
from partner_center_api.models import Offer, ResourceCollectionOfOffer

resolving = set()
second = threading.Event()
barrier = threading.Barrier(12)

def note(frame, event, argument):
    if event == "call" and frame.f_code.co_name == "get_class_annotations":
        resolving.add(threading.get_ident())
        if len(resolving) > 1:
            second.set()
        second.wait(0.1)  # for another thread, which must not come here

def decode():
    barrier.wait()
    ResourceCollectionOfOffer.from_conforming_json(b'{"items": [{"id": "A"}]}')

threading.setprofile(note)
threads = [threading.Thread(target=decode) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(resolving))
"""


def test_one_thread_resolves_the_types_of_a_page() -> None:
    result = subprocess.run([sys.executable, "-c", TWELVE_THREADS], capture_output=True, text=True, check=True)  # noqa: S603 - the code of this test
    assert result.stdout == "1\n"
