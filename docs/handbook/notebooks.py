"""Runs the notebooks of the handbook and compares what comes out with what they hold.

    python docs/handbook/notebooks.py                     all notebooks
    python docs/handbook/notebooks.py suez.ipynb          one notebook
    python docs/handbook/notebooks.py --accept [NAME]     and writes what came out into the notebooks
    python docs/handbook/notebooks.py --into FOLDER       and puts them as they came, pictures included, into FOLDER

A notebook is run from top to bottom by nbclient in an empty folder of its own. It holds the texts that its cells
give, so that its changes can be read; pictures and HTML are left out of it and are made when it is run. Texts
are compared as those of pages are (`pages.py`), and a cell that fails ends the run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pages

FOLDER = Path(__file__).parent / "notebooks"
SECONDS = 120


def run(notebook: Any, folder: Path) -> Any:
    """A copy of a notebook with everything that comes out of it."""
    came = nbformat.reads(nbformat.writes(notebook), as_version=4)
    # What a user has set must not change what comes out.
    environment = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(came, timeout=SECONDS, kernel_name="python3", resources=environment).execute()
    return came


def texts(cell: Any) -> list[str]:
    """The lines that a cell gave, as a reader of plain text sees them; warnings too."""
    lines: list[str] = []
    for output in cell.get("outputs", ()):
        text = output["text"] if output["output_type"] == "stream" else output["data"].get("text/plain", "")
        lines += "".join(text).splitlines()
    return lines


def wrong_cells(stored: Any, came: Any) -> list[tuple[int, list[str], list[str]]]:
    """Cells whose texts differ: number, what is stored, what came."""
    found = []
    for number, (old, new) in enumerate(zip(stored.cells, came.cells, strict=True), 1):
        if old.cell_type == "code" and not pages.same(texts(old), texts(new)):
            found.append((number, texts(old), texts(new)))
    return found


def kept(came: Any) -> Any:
    """A notebook with the texts that it gave and nothing that differs from run to run."""
    notebook = nbformat.reads(nbformat.writes(came), as_version=4)
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [_kept_output(output) for output in cell.outputs]
    return notebook


def _kept_output(output: Any) -> Any:
    if output["output_type"] == "stream":
        return output
    plain = {"text/plain": output["data"].get("text/plain", "")}
    output = {**output, "data": plain, "metadata": {}}
    if "execution_count" in output:
        output["execution_count"] = None
    return nbformat.from_dict(output)


def notebooks() -> list[Path]:
    return sorted(FOLDER.glob("*.ipynb"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--into", type=Path, metavar="FOLDER")
    asked = parser.parse_args()
    failed = 0
    for path in [FOLDER / name for name in asked.names] or notebooks():
        stored, began = nbformat.read(path, as_version=4), time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                came = run(stored, Path(folder))
            except (nbclient.exceptions.CellExecutionError, nbclient.exceptions.CellTimeoutError) as error:
                print(f"{path.name}: {error}")
                failed += 1
                continue
        wrong = wrong_cells(stored, came)
        for number, expected, lines in wrong:
            print(f"--- {path.name}, cell {number}\nstored:")
            print("\n".join(f"    {line}" for line in expected))
            print("came:")
            print("\n".join(f"    {line}" for line in lines))
        if asked.accept:
            nbformat.write(kept(came), path)
        elif wrong:
            failed += len(wrong)
        if asked.into is not None:
            asked.into.mkdir(parents=True, exist_ok=True)
            nbformat.write(came, asked.into / path.name)
        code = sum(cell.cell_type == "code" for cell in stored.cells)
        print(f"{path.name}: {code} cells, {len(wrong)} differ, {time.monotonic() - began:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
