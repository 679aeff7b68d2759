"""The half of `bench/gmcr/run` that times gmcr-py: one model, in one process.

    DIR FILE OUT

DIR is a copy of gmcr-py that its user may run; nothing of it is kept or copied here. It is used as its own guide to the
command line does: a conflict is loaded from FILE, and the logical solver finds the equilibria. Timed is the CPU of the
solver, reachability included; loading is not. What was found is written to OUT as JSON.
"""

from __future__ import annotations

import json
import platform
import resource
import sys
import time


def main() -> None:
    program, file, out = sys.argv[1:]
    sys.dont_write_bytecode = True
    sys.path.insert(0, program)
    import gmcr

    conflict = gmcr.model.ConflictModel()
    conflict.load_from_file(file)
    began = time.process_time()
    solver = gmcr.solvers.LogicalSolver(conflict)
    solver.findEquilibria()
    cpu = time.process_time() - began
    counts = {name: int(sum(getattr(solver, f"{name}Equilibria"))) for name in ("nash", "gmr", "smr", "seq")}
    found = {
        "cpu": cpu,
        "states": len(conflict.feasibles),
        "equilibria": counts,
        "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "python": platform.python_version(),
    }
    with open(out, "w", encoding="utf-8") as written:
        json.dump(found, written)


if __name__ == "__main__":
    main()
