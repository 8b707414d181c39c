"""Runs the examples of README.md and docs/ and writes in what they print now.

``python tools/refresh_docs.py`` does it for all files, ``… FILE`` for some; a test tells when that was forgotten. Read
what changed before it is kept: an example that comes out wrong is a fault to mend, not to print.

The blocks of a file are run in order, in a folder of their own that holds a copy of ``samples``:

- a block opened with a file's name (`````csv file=mine/actors.csv``) is written to that file;
- in a ``console`` block every ``$ masdar …`` is run, with what it is piped into; other commands are left alone;
- a ``python`` block is run as by doctest where it has ``>>>``, else as a script; names are kept from block to block.

``...`` stands for anything: alone on its line for any lines, else for any part of a line. Figures that every training
moves (confidence), line numbers of tables and the lexicon's fingerprint are shown as they were last, and not compared.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
ANYTHING = "..."

_FENCE = re.compile(r"^```(\w*)(?: +file=(\S+))? *$")
_MOVING = (
    re.compile(r"(?<=· )[01]\.\d\d(?= ·)"),
    re.compile(r"(?<=confidence )[01]\.\d+"),
    re.compile(r'(?<="confidence": )[01]\.\d+'),
    re.compile(r'(?<="lexicon": ")[0-9a-f]{12}(?=")'),
    re.compile(r'(?<="masdar": ")[\w.+]+(?=")'),
    re.compile(r"(?<=\.csv:)\d+"),
)


@dataclass
class Example:
    """One thing that is run: where it stands in its file, what the file shows of its output, and the true output."""

    line: int
    command: str
    shown: list[str]
    printed: list[str]

    @property
    def holds(self) -> bool:
        """Whether the file shows what is printed."""
        return merge(self.shown, self.printed)[0] == 0


@dataclass
class Refreshed:
    """A file with its examples run."""

    text: str
    examples: list[Example] = field(default_factory=list)

    @property
    def stale(self) -> list[Example]:
        """The examples that print something else than the file shows."""
        return [example for example in self.examples if not example.holds]


def refresh(path: Path) -> Refreshed:
    """Run the examples of one Markdown file and put in what they print."""
    lines = path.read_text(encoding="utf-8").split("\n")
    done = Refreshed("")
    out: list[str] = []
    names: dict[str, Any] = {"__name__": "__main__"}
    with _workplace():
        at = 0
        while at < len(lines):
            fence = _FENCE.match(lines[at])
            out.append(lines[at])
            at += 1
            if not fence:
                continue
            end = lines.index("```", at)
            block, first = lines[at:end], at + 1
            if fence[2]:
                target = Path(fence[2])
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text("\n".join(block) + "\n", encoding="utf-8")
            elif fence[1] == "console":
                block = _console(block, first, done.examples)
            elif fence[1] == "python":
                block = _python(block, first, names, done.examples)
            out += [*block, "```"]
            at = end + 1
    done.text = "\n".join(out)
    return done


@contextlib.contextmanager
def _workplace() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "samples", Path(folder) / "samples")
        before = os.environ.get("COLUMNS")
        os.environ["COLUMNS"] = "80"  # what asks the terminal for its width gets one answer everywhere
        try:
            with contextlib.chdir(folder):
                yield
        finally:
            if before is None:
                del os.environ["COLUMNS"]
            else:
                os.environ["COLUMNS"] = before


# --- running ---------------------------------------------------------------------------------------------------------


def _console(block: list[str], first: int, examples: list[Example]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(block):
        line = block[at]
        out.append(line)
        at += 1
        if not line.startswith("$ "):
            continue
        number, command = first + at - 1, line[2:]
        while command.endswith("\\"):
            out.append(block[at])
            command = command[:-1] + block[at].strip()
            at += 1
        end = at
        while end < len(block) and not block[end].startswith("$ "):
            end += 1
        shown, gap = _trimmed(block[at:end])
        at = end
        if command.startswith("masdar "):
            example = Example(number, command, shown, _masdar(command))
            examples.append(example)
            shown = merge(shown, example.printed)[1]
        out += [*shown, *gap]
    return out


def _masdar(command: str) -> list[str]:
    """What a command prints on both of its streams, blanks at the ends of lines aside."""
    from masdar import cli

    own, _, rest = command.partition(" | ")
    made = io.BytesIO()
    stream = io.TextIOWrapper(made, encoding="utf-8", newline="")  # with bytes beneath, as a true one
    errors = io.StringIO()
    shown = errors if rest else stream  # only what goes to standard output goes down a pipe
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(shown), contextlib.suppress(SystemExit):
        cli.main(shlex.split(own)[1:])
    stream.flush()
    text = made.getvalue().decode("utf-8")
    if rest:
        text = (
            errors.getvalue()
            + subprocess.run(rest, shell=True, input=text, stdout=subprocess.PIPE, encoding="utf-8", check=False).stdout
        )
    return _trimmed([line.rstrip() for line in text.split("\n")])[0]


def _python(block: list[str], first: int, names: dict[str, Any], examples: list[Example]) -> list[str]:
    parsed = doctest.DocTestParser().get_examples("\n".join(block) + "\n")
    if not parsed:
        exec(compile("\n".join(block), f"line {first}", "exec"), names)
        return block
    out: list[str] = []
    at = 0
    for one in parsed:
        printed_from = one.lineno + one.source.count("\n")
        out += block[at:printed_from]
        at = printed_from + one.want.count("\n")
        shown = one.want.split("\n")[:-1]
        example = Example(first + one.lineno, one.source.strip(), shown, _evaluated(one.source, names))
        examples.append(example)
        out += merge(shown, example.printed)[1]
    return out + block[at:]


def _evaluated(source: str, names: dict[str, Any]) -> list[str]:
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        try:
            exec(compile(source, "example", "single"), names)
        except Exception as error:
            last = traceback.format_exception_only(error)[-1].rstrip("\n")
            print(f"Traceback (most recent call last):\n    {ANYTHING}\n{last}")
    printed = _trimmed([line.rstrip() for line in stream.getvalue().split("\n")])[0]
    return [line or "<BLANKLINE>" for line in printed]


def _trimmed(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Lines without the blank ones at their end, and those."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return list(lines[:end]), list(lines[end:])


# --- comparing -------------------------------------------------------------------------------------------------------


def merge(shown: Sequence[str], printed: Sequence[str]) -> tuple[int, list[str]]:
    """How many lines of ``shown`` do not fit what was printed, and what to show instead.

    The fewest lines are changed: what ``...`` left out stays left out.
    """
    if not shown:
        return len(printed), list(printed)
    rows, columns = len(shown), len(printed)
    cost = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows, -1, -1):
        for column in range(columns, -1, -1):
            cost[row][column] = min((step[0] for step in _steps(shown, printed, cost, row, column)), default=0)
    out: list[str] = []
    row = column = 0
    while row < rows or column < columns:
        _, row, column, line = min(_steps(shown, printed, cost, row, column), key=lambda step: step[0])
        if line is not None:
            out.append(line)
    return cost[0][0], out


def _steps(
    shown: Sequence[str], printed: Sequence[str], cost: list[list[int]], row: int, column: int
) -> Iterator[tuple[int, int, int, str | None]]:
    """The ways on from one line of each: the cost from there to the end, where it leads, and the line to show."""
    left, right = row < len(shown), column < len(printed)
    if left and shown[row].strip() == ANYTHING:
        yield cost[row + 1][column], row + 1, column, shown[row]
        if right:
            yield cost[row][column + 1], row, column + 1, None
        return
    if left and right:
        if fits(shown[row], printed[column]):
            kept = shown[row] if ANYTHING in shown[row] else printed[column]
            yield cost[row + 1][column + 1], row + 1, column + 1, kept
        else:
            yield cost[row + 1][column + 1] + 1, row + 1, column + 1, printed[column]
    if left:
        yield cost[row + 1][column] + 1, row + 1, column, None
    if right:
        yield cost[row][column + 1] + 1, row, column + 1, printed[column]


@cache
def fits(shown: str, printed: str) -> bool:
    """Whether a line shows what was printed, moving figures aside."""
    if shown == printed:
        return True
    for moving in _MOVING:
        shown, printed = moving.sub("0", shown), moving.sub("0", printed)
    pattern = ".*".join(re.escape(part) for part in shown.rstrip().split(ANYTHING))
    return re.fullmatch(pattern, printed) is not None


def main(arguments: Sequence[str]) -> None:
    """Refresh the files named, or all."""
    for path in [Path(argument).resolve() for argument in arguments] or DOCS:
        before = path.read_text(encoding="utf-8")
        done = refresh(path)
        for example in done.stale:
            print(f"{path.name}:{example.line}: {example.command}")
        if done.text != before:
            path.write_text(done.text, encoding="utf-8")
        print(f"{path.name}: {len(done.examples)} examples, {len(done.stale)} of them changed")


if __name__ == "__main__":
    main(sys.argv[1:])
