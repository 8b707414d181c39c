"""The documentation: its examples print what it shows, its links lead somewhere, and it tells of all there is."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from masdar import record
from masdar.knowledge.tables import BUILT_IN, NOT_ADDED_TO, read_table

ROOT = Path(__file__).parent.parent
DOCS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))
WITH_EXAMPLES = [path for path in DOCS if re.search("^```(python|console)", path.read_text("utf-8"), re.MULTILINE)]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh_docs", ROOT / "tools" / "refresh_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


refresh_docs = _tool()


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.name)
def test_examples_print_what_is_shown(path: Path) -> None:
    stale = refresh_docs.refresh(path).stale
    told = "\n\n".join(
        f"{path.name}, line {one.line}: {one.command}\nshown:\n{chr(10).join(one.shown)}\nprinted:\n"
        f"{chr(10).join(one.printed[:60])}"
        for one in stale
    )
    assert not stale, f"`make docs` writes the new output in; read what changed.\n\n{told}"


def test_examples_are_where_readers_look() -> None:
    assert {path.name for path in WITH_EXAMPLES} >= {"README.md", "lexicon.md", "record.md", "python.md"}


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        aim = (path.parent / name) if name else path
        assert aim.exists(), target
        if anchor:
            headings = re.findall("^#+ (.+)$", aim.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}, target


def test_every_table_of_the_lexicon_is_told_with_its_columns() -> None:
    sections = dict(re.findall(r"^### (\S+\.csv)\n(.*?)(?=^#|\Z)", _text("lexicon.md"), re.MULTILINE | re.DOTALL))
    tables = {path.name for path in BUILT_IN.glob("*.csv")}
    assert set(sections) == tables - NOT_ADDED_TO
    for name, section in sections.items():
        row = next(read_table(BUILT_IN / name, []))
        columns = list(row.cells)
        assert f"```csv\n{','.join(columns)}\n```" in section, name
        if "columns\nare those" not in section and "columns are those" not in section:
            assert not [column for column in columns if f"`{column}`" not in section], name
    assert all(name in _text("lexicon.md") for name in NOT_ADDED_TO)


def test_every_field_and_value_of_the_record_is_told() -> None:
    text = _text("record.md")
    models = (
        record.Record, record.Event, record.ActorMention, record.EventPlace, record.PlaceMention, record.EventTime,
        record.Timex, record.Source, record.Codes, record.Reason, record.Relation, record.Statement,
    )  # fmt: skip
    names = {field for model in models for field in model.model_fields} | {
        mode for m in record.MODES.values() for mode in m
    }
    names |= {*record.EVENT_TYPES, *record.STATUSES, *record.SECTORS, *record.RELATION_TYPES, *record.COUNT_KEYS}
    assert not sorted(name for name in names if f"`{name}`" not in text)


def _text(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


# --- the tool ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "printed", "cost", "merged"),
    [
        (["a", "b"], ["a", "b"], 0, ["a", "b"]),
        (["a", "...", "d"], ["a", "b", "c", "d"], 0, ["a", "...", "d"]),
        (["...", "b", "..."], ["a", "b"], 0, ["...", "b", "..."]),
        (["a", "...", "d"], ["x", "b", "c", "d"], 1, ["x", "...", "d"]),
        (["a ... c"], ["a b c"], 0, ["a ... c"]),
        (["a ... c"], ["a b d"], 1, ["a b d"]),
        (["a · 0.51 · b"], ["a · 0.62 · b"], 0, ["a · 0.62 · b"]),
        (["acts-force.csv:12"], ["acts-force.csv:13"], 0, ["acts-force.csv:13"]),
        ([], ["a"], 1, ["a"]),
        (["a"], [], 1, []),
    ],
)  # fmt: skip
def test_merge_changes_the_fewest_lines(shown: list[str], printed: list[str], cost: int, merged: list[str]) -> None:
    assert refresh_docs.merge(shown, printed) == (cost, merged)


def test_refreshing_writes_in_what_is_printed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```text file=a/b.txt\nsome text\n```\n"
        "```console\n$ masdar read a/none.txt | head -n 1\nold\n\n$ ls\nkept\n```\n"
        '```python\n>>> open("a/b.txt").read()\n>>> 1 / 0\nold\n```\n',
        "utf-8",
    )
    done = refresh_docs.refresh(page)
    assert done.text == (
        "```text file=a/b.txt\nsome text\n```\n"
        "```console\n$ masdar read a/none.txt | head -n 1\n"
        "a/none.txt: does not exist; check the path.\n\n$ ls\nkept\n```\n"
        "```python\n>>> open(\"a/b.txt\").read()\n'some text\\n'\n>>> 1 / 0\n"
        "Traceback (most recent call last):\n    ...\nZeroDivisionError: division by zero\n```\n"
    )
    assert [example.line for example in done.stale] == [5, 12, 13]
    page.write_text(done.text, "utf-8")
    assert not refresh_docs.refresh(page).stale
