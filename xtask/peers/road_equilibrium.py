"""User equilibrium of road problems: AequilibraE beside `corridor flows --tntp`, in processor seconds of one run.

    python3 -m venv peers && peers/bin/pip install aequilibrae==1.7.2
    peers/bin/python xtask/peers/road_equilibrium.py target/release/corridor FOLDER [FOLDER ...]

Each FOLDER holds one problem in the TNTP format. Both solve to a relative gap of 1e-6; AequilibraE by its bi-conjugate
Frank-Wolfe (`bfw`). Free-flow times of 0, which it refuses, are 1e-7 for it. Prints a row of Markdown for each problem.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

# Its progress bars take more time than small problems.
os.environ["AEQ_SHOW_PROGRESS"] = "FALSE"

import numpy as np
import pandas as pd
from aequilibrae.matrix import AequilibraeMatrix
from aequilibrae.paths import Graph, TrafficAssignment, TrafficClass

GAP = 1e-6
COLUMNS = "a b capacity length free b_factor power speed toll kind".split()


def ours(program: str, folder: Path) -> dict:
    command = [program, "flows", "--tntp", str(folder), "--tolerance", str(GAP), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def rows_after_metadata(text: str) -> tuple[dict, list[str]]:
    head, rest = text.split("<END OF METADATA>", 1)
    pairs = (line.strip()[1:].split(">", 1) for line in head.splitlines() if line.strip().startswith("<"))
    rows = (line.strip() for line in rest.splitlines())
    return {key: value.strip() for key, value in pairs}, [row for row in rows if row and not row.startswith("~")]


def theirs(folder: Path, toll: float, distance: float) -> dict:
    meta, rows = rows_after_metadata(next(folder.glob("*_net.tntp")).read_text(errors="replace"))
    links = pd.DataFrame([[float(x) for x in row.rstrip(";").split()] for row in rows], columns=COLUMNS)
    zones = int(meta["NUMBER OF ZONES"])
    trips = np.zeros((zones, zones))
    origin = 0
    _, rows = rows_after_metadata(next(folder.glob("*_trips.tntp")).read_text(errors="replace"))
    for row in rows:
        if row.startswith("Origin"):
            origin = int(row.split()[1])
            continue
        for cell in filter(str.strip, row.split(";")):
            destination, amount = cell.split(":")
            trips[origin - 1, int(destination) - 1] = float(amount)
    network = pd.DataFrame(
        {
            "link_id": np.arange(1, len(links) + 1),
            "a_node": links.a.astype(np.int64),
            "b_node": links.b.astype(np.int64),
            "direction": 1,
            "capacity": links.capacity,
            "free_flow_time": links.free.clip(lower=1e-7),
            "fixed": toll * links.toll + distance * links.length,
            "alpha": links.b_factor,
            "beta": links.power.where(links.power >= 1, 1.0),
        }
    )
    graph = Graph()
    graph.network, graph.mode = network, "c"
    graph.prepare_graph(np.arange(1, zones + 1))
    graph.set_graph("free_flow_time")
    graph.set_blocked_centroid_flows(int(meta["FIRST THRU NODE"]) > 1)
    matrix = AequilibraeMatrix()
    matrix.create_empty(zones=zones, matrix_names=["car"], memory_only=True)
    matrix.index[:] = np.arange(1, zones + 1)
    matrix.matrix["car"][:, :] = trips
    matrix.computational_view(["car"])
    traffic = TrafficClass("car", graph, matrix)
    if toll or distance:
        traffic.set_fixed_cost("fixed")
    assignment = TrafficAssignment()
    assignment.set_classes([traffic])
    assignment.set_vdf("BPR")
    assignment.set_vdf_parameters({"alpha": "alpha", "beta": "beta"})
    assignment.set_capacity_field("capacity")
    assignment.set_time_field("free_flow_time")
    assignment.set_algorithm("bfw")
    assignment.max_iter, assignment.rgap_target = 5_000, GAP
    assignment.set_cores(1)
    before = resource.getrusage(resource.RUSAGE_SELF)
    assignment.execute()
    after = resource.getrusage(resource.RUSAGE_SELF)
    report = assignment.report()
    return {
        "cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "rounds": int(report.iteration.max()),
        "relative_gap": float(report.rgap.iloc[-1]),
    }


def main() -> None:
    program, *folders = sys.argv[1:]
    print("| problem | corridor: processor s, gap | AequilibraE: processor s, gap, rounds | ratio |")
    print("|---|---|---|---|")
    for folder in map(Path, folders):
        own = ours(program, folder)
        other = theirs(folder, own["toll_factor"], own["distance_factor"])
        print(
            f"| {own['network']} | {own['cpu_s']:.3f}, {own['relative_gap']:.1e} | {other['cpu_s']:.1f}, "
            f"{other['relative_gap']:.1e}, {other['rounds']} | {other['cpu_s'] / own['cpu_s']:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
