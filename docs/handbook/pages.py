"""Runs what the pages of the handbook show and compares what comes out.

    python docs/handbook/pages.py                     all pages
    python docs/handbook/pages.py shipper.md          one page
    python docs/handbook/pages.py --accept [PAGE]     and writes what came out into the pages

A page is run from top to bottom in an empty folder of its own. Its blocks are of three kinds, and a block of
any other kind is an error, so nothing that a reader would type stands here without being run:

- `console`: a line that begins with `$ ` is a command (`> ` continues it), the lines up to the next one are
  what it prints, errors too. A command that fails prints `[exit code N]` last. One that ends with `&` runs
  until the page ends.
- `pycon`: a session of Python, `>>> ` and `... ` as Python shows them; one for the whole page.
- `{code-block}` with a `:caption:`: a file of that name.

Words must be the same. Numbers may differ by 5 %, since data get better; a day such as 2026-12-01 may not.
A line of `...` stands for any lines, `...` inside a line for any text. How wide a column is does not matter.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
TOLERANCE = 0.05
# A briefing asks some forty questions in the worlds of two days.
SECONDS = 300

FENCE = re.compile(r"^```(?P<kind>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
TOKEN = re.compile(r"\d{4}-\d\d(?:-\d\d)?|\d[\d,]*(?:\.\d+)?|[^\W\d]+|\.\.\.|\S")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass
class Step:
    """Something typed, and what the page says comes out."""

    typed: str
    expected: list[str]
    first_line: int
    came: list[str] = field(default_factory=list)


def blocks(text: str) -> list[tuple[str, str, int]]:
    """The blocks of a page: kind, body, number of the first line of the body."""
    return [
        (found["kind"].strip(), found["body"], text.count("\n", 0, found.start()) + 2)
        for found in FENCE.finditer(text)
    ]


def console_steps(body: str, line: int) -> list[Step]:
    steps: list[Step] = []
    for number, text in enumerate(body.splitlines(), line):
        if text.startswith("$ "):
            steps.append(Step(text[2:], [], number))
        elif text.startswith("> ") and steps and not steps[-1].expected:
            steps[-1].typed += "\n" + text[2:]
        elif steps:
            steps[-1].expected.append(text)
        else:
            raise ValueError(f"line {number}: a console block begins with a command, `$ ...`")
    return steps


def python_steps(body: str, line: int) -> list[Step]:
    steps: list[Step] = []
    for number, text in enumerate(body.splitlines(), line):
        if text.startswith(">>> "):
            steps.append(Step(text[4:], [], number))
        elif (text.startswith("... ") or text == "...") and steps and not steps[-1].expected and (
            steps[-1].typed.rstrip().endswith((":", ",", "(", "[", "{")) or "\n" in steps[-1].typed
        ):
            steps[-1].typed += "\n" + text[4:]
        elif steps:
            steps[-1].expected.append(text)
        else:
            raise ValueError(f"line {number}: a pycon block begins with `>>> ...`")
    return steps


def same_line(expected: str, came: str) -> bool:
    return _matches(TOKEN.findall(_plain(expected)), TOKEN.findall(_plain(came)))


def _plain(line: str) -> str:
    return re.sub(r"[─━═┄╌-]{2,}", "-", line)


def _matches(expected: list[str], came: list[str]) -> bool:
    if not expected:
        return not came
    if expected[0] == "...":
        return any(_matches(expected[1:], came[n:]) for n in range(len(came) + 1))
    return bool(came) and _same(expected[0], came[0]) and _matches(expected[1:], came[1:])


def _same(expected: str, came: str) -> bool:
    if not (NUMBER.fullmatch(expected) and NUMBER.fullmatch(came)):
        return expected == came
    a, b = (float(text.replace(",", "")) for text in (expected, came))
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def same(expected: list[str], came: list[str]) -> bool:
    """Whether output is what a page says, line by line."""
    expected, came = _trimmed(expected), _trimmed(came)
    # reach[n]: the expected lines so far fit the first n lines that came.
    reach = {0}
    for line in expected:
        if line.strip() == "...":
            reach = set(range(min(reach, default=len(came) + 1), len(came) + 1))
        else:
            reach = {n + 1 for n in reach if n < len(came) and same_line(line, came[n])}
    return len(came) in reach


def _trimmed(lines: list[str]) -> list[str]:
    return [line.rstrip() for line in lines if line.strip()]


class Session:
    """The folder, the processes and the Python names of a page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, object] = {"__name__": "__console__"}
        self.behind: list[subprocess.Popen[str]] = []

    def shell(self, command: str) -> list[str]:
        environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONWARNINGS": "ignore"}
        how = {"cwd": self.folder, "env": environment, "text": True, "stderr": subprocess.STDOUT}
        if command.rstrip().endswith("&"):
            command = "exec " + command.rstrip()[:-1]
            process = subprocess.Popen(
                ["bash", "-c", command], stdout=subprocess.PIPE, start_new_session=True, **how
            )
            self.behind.append(process)
            assert process.stdout is not None
            return [process.stdout.readline().rstrip("\n")]
        done = subprocess.run(
            ["bash", "-c", "set -o pipefail; " + command], stdout=subprocess.PIPE, timeout=SECONDS, **how
        )
        told = done.stdout.splitlines()
        # 141: `head` had enough.
        return told if done.returncode in (0, 141) else [*told, f"[exit code {done.returncode}]"]

    def python(self, typed: str) -> list[str]:
        out = io.StringIO()
        before = os.getcwd()
        os.chdir(self.folder)
        try:
            with contextlib.redirect_stdout(out):
                exec(compile(typed + "\n", "<page>", "single"), self.names)
        except Exception as error:
            out.write("Traceback (most recent call last):\n")
            out.write("".join(traceback.format_exception_only(error)))
        finally:
            os.chdir(before)
        return out.getvalue().splitlines()

    def end(self) -> None:
        for process in self.behind:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def run(text: str, folder: Path) -> list[Step]:
    """Runs a page; its steps with what came out.

    Raises ValueError for a block that is neither run nor a file.
    """
    session, steps = Session(folder), []
    try:
        for kind, body, line in blocks(text):
            if kind in ("console", "pycon"):
                read = console_steps if kind == "console" else python_steps
                for step in read(body, line):
                    step.came = session.shell(step.typed) if kind == "console" else session.python(step.typed)
                    steps.append(step)
            elif kind.startswith("{code-block}") and body.startswith(":caption: "):
                name, content = body.removeprefix(":caption: ").split("\n", 1)
                (folder / name.strip()).write_text(content.lstrip("\n"), encoding="utf-8")
            elif not kind.startswith(("{toctree}", "{eval-rst}", "{note}")):
                raise ValueError(f"line {line}: a block of the kind {kind!r} is neither run nor a file")
    finally:
        session.end()
    return steps


