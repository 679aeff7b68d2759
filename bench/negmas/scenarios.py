"""Scenarios from a seed, written as files that both programs read.

Additive scenarios are Genius XML: a domain and a profile a party. Weights and evaluations have six decimals and
weights sum to 1, so that every value has twelve decimals: exact in zopa, and off by some 1e-16 in floating point.
Full tables are a case of zopa with one CSV file, one row a package.
"""

from __future__ import annotations

import itertools
import random
from pathlib import Path

UNIT = 1_000_000
"""Numbers are whole multiples of a millionth."""


def decimal(units: int) -> str:
    return f"{units // UNIT}.{units % UNIT:06d}"


def weights(numbers: random.Random, issues: int) -> list[int]:
    """Positive, summing to 1: the gaps between sorted uniform numbers."""
    cuts = sorted(numbers.sample(range(1, UNIT), issues - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, UNIT])]


def tree(sizes: list[int], evaluations: list[list[int]] | None) -> list[str]:
    lines = []
    for issue, size in enumerate(sizes, 1):
        lines.append(f'      <issue name="i{issue}" index="{issue}" type="discrete" etype="discrete" vtype="discrete">')
        for option in range(size):
            worth = f' evaluation="{decimal(evaluations[issue - 1][option])}"' if evaluations else ""
            lines.append(f'        <item index="{option + 1}" value="o{option}"{worth}/>')
        lines.append("      </issue>")
    return lines


def additive(folder: Path, sizes: list[int], parties: int, reserve: int, seed: str) -> None:
    """A domain and profiles with weights and evaluations drawn uniformly; every party has the same reservation."""
    numbers = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    head = ['  <utility_space number_of_issues="%d">' % len(sizes), '    <objective name="root" index="0" type="objective">']
    tail = ["    </objective>"]
    domain = ["<negotiation_template>", *head, *tree(sizes, None), *tail, "  </utility_space>", "</negotiation_template>"]
    (folder / "domain.xml").write_text("\n".join(domain) + "\n")
    for party in range(parties):
        own = weights(numbers, len(sizes))
        evaluations = [[numbers.randrange(UNIT + 1) for _ in range(size)] for size in sizes]
        lines = [line[2:] for line in [*head, *tree(sizes, evaluations)]]
        lines += [f'    <weight index="{at}" value="{decimal(weight)}"/>' for at, weight in enumerate(own, 1)]
        lines += ["  </objective>", f'  <reservation value="{decimal(reserve)}"/>', "</utility_space>"]
        (folder / f"p{party + 1}.xml").write_text("\n".join(lines) + "\n")


def table(folder: Path, sizes: list[int], values: list[tuple[int, int]], reserve: int) -> None:
    """A case with the values of two parties, package by package."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["zopa: 1", "case: Table", "as of: 2026-01-01", "fictional: true"]
    lines += ["parties: {p1: {name: P1, role: party}, p2: {name: P2, role: party}}", "issues:"]
    for issue, size in enumerate(sizes, 1):
        options = ", ".join(f"o{option}: O{option}" for option in range(size))
        lines.append(f"  i{issue}: {{name: I{issue}, kind: ladder, ladder: {{{options}}}}}")
    lines.append("preferences:")
    lines += [f"  {party}: {{scale: 1, no deal: {decimal(reserve)}, table: values.csv}}" for party in ("p1", "p2")]
    (folder / "case.yaml").write_text("\n".join(lines) + "\n")
    with (folder / "values.csv").open("w") as rows:
        rows.write(",".join([f"i{issue}" for issue in range(1, len(sizes) + 1)] + ["p1", "p2"]) + "\n")
        for package, (one, other) in zip(itertools.product(*(range(size) for size in sizes)), values, strict=True):
            rows.write(",".join(f"o{option}" for option in package) + f",{decimal(one)},{decimal(other)}\n")


def random_table(folder: Path, sizes: list[int], reserve: int, seed: str) -> None:
    """Values on a quarter disc, denser outwards, so that the efficient set is neither a point nor everything."""
    numbers = random.Random(seed)
    count = 1
    for size in sizes:
        count *= size
    values = []
    while len(values) < count:
        one, other = numbers.randrange(UNIT + 1), numbers.randrange(UNIT + 1)
        if one * one + other * other <= UNIT * UNIT:
            values.append((one, other))
    table(folder, sizes, values, reserve)


def efficient_table(folder: Path, sizes: list[int], seed: str) -> None:
    """Every package is efficient: what is better for one is worse for the other, in steps of uneven length."""
    numbers = random.Random(seed)
    count = 1
    for size in sizes:
        count *= size
    step = UNIT // count
    order = list(range(count))
    numbers.shuffle(order)
    values = [(at * step + numbers.randrange(step), (count - 1 - at) * step + numbers.randrange(step)) for at in order]
    table(folder, sizes, values, 0)
