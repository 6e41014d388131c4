"""A service with forked workers, as gunicorn runs it with `--preload`: they use a client that has made calls before."""

import os
import subprocess
import sys

from partner_center import PartnerCenter
from partner_center.emulator import Emulator


def count_offers(partner: PartnerCenter, country: str) -> None:
    """Print the number of offers of a market. This is the work of a worker."""
    print(country, len(partner.offers.by_country(country).to_list()), flush=True)


def fork_worker(partner: PartnerCenter, country: str) -> int:
    """Start a worker, and return its process id."""
    pid = os.fork()
    if pid == 0:
        count_offers(partner, country)
        sys.exit()  # leaves main(), which closes the client of the worker, but not that of its parent
    return pid


def main() -> None:
    with PartnerCenter.from_env() as partner:
        count_offers(partner, "US")
        workers = [fork_worker(partner, country) for country in ("US", "DE", "FR", "JP")]
        count_offers(partner, "DE")
        ended = [os.waitpid(pid, 0) for pid in workers]
        count_offers(partner, "FR")
    sys.exit(max(os.waitstatus_to_exitcode(status) for _, status in ended))


def test_workers_and_their_parent_use_one_client(clean_partner_center_emulator: Emulator) -> None:
    ended = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=False)  # noqa: S603
    assert (ended.returncode, ended.stderr) == (0, "")
    catalog = clean_partner_center_emulator.catalog
    assert sorted(ended.stdout.splitlines()) == sorted(
        f"{country} {len(catalog.offers(country))}" for country in ("US", "US", "DE", "DE", "FR", "FR", "JP")
    )
    sign_ins = [request for request in clean_partner_center_emulator.requests if request.path.endswith("/token")]
    assert len(sign_ins) == 1


if __name__ == "__main__":
    main()