def accepted(text: str, steps: list[Step]) -> str:
    """The page with what came out; where it showed the first and last lines only, it still does."""
    lines: list[str | None] = list(text.split("\n"))
    for step in reversed(steps):
        if same(step.expected, step.came):
            continue
        start = step.first_line + step.typed.count("\n")
        expected = [line.strip() for line in step.expected]
        shown = list(step.came)
        if "..." in expected:
            head, tail = expected.index("..."), expected[::-1].index("...")
            shown = [*step.came[:head], "...", *(step.came[-tail:] if tail else [])]
        lines[start : start + len(step.expected)] = shown
    return "\n".join(line for line in lines if line is not None)


def pages() -> list[Path]:
    return sorted(FOLDER.glob("*.md"))


def main(arguments: list[str]) -> int:
    accept = "--accept" in arguments
    named = [FOLDER / name for name in arguments if not name.startswith("--")]
    failed = 0
    for page in named or pages():
        text, began = page.read_text(encoding="utf-8"), time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                steps = run(text, Path(folder))
            except (ValueError, subprocess.TimeoutExpired) as error:
                print(f"{page.name}: {error}")
                failed += 1
                continue
        wrong = [step for step in steps if not same(step.expected, step.came)]
        for step in wrong:
            print(f"--- {page.name}:{step.first_line}: {step.typed}\nexpected:")
            print("\n".join(f"    {line}" for line in step.expected))
            print("came:")
            print("\n".join(f"    {line}" for line in step.came))
        if accept and wrong:
            page.write_text(accepted(text, steps), encoding="utf-8")
        failed += len(wrong)
        print(f"{page.name}: {len(steps)} steps, {len(wrong)} differ, {time.monotonic() - began:.1f} s")
    return 1 if failed and not accept else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
