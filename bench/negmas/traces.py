"""Makes talks from a seed, runs them in NegMAS as a program of its own, and writes numbers and offers as text.

    python traces.py FROM TO [KIND] > traces.txt

KIND is `plain` (the default: time-dependent parties, no two packages alike to anybody), `ties` (values in coarse steps)
or `micro` (MiCRO parties). Packages up to some hundred; `large` is `plain` with thousands.

One block a talk, numbered FROM up to below TO. Weights and evaluations have six decimals, so that values are whole
ticks of 1e-12. Every block: `talk` with its number, parties and rounds; a `party` line each with the curve and the
reservation in ticks or `none`; a `values` line for each party and issue; `offers` as round:party:package, packages
numbered with the last issue fastest; `end` with the package agreed and the round, or `none` and the rounds.
"""

from __future__ import annotations

import importlib.metadata
import platform
import random
import sys
import warnings

warnings.filterwarnings("ignore")

from negmas import make_issue  # noqa: E402
from negmas.preferences import LinearAdditiveUtilityFunction  # noqa: E402
from negmas.sao import (  # noqa: E402
    BoulwareTBNegotiator,
    ConcederTBNegotiator,
    LinearTBNegotiator,
    MiCRONegotiator,
    SAOMechanism,
)

UNIT = 1_000_000
CURVES = {
    "boulware": BoulwareTBNegotiator,
    "linear": LinearTBNegotiator,
    "conceder": ConcederTBNegotiator,
    "micro": MiCRONegotiator,
}


def cuts(numbers: random.Random, parts: int) -> list[int]:
    between = sorted(numbers.sample(range(1, UNIT), parts - 1))
    return [b - a for a, b in zip([0, *between], [*between, UNIT])]


def talk(seed: int, kind: str) -> list[str]:
    numbers = random.Random(f"talk {seed}" if kind == "plain" else f"{kind} {seed}")
    parties = 2 + seed % 3
    rounds = numbers.choice([1, 2, 3, 10, 20, 50, 100])
    sizes = [numbers.randrange(1, 6) for _ in range(numbers.randrange(1, 5))]
    sizes[0] = max(sizes[0], 2)
    if kind == "large":
        sizes = [numbers.randrange(4, 13) for _ in range(4)]
    issues = [make_issue([f"o{at}" for at in range(size)], f"i{issue}") for issue, size in enumerate(sizes)]
    lines = []
    mechanism = SAOMechanism(issues=issues, n_steps=rounds)
    names = {}
    for party in range(parties):
        curve = "micro" if kind == "micro" else numbers.choice(["boulware", "linear", "conceder"])
        weights = cuts(numbers, len(sizes)) if len(sizes) > 1 else [UNIT]
        worth = [[numbers.randrange(UNIT + 1) for _ in range(size)] for size in sizes]
        if kind == "ties":
            # Quarters, so that sums are exact in floating point and there are many of the same value.
            weights = [UNIT // 4] * len(sizes)
            worth = [[own // (UNIT // 4) * (UNIT // 4) for own in row] for row in worth]
        sort = numbers.randrange(3)
        reserve = None if sort == 0 else numbers.randrange(100_000, 900_000 if sort == 2 else 500_000)
        values = {f"i{at}": {f"o{k}": own / UNIT for k, own in enumerate(row)} for at, row in enumerate(worth)}
        ufun = LinearAdditiveUtilityFunction(
            values=values,
            weights={f"i{at}": weight / UNIT for at, weight in enumerate(weights)},
            issues=issues,
            **({} if reserve is None else {"reserved_value": reserve / UNIT}),
        )
        name = f"p{party}"
        negotiator = CURVES[curve](name=name, id=name)
        assert mechanism.add(negotiator, ufun=ufun)
        names[negotiator.id] = party
        lines.append(f"party {curve} {'none' if reserve is None else reserve * UNIT}")
        lines += ["values " + " ".join(str(weight * own) for own in row) for weight, row in zip(weights, worth)]
    state = mechanism.run()

    def number(outcome: tuple) -> int:
        at = 0
        for size, option in zip(sizes, outcome):
            at = at * size + int(option[1:])
        return at

    offers = [(step, names[who], number(offer)) for step, who, offer in mechanism.extended_trace if offer is not None]
    told = " ".join(f"{step}:{who}:{offer}" for step, who, offer in offers)
    end = "none" if state.agreement is None else str(number(state.agreement))
    return [f"talk {seed} {parties} {rounds}", *lines, f"offers {told}".rstrip(), f"end {end} {state.step}", ""]


def main() -> None:
    start, stop = int(sys.argv[1]), int(sys.argv[2])
    version = importlib.metadata.version("negmas")
    kind = (sys.argv[3:] or ["plain"])[0]
    print(f"# NegMAS {version}, Python {platform.python_version()}: python bench/negmas/traces.py {' '.join(sys.argv[1:])}")
    for seed in range(start, stop):
        print("\n".join(talk(seed, kind)))


if __name__ == "__main__":
    main()
