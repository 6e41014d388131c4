"""A worker: threads that share one client, and take markets from a queue until it is empty."""

from collections.abc import Iterable
from queue import Empty, SimpleQueue
from threading import Thread

from partner_center import Offer, PartnerCenter, PartnerCenterError, RetryPolicy, ThrottledError
from partner_center.emulator import Emulator, ReceivedRequest, Response


class TrialCounter:
    """Counts the trial offers of markets."""

    def __init__(self, partner: PartnerCenter, countries: Iterable[str]) -> None:
        self._partner = partner
        self._countries: SimpleQueue[str] = SimpleQueue()
        self.trials: dict[str, int] = {}
        self.failures: dict[str, PartnerCenterError] = {}
        for country in countries:
            self._countries.put(country)

    def run(self, threads: int = 4) -> None:
        running = [Thread(target=self._work) for _ in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()

    def _work(self) -> None:
        while True:
            try:
                country = self._countries.get_nowait()
            except Empty:
                return
            try:
                self.trials[country] = sum(offer.is_trial is True for offer in self._partner.offers.by_country(country))
            except PartnerCenterError as error:  # the other markets are counted nevertheless
                self.failures[country] = error


def test_one_market_that_fails_does_not_stop_the_others(clean_partner_center_emulator: Emulator) -> None:
    def throttle_germany(request: ReceivedRequest) -> Response | None:
        return Response(429) if request.query.get("country") == "DE" else None

    clean_partner_center_emulator.behavior.intercept = throttle_germany
    offers = [Offer(id="1", is_trial=True), Offer(id="2", is_trial=False), Offer(id="3")]
    clean_partner_center_emulator.seed({"US": offers, "FR": offers, "BR": offers})
    with PartnerCenter.from_env(retry=RetryPolicy(max_attempts=2, backoff=0)) as partner:
        counter = TrialCounter(partner, ["US", "DE", "FR", "BR", "IS"])
        counter.run()
    assert counter.trials == {"US": 1, "FR": 1, "BR": 1, "IS": 0}
    assert {country: type(error) for country, error in counter.failures.items()} == {"DE": ThrottledError}
    sign_ins = [request for request in clean_partner_center_emulator.requests if request.path.endswith("/token")]
    assert len(sign_ins) == 1
