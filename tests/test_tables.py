"""Reading the lexicon's tables: what a spreadsheet makes of them is read, or told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from masdar.knowledge.tables import BUILT_IN, LexiconError, read_table

COLUMNS = ("id", "name")


def test_rows_tell_where_they_stand_and_whose_they_are(tmp_path: Path) -> None:
    own = tmp_path / "mine"
    own.mkdir()
    (own / "actors.csv").write_text('\ufeff# explained\n"# explained, too",\nid,name\na,"b, c"\n', "utf-8")
    (row,) = read_table(own / "actors.csv", COLUMNS)
    assert (row["name"], row.where) == ("b, c", "mine/actors.csv:4")
    assert next(read_table(BUILT_IN / "actors.csv", COLUMNS)).where.startswith("actors.csv:")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id;name\na;b\n", "t.csv, line 1: the cells are not separated by commas"),
        ("id\tname\na\tb\n", "t.csv, line 1: the cells are not separated by commas"),
        ("id\na\n", "t.csv, line 1: column 'name' is missing"),
        ("id,name\n\na\n", "t.csv, line 3: 1 cells where the header names 2"),
        ("# nothing else\n", "t.csv: has no header line"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(LexiconError) as raised:
        list(read_table(path, COLUMNS))
    assert str(raised.value).startswith(told)


def test_other_encodings_are_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("id,name\na,قصف\n".encode("cp1256"))
    with pytest.raises(LexiconError, match="is not UTF-8"):
        list(read_table(path, COLUMNS))
