"""Graph models as `.gmcr` files: the same from the same seed, everywhere."""

from __future__ import annotations

import json
import random
from pathlib import Path


def condition(rng: random.Random, options: int, most: int) -> list:
    """Up to `most` options, each taken or not."""
    chosen = sorted(rng.sample(range(options), rng.randint(1, min(most, options))))
    return [[option, rng.choice("YN")] for option in chosen]


def model(options: int, makers: int, statements: int, infeasibles: int, seed: str, once: bool = False) -> dict:
    """Options are dealt out in blocks, as equal as they can be. Each decision maker has so many statements of one to three
    options, every fourth of two alternatives; `once` makes every third option one that cannot be taken back."""
    rng = random.Random(seed)
    names = [{"name": f"Option {at}", "permittedDirection": "fwd" if once and at % 3 == 0 else "both"} for at in range(options)]
    blocks = [[at for at in range(options) if at * makers // options == maker] for maker in range(makers)]
    own = []
    for maker, block in enumerate(blocks):
        stated: list = []
        while len(stated) < statements:
            drawn = condition(rng, options, 3)
            if len(stated) % 4 == 3:
                drawn = {"compound": True, "members": [drawn, condition(rng, options, 3)]}
            if drawn not in stated:
                stated.append(drawn)
        own.append({"name": f"Maker {maker + 1}", "options": block, "preferences": stated})
    ruled_out = [[[a, "Y"], [b, "Y"]] for a, b in (rng.sample(range(options), 2) for _ in range(infeasibles))]
    return {
        "options": names,
        "decisionMakers": own,
        "infeasibles": ruled_out,
        "coalitions": list(range(makers)),
        "useManualPreferenceRanking": False,
        "program": "gmcr-py",
        "version": "0.4.1",
    }


def write(path: Path, *shape, **more) -> None:
    path.write_text(json.dumps(model(*shape, **more)) + "\n")
