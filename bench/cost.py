"""What a million pages take: a simulation of queue, failures and stragglers.

    python bench/cost.py [--pages 1000000] [--scanned 0.8] [--scan-seconds 2.7]
                         [--text-seconds 0.08] [--price 0.04]

Files are of log-normal length; each goes to the next free worker. A share of files takes much
longer than its pages say (stragglers); workers die now and then, and their file is done again.
Rates come from `bench/pages.py` on the machine at hand; the price is of a core and hour.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random

_MEDIAN_PAGES = 6.0
_SPREAD = 0.9
_STRAGGLERS = 0.01
_SLOWER = 8.0
_LIMIT = 7200.0
_HOURS_BETWEEN_DEATHS = 50.0
_REPLACEMENT = 5.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--scanned", type=float, default=0.8, help="share of files")
    parser.add_argument("--scan-seconds", type=float, default=2.7, help="a page, one core")
    parser.add_argument("--text-seconds", type=float, default=0.08, help="a page, one core")
    parser.add_argument("--price", type=float, default=0.04, help="of a core and hour")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    files = _files(args, random.Random(args.seed))
    print(f"{args.pages} pages in {len(files)} files, {sum(files) / 3600:.0f} core hours of work")
    print("workers | hours | busy | core hours paid | cost | files done again")
    for workers in (2, 8, 32, 128, 512, 2048):
        ended, again = _simulated(files, workers, random.Random(args.seed))
        paid = workers * ended / 3600
        busy = sum(files) / (workers * ended)
        cost = paid * args.price
        print(
            f"{workers:7} | {ended / 3600:5.1f} | {busy:4.0%} | {paid:15.0f} | {cost:4.0f} | {again}"
        )


def _files(args: argparse.Namespace, chance: random.Random) -> list[float]:
    """Seconds of work of each file."""
    made: list[float] = []
    pages = 0
    while pages < args.pages:
        length = max(1, round(math.exp(chance.gauss(math.log(_MEDIAN_PAGES), _SPREAD))))
        rate = args.scan_seconds if chance.random() < args.scanned else args.text_seconds
        slower = _SLOWER if chance.random() < _STRAGGLERS else 1.0
        made.append(min(_LIMIT, length * rate * slower))
        pages += length
    return made


def _simulated(files: list[float], workers: int, chance: random.Random) -> tuple[float, int]:
    """Seconds until the last file is done, and how many files were done again."""
    free = [0.0] * workers
    again = 0
    for seconds in files:
        start = heapq.heappop(free)
        while (life := chance.expovariate(1 / (_HOURS_BETWEEN_DEATHS * 3600))) < seconds:
            start += life + _REPLACEMENT
            again += 1
        heapq.heappush(free, start + seconds)
    return max(free), again


if __name__ == "__main__":
    main()
