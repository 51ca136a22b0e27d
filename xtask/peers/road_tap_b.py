"""User equilibrium of road problems: tap-b (Algorithm B) beside `corridor flows --tntp`, in processor seconds of one run.

    git clone https://github.com/spartalab/tap-b && gcc -O3 -pthread -I tap-b/include -DPARALLELISM=1 tap-b/src/*.c -lm -o tap
    python3 xtask/peers/road_tap_b.py target/release/corridor ./tap FOLDER [FOLDER ...]

Each FOLDER holds one problem in the TNTP format. Both solve to a relative gap of 1e-6 on one thread. Seconds are those of
the whole process, user and system, reading included; for corridor those of solving alone stand beside. tap-b reads no
factors for toll and length from a README.md, so its problem is that of time alone where there are some. Prints a row of
Markdown for each problem, the least of three runs.
"""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 3


def used(command: list[str], folder: str) -> tuple[float, bytes]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=True, capture_output=True, cwd=folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, done.stdout


def main() -> None:
    program, peer = (str(Path(path).resolve()) for path in sys.argv[1:3])
    print("| problem | corridor: whole process, solving | tap-b: whole process | ratio |")
    print("|---|---|---|---|")
    for folder in map(Path, sys.argv[3:]):
        folder = folder.resolve()
        net, trips = (next(folder.glob(f"*_{part}.tntp")) for part in ("net", "trips"))
        with tempfile.TemporaryDirectory() as own:
            parameters = Path(own, "parameters.txt")
            parameters.write_text(
                f"<NETWORK FILE> {net}\n<TRIPS FILE> {trips}\n<CONVERGENCE GAP> 1e-6\n<MAX RUN TIME> 600\n"
                f"<FILE PATH> \n<NUMBER OF THREADS> 1\n<FLOWS FILE> {own}/flows.txt\n"
            )
            ours = [program, "flows", "--tntp", str(folder), "--tolerance", "1e-6", "--threads", "1", "--json"]
            runs = [used(ours, own) for _ in range(RUNS)]
            spent, answer = min(runs)
            theirs, _ = min(used([peer, str(parameters)], own) for _ in range(RUNS))
        solving = json.loads(answer)["cpu_s"]
        print(f"| {folder.name} | {spent:.2f}, {solving:.3f} | {theirs:.2f} | {theirs / spent:.1f} |")


main()
