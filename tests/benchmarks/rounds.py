"""Interleaved timing: each round runs every candidate once, so that other load affects all of them alike."""

import statistics
import time
from collections.abc import Callable, Mapping

import attrs

Work = Callable[[], object]


@attrs.frozen
class Timing:
    """The timing of one candidate.

    Attributes:
        seconds: The median of the rounds.
        ratio: The median of its time divided by that of the first candidate in the same round.
        slow: The 90th percentile, in seconds.
    """

    seconds: float
    ratio: float
    slow: float


def interleaved(candidates: Mapping[str, Work], *, rounds: int, warm_up: int = 1) -> dict[str, Timing]:
    """Time the candidates. The first is the baseline."""
    durations: dict[str, list[float]] = {name: [] for name in candidates}
    for round_ in range(-warm_up, rounds):
        for name, work in candidates.items():
            begin = time.perf_counter()
            result = work()
            duration = time.perf_counter() - begin
            del result  # freed outside the measured time
            if round_ >= 0:
                durations[name].append(duration)
    baseline = durations[next(iter(candidates))]
    return {
        name: Timing(
            seconds=statistics.median(times),
            ratio=statistics.median(time_ / unit for time_, unit in zip(times, baseline, strict=True)),
            slow=sorted(times)[len(times) * 9 // 10],
        )
        for name, times in durations.items()
    }
