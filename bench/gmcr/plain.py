"""Equilibria of a `.gmcr` file by the definitions alone, slowly: nothing of zopa's engine or of any other program.

    FILE OUT [inverse]

Statements only, no rankings. Fang, Hipel & Kilgour 1993 for Nash, GMR, SMR, SEQ; Rego & Vieira 2017 for SSEQ: a state is left
where some own improvement has no answer. An answer is a sequence of moves (SEQ, SSEQ: of improvements) of the others, to a
state that is no better; for SMR and SSEQ one from which no own move leads to a better. With `inverse`,
for every state and decision maker, the strict rankings of its own under which it would stay: whether it does hangs on which
states it puts below alone, so that all sets of those are gone through, each with the k! (n - 1 - k)! rankings that have
it. Written to OUT as JSON.
"""

from __future__ import annotations

import itertools
import json
import math
import sys


def holds(condition, state: int) -> bool:
    members = condition["members"] if isinstance(condition, dict) else [condition]
    return any(all((state >> option & 1) == (letter == "Y") for option, letter in member) for member in members)


def moves(own: list[int], directions: list[str], state: int, possible: set[int]) -> list[int]:
    """The states that a decision maker can bring about alone, by any change of its options."""
    reached = [state]
    for option in own:
        taken = state >> option & 1
        if directions[option] == "both" or (directions[option] == "back") == bool(taken):
            reached += [other ^ 1 << option for other in reached]
    return [other for other in reached if other != state and other in possible]


def answers(start: int, others: list[dict[int, list[int]]]) -> set[int]:
    """The states that the others can bring about, each by its own moves, one after the other."""
    seen, left = {start}, [start]
    while left:
        state = left.pop()
        for own in others:
            for other in own[state]:
                if other not in seen:
                    seen.add(other)
                    left.append(other)
    return seen - {start}


def rankings(maker: int, state: int, concept: str, own: dict[int, list[int]], others: list[dict[int, list[int]]]) -> int:
    """The rankings of a decision maker under which it stays in a state, the others' being as they are."""
    rest = [other for other in own if other != state]
    found = {to: answers(to, others) if concept != "nash" else set() for to in own[state]}
    count = 0
    for size in range(len(rest) + 1):
        for chosen in itertools.combinations(rest, size):
            lower = {state, *chosen}

            def deters(answer: int) -> bool:
                return answer in lower and (concept not in ("smr", "sseq") or lower.issuperset(own[answer]))

            if all(to in lower or any(map(deters, found[to])) for to in own[state]):
                count += math.factorial(size) * math.factorial(len(rest) - size)
    return count


def main() -> None:
    file, out, *more = sys.argv[1:]
    with open(file, encoding="utf-8") as written:
        model = json.load(written)
    directions = [option["permittedDirection"] for option in model["options"]]
    makers = model["decisionMakers"]
    states = [s for s in range(1 << len(directions)) if not any(holds(own, s) for own in model["infeasibles"])]
    possible = set(states)
    worth = [
        {s: sum(2 ** (len(own["preferences"]) - 1 - at) for at, rule in enumerate(own["preferences"]) if holds(rule, s)) for s in states}
        for own in makers
    ]
    all_moves = [{s: moves(own["options"], directions, s, possible) for s in states} for own in makers]
    gains = [
        {s: [t for t in own[s] if value[t] > value[s]] for s in states} for own, value in zip(all_moves, worth, strict=True)
    ]
    counts = {}
    for concept in ("nash", "gmr", "smr", "seq", "sseq"):
        stable = possible.copy()
        for maker, value in enumerate(worth):
            others = [own for at, own in enumerate(gains if concept in ("seq", "sseq") else all_moves) if at != maker]
            # For each state that it could move to: the least it may come to have there.
            least: dict[int, float] = {}
            for start in {t for s in states for t in gains[maker][s]}:
                least[start] = float("inf")
                if concept != "nash":
                    for answer in answers(start, others):
                        replies = all_moves[maker][answer] if concept in ("smr", "sseq") else []
                        least[start] = min(least[start], max([value[answer], *(value[reply] for reply in replies)]))
            stable -= {s for s in states if any(least[t] > value[s] for t in gains[maker][s])}
        counts[concept] = len(stable)
    found: dict = {"states": len(states), "equilibria": counts}
    if more == ["inverse"]:
        found["rankings"] = {
            f"{state} {maker} {concept}": str(
                rankings(
                    maker,
                    state,
                    concept,
                    all_moves[maker],
                    [own for at, own in enumerate(gains if concept in ("seq", "sseq") else all_moves) if at != maker],
                )
            )
            for state in states
            for maker in range(len(makers))
            for concept in counts
        }
    with open(out, "w", encoding="utf-8") as written:
        json.dump(found, written)


if __name__ == "__main__":
    main()
