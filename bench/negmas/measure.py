"""Times NegMAS on one scenario, in one process and one thread, and writes what it found as JSON.

    python measure.py TASK FOLDER OUT

TASK is `efficient` (the efficient set), `points` (efficient set and solution concepts), `statistics` (everything
that NegMAS calls scenario statistics), `sao` (one run of alternating offers, by the words in `talk.txt`: rounds, then a
strategy a party) or `tournament` (every pair of the strategies in `talk.txt` on every scenario in FOLDER, with either side's values).
Reading the files is not timed; CPU time is that of the process.
"""

from __future__ import annotations

import csv
import importlib.metadata
import json
import platform
import resource
import sys
import time
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

import numpy  # noqa: E402
from negmas import Scenario, make_issue, make_os  # noqa: E402
from negmas.preferences import MappingUtilityFunction  # noqa: E402
from negmas.preferences import ops  # noqa: E402


def peak() -> int:
    """The most memory the process ever had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def from_xml(folder: Path) -> list:
    profiles = sorted(path for path in folder.glob("*.xml") if path.name != "domain.xml")
    scenario = Scenario.from_genius_files(folder / "domain.xml", profiles)
    return list(scenario.ufuns)


def from_table(folder: Path) -> list:
    """The values of the CSV file as mappings; the reservation stands in the case."""
    with (folder / "values.csv").open(newline="") as file:
        rows = csv.reader(file)
        head = next(rows)
        parties = [at for at, name in enumerate(head) if name.startswith("p")]
        issues = [at for at, name in enumerate(head) if name.startswith("i")]
        mappings: list[dict] = [{} for _ in parties]
        options: list[dict] = [{} for _ in issues]
        for row in rows:
            outcome = tuple(row[at] for at in issues)
            for seen, option in zip(options, outcome):
                seen.setdefault(option)
            for mapping, at in zip(mappings, parties):
                mapping[outcome] = float(row[at])
    case = (folder / "case.yaml").read_text()
    reserve = float(case.split("no deal: ")[1].split(",")[0])
    space = make_os([make_issue(list(seen), head[at]) for seen, at in zip(options, issues)])
    return [
        MappingUtilityFunction(mapping=mapping, outcome_space=space, reserved_value=reserve, name=head[at])
        for mapping, at in zip(mappings, parties)
    ]


def points(ufuns: list, frontier: tuple) -> dict:
    """The solution concepts by NegMAS' own names, as value vectors."""
    ranges = [ufun.minmax(ufun.outcome_space, above_reserve=False) for ufun in ufuns]
    concepts = {
        "nash": ops.nash_points,
        "kalai": ops.kalai_points,
        "ks": ops.ks_points,
        "max_welfare": ops.max_welfare_points,
    }
    return {name: [point for point, _ in concept(ufuns, frontier, ranges)] for name, concept in concepts.items()}


STRATEGIES = {
    "boulware": "BoulwareTBNegotiator",
    "linear": "LinearTBNegotiator",
    "conceder": "ConcederTBNegotiator",
    "micro": "MiCRONegotiator",
    "hard-liner": "ToughNegotiator",
}


def talk(task: str, folder: Path, out: Path) -> None:
    """One run, or a tournament."""
    from negmas import sao

    rounds, *words = (folder / "talk.txt").read_text().split()
    kinds = [getattr(sao, STRATEGIES[word]) for word in words]
    answer = {"negmas": importlib.metadata.version("negmas"), "python": platform.python_version()}
    answer["numpy"] = numpy.__version__
    if task == "tournament":
        from negmas.tournaments.neg.simple import cartesian_tournament

        folders = sorted(path for path in folder.iterdir() if path.is_dir())
        read = lambda own: Scenario.from_genius_files(own / "domain.xml", sorted(own.glob("p*.xml")))  # noqa: E731
        scenes = [read(own) for own in folders]
        quiet = {"verbosity": 0, "njobs": -1, "save_scenario_figs": False, "plot_fraction": 0.0}
        wall, cpu = time.perf_counter(), time.process_time()
        results = cartesian_tournament(kinds, scenes, n_steps=int(rounds), **quiet)
        answer |= {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        answer |= {"runs": len(results.details), "agreed": int(results.details["agreement"].notna().sum())}
    else:
        profiles = sorted(path for path in folder.glob("p*.xml"))
        scenario = Scenario.from_genius_files(folder / "domain.xml", profiles)
        wall, cpu = time.perf_counter(), time.process_time()
        mechanism = sao.SAOMechanism(outcome_space=scenario.outcome_space, n_steps=int(rounds))
        ids = [f"p{at}" for at in range(len(kinds))]
        for name, kind, ufun in zip(ids, kinds, scenario.ufuns):
            mechanism.add(kind(name=name, id=name), ufun=ufun)
        state = mechanism.run()
        answer |= {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        values = lambda outcome: [float(ufun(outcome)) for ufun in scenario.ufuns]  # noqa: E731
        offers = [own for own in mechanism.extended_trace if own[2] is not None]
        answer["offers"] = [[step, ids.index(who), values(offer)] for step, who, offer in offers]
        answer["agreed"] = values(state.agreement) if state.agreement is not None else None
    answer["peak_kb"] = peak()
    out.write_text(json.dumps(answer))


def main() -> None:
    task, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if task in ("sao", "tournament"):
        return talk(task, folder, out)
    ufuns = from_xml(folder) if (folder / "domain.xml").exists() else from_table(folder)
    idle = peak()
    found: dict = {}
    wall, cpu = time.perf_counter(), time.process_time()
    if task == "statistics":
        stats = ops.calc_scenario_stats(ufuns)
    else:
        frontier, _ = ops.pareto_frontier(ufuns)
        if task == "points":
            found = points(ufuns, frontier)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    after = peak()
    if task == "statistics":
        frontier = stats.pareto_utils
        found = {
            "nash": stats.nash_utils,
            "kalai": stats.kalai_utils,
            "ks": stats.ks_utils,
            "max_welfare": stats.max_welfare_utils,
        }
    elif task == "efficient":
        found = points(ufuns, frontier)
    answer = {
        "negmas": importlib.metadata.version("negmas"),
        "numpy": numpy.__version__,
        "python": platform.python_version(),
        "cpu": cpu,
        "wall": wall,
        "idle_kb": idle,
        "peak_kb": after,
        "efficient": [[float(value) for value in vector] for vector in frontier],
        "points": {name: [[float(value) for value in vector] for vector in own] for name, own in found.items()},
        "rational": stats.rational_fraction if task == "statistics" else None,
    }
    out.write_text(json.dumps(answer))


if __name__ == "__main__":
    main()
