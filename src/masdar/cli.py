"""The command line: a thin mirror of the library.

Nothing heavy is imported before it is needed, so that help comes at once. What goes wrong is told in one sentence on
standard error; the exit status is 0 where everything could be read and coded, 1 where something could not, 2 where
the command was not understood, 130 where it was stopped.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Literal, NoReturn, TextIO, cast

import typer

if TYPE_CHECKING:
    from masdar.export.format import Format
    from masdar.store.finding import FoundEvent, FoundIncident, FoundReport

app = typer.Typer(
    name="masdar",
    help="Read Arabic reports of conflict and politics and write down who did what to whom, where, when, "
    "and who says so.",
    epilog="Begin with: masdar code FILE",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
lexicon_app = typer.Typer(
    help="Look after a lexicon of your own.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
app.add_typer(lexicon_app, name="lexicon")

DEBUG = "--debug"


class OutputFormat(StrEnum):
    """What ``masdar code`` can write."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    geojson = "geojson"


class ExportFormat(StrEnum):
    """What ``masdar export`` can write: the names of ``masdar.export.formats.FORMATS``, told without loading it."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    geojson = "geojson"
    geopackage = "geopackage"
    acled = "acled"
    plover = "plover"
    hxl = "hxl"
    graphml = "graphml"
    bayanat = "bayanat"


class BidiMode(StrEnum):
    """Who puts Arabic in order on the terminal."""

    auto = "auto"
    terminal = "terminal"
    isolate = "isolate"
    visual = "visual"


def _day(value: str | date) -> date:
    """A day given on the command line."""
    if isinstance(value, date):
        return value
    from masdar.reading.report import parse_date

    try:
        return parse_date(value)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is no day; give it as YYYY-MM-DD, such as 2018-08-27.") from error


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files (text, HTML, PDF, DOCX, JSONL), folders, or - for standard input.",
        show_default=False,
    ),
]
Published = Annotated[
    date | None,
    typer.Option(
        parser=_day, metavar="DAY", help="Day of publication (YYYY-MM-DD) of reports that do not give theirs."
    ),
]
SourceName = Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of reports that do not give theirs.")]
Lexicon = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder with lexicon tables of your own; their rows go over the built-in ones."),
]
BidiOption = Annotated[
    BidiMode,
    typer.Option(
        help="Who puts Arabic in order: the terminal itself, the terminal with each field isolated, or the program "
        "(visual: for terminals that draw letters unjoined and from left to right)."
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"masdar {version('masdar')}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
    debug: Annotated[bool, typer.Option(DEBUG, help="Show the trace of an unexpected error.")] = False,
) -> None:
    """Options of all commands; ``--debug`` is taken off by :func:`main` wherever it stands."""


@app.command()
def code(
    paths: Paths,
    published: Published = None,
    source: SourceName = None,
    format: Annotated[
        OutputFormat | None,
        typer.Option(
            "--format",
            "-f",
            help="A table to read; jsonl: the whole records; csv: a row an event; geojson: points for a map. "
            "[default: table on a terminal, else jsonl]",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, metavar="N", help="Processes that code.")] = 1,
    lexicon: Lexicon = None,
    bidi: BidiOption = BidiMode.auto,
    bom: Annotated[bool, typer.Option("--bom", help="Start CSV with a byte order mark, as Excel needs.")] = False,
) -> None:
    """Code reports: write down the events each one tells."""
    from masdar.batch import Batch
    from masdar.reading import read_reports

    _keep_apart(output, paths)
    with _opened(output) as stream, _telling() as tell:
        chosen = format or (OutputFormat.table if stream.isatty() else OutputFormat.jsonl)
        writer = _format(chosen, stream, bidi, bom)
        flush = stream.isatty() or "-" in paths
        separator = ""
        with Batch(writer.item, lexicon=lexicon, workers=workers, debug=_debug()) as batch:
            stream.write(writer.opening)
            with _progress(paths, shown=not stream.isatty()) as (advance, step):
                items = read_reports(paths, published, source, progress=advance, skip=_identity(stream))
                for result in batch.code(items):
                    step()
                    if not hasattr(result, "text"):
                        tell(result)
                    elif result.text:
                        stream.write(separator + result.text)
                        separator = writer.between
                        if flush:
                            stream.flush()
            stream.write(writer.closing)
            stream.flush()
        if tell.count:
            raise typer.Exit(1)


@app.command()
def read(paths: Paths, published: Published = None, source: SourceName = None) -> None:
    """Write the plain text of reports as JSONL.

    The offsets in a record count in this text, whatever the file around it was.
    """
    import json

    from masdar.reading import Problem, read_reports

    with _opened(None) as stream, _telling() as tell:
        for item in read_reports(paths, published, source, skip=_identity(stream)):
            if isinstance(item, Problem):
                tell(item)
                continue
            row = {
                "id": item.doc_id,
                "source": item.source,
                "published": item.published.isoformat() if item.published else None,
                "title": item.title,
                "url": item.url,
                "text": item.text,
            }
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        stream.flush()
        if tell.count:
            raise typer.Exit(1)


@app.command()
def explain(
    path: Annotated[str, typer.Argument(metavar="REPORT", help="A file with a report, or - for standard input.")],
    published: Published = None,
    source: SourceName = None,
    lexicon: Lexicon = None,
) -> None:
    """Say why an event is coded as it is.

    For every field: the words it was read from, the rule, the line of the lexicon, and where the words stand.
    """
    from masdar import Coder
    from masdar.coding.explain import explain as reasons
    from masdar.reading import Problem, read_reports
    from masdar.reading.report import printable

    with _opened(None) as stream, _telling() as tell:
        coder = None
        for item in read_reports([path], published, source):
            if isinstance(item, Problem):
                tell(item)
                continue
            coder = coder or Coder(lexicon)
            record = coder.code(
                item.text,
                doc_id=item.doc_id,
                published=item.published,
                source=item.source,
                title=item.title,
                url=item.url,
            )
            for line in reasons(record, item.text):
                stream.write(printable(line) + "\n")
        stream.flush()
        if tell.count:
            raise typer.Exit(1)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="JSONL of reports coded by hand.")],
    docs: Annotated[Path, typer.Option(metavar="DOCS", help="JSONL of their texts.")],
    system: Annotated[
        Path | None, typer.Option(metavar="RECORDS", help="Score these records (JSONL) instead of coding the texts.")
    ] = None,
    only: Annotated[
        str | None, typer.Option(metavar="FILE:KEY", help="Keep to the reports listed under KEY of a JSON file.")
    ] = None,
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="How many mistakes to list.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=256, metavar="N", help="Processes that code.")] = 1,
    lexicon: Lexicon = None,
) -> None:
    """Score the coder against reports coded by hand."""
    import json

    from masdar.batch import Batch
    from masdar.evaluation import (
        evaluate as score,
    )
    from masdar.evaluation import (
        format_figures,
        format_mistakes,
        load_docs,
        load_gold,
        load_only,
    )
    from masdar.export.jsonl import Jsonl
    from masdar.reading import Problem, read_reports

    with _opened(None) as stream, _telling() as tell:
        reports, texts = load_gold(gold), load_docs(docs)
        kept = load_only(only) if only else None
        if system is not None:
            records = load_gold(system)
        else:
            records = []
            wanted = {row["doc_id"] for row in reports if kept is None or row["doc_id"] in kept}
            items = (item for item in read_reports([str(docs)]) if isinstance(item, Problem) or item.doc_id in wanted)
            with Batch(Jsonl().item, lexicon=lexicon, workers=workers, debug=_debug()) as batch:
                for result in batch.code(items):
                    if isinstance(result, Problem):
                        tell(result)
                    else:
                        records.append(json.loads(result.text))
        evaluation = score(reports, records, texts, kept)
        if as_json:
            stream.write(json.dumps(evaluation.figures, ensure_ascii=False, indent=2) + "\n")
        else:
            from rich.console import Console

            console = Console(file=stream)
            console.print(format_figures(evaluation))
            if errors:
                console.print(format_mistakes(evaluation, errors))
        stream.flush()
        if tell.count:
            raise typer.Exit(1)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    import json

    from masdar.record import Record

    with _opened(None) as stream:
        stream.write(json.dumps(Record.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False) + "\n")
        stream.flush()


@lexicon_app.command("check")
def lexicon_check(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with lexicon tables.")],
) -> None:
    """Check lexicon tables of your own against the built-in ones."""
    if not directory.is_dir():
        _fail(f"{directory}: is no folder; give the one with your tables.")
    from masdar.knowledge.tables import BUILT_IN, NOT_ADDED_TO

    known = {path.name for path in BUILT_IN.glob("*.csv")} - NOT_ADDED_TO
    own = sorted(path.name for path in directory.glob("*.csv"))
    strange = [name for name in own if name not in known]
    if strange:
        _fail(
            f"{directory / strange[0]}: is no table of the lexicon that rows can be added to; "
            f"those are {', '.join(sorted(known))}."
        )
    if not own:
        _fail(f"{directory}: holds no table; there can be {', '.join(sorted(known))}.")
    from masdar import Coder

    Coder(directory)
    typer.echo(f"{directory}: {len(own)} {'table' if len(own) == 1 else 'tables'} good ({', '.join(own)}).")


@app.command()
def export(
    format: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            "-f",
            help="jsonl, csv, parquet, geojson, geopackage; acled: ACLED's columns; plover: PLOVER's JSON; "
            "hxl: CSV with HXL hashtags; graphml: who does what to whom; bayanat: for Bayanat's sheet import.",
            show_choices=False,
        ),
    ],
    records: Annotated[
        list[str],
        typer.Argument(
            metavar="[RECORDS...]",
            help="Files of records as masdar code --format jsonl writes them, or - for standard input.",
            show_default=False,
        ),
    ] = [],  # noqa: B006  # typer makes its own
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="FILE", help="Export all that this database holds, as it was last loaded."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
    safe: Annotated[
        bool,
        typer.Option("--safe", help="Leave out who private persons are, and put what befell them in its province."),
    ] = False,
    reports: Annotated[
        list[str],
        typer.Option(
            metavar="PATH", help="The reports, for formats that quote them (acled, bayanat); may be given again."
        ),
    ] = [],  # noqa: B006  # typer makes its own
) -> None:
    """Write records in the form that another program reads.

    Nothing is written to FILE before all of it is: an export that fails leaves what was there.
    """
    from masdar.export.formats import FORMATS, Aids, ExportError, check
    from masdar.export.formats import export as write

    if bool(records) == (db is not None):
        raise typer.BadParameter("give files of RECORDS or --db FILE.")
    try:
        check(format)
    except ExportError as error:
        _fail(str(error))
    if output is None and not FORMATS[format].text and sys.stdout.isatty():
        _fail(f"The format {format} is not for the eye; give a file with --output.")
    _keep_apart(output, [*records, *reports, *([db] if db else [])])
    from masdar.export.records import read_records, read_texts

    with _telling() as tell, ExitStack() as stack:
        texts = read_texts(reports, tell) if reports and not safe else {}  # what is shared quotes nothing
        if db is None:
            found = read_records(records, tell)
        else:
            from masdar.store import Store

            store = stack.enter_context(Store(db, make=False))
            found = (kept.record for kept in store.records())
        with _whole(output) as stream:
            aids = Aids(texts, lambda sentence: typer.echo(sentence, err=True))
            write(found, stream, format, aids, safe=safe)
        if tell.count:
            raise typer.Exit(1)


@contextmanager
def _whole(path: Path | None) -> Iterator[BinaryIO]:
    """A stream of bytes to standard output, or to a file that is put in its place when all has been written."""
    import tempfile

    try:
        if path is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        elif path.exists() and not path.is_file():  # a pipe or a device
            with path.open("wb") as stream:
                yield stream
        else:
            try:
                handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            except OSError as error:
                _fail(f"{path}: cannot be written ({error.strerror}); give another file.")
            try:
                with os.fdopen(handle, "wb") as stream:
                    yield stream
                mask = os.umask(0)
                os.umask(mask)
                os.chmod(made, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
                os.replace(made, path)
            except BaseException:
                Path(made).unlink(missing_ok=True)
                raise
    except KeyboardInterrupt:
        typer.echo("masdar: stopped; nothing was written.", err=True)
        raise typer.Exit(130) from None


# --- the store --------------------------------------------------------------------------------------------------------

DatabaseOption = Annotated[
    str,
    typer.Option(
        "--db",
        envvar="MASDAR_DB",
        metavar="FILE",
        help="The database: a file (SQLite), or the URL of a PostgreSQL database.",
    ),
]


incidents_app = typer.Typer(
    help="Look into incidents, and mend them.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
app.add_typer(incidents_app, name="incidents")


class Found(StrEnum):
    """What ``masdar find`` can look for."""

    events = "events"
    reports = "reports"
    incidents = "incidents"


@app.command()
def load(
    paths: Paths,
    db: DatabaseOption,
    records: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Take the records of these reports from a JSONL file instead of coding."),
    ] = None,
    published: Published = None,
    source: SourceName = None,
    workers: Annotated[int, typer.Option(min=1, max=256, metavar="N", help="Processes that code.")] = 1,
    lexicon: Lexicon = None,
    merge: Annotated[
        bool, typer.Option("--merge/--no-merge", help="Join events of different reports into incidents at the end.")
    ] = True,
    again: Annotated[
        bool, typer.Option("--again", help="Code reports anew that are in the database as this program codes them.")
    ] = False,
) -> None:
    """Keep reports and what they tell in a database.

    A report that is there already is passed over; one whose text or record has changed makes a new version. What was
    told as loaded is kept whatever happens: run it again to go on where it was stopped.
    """
    from masdar.batch import Batch
    from masdar.coding.coder import program_version
    from masdar.export.jsonl import Jsonl
    from masdar.knowledge.lexicon import fingerprint
    from masdar.reading import read_reports
    from masdar.store import Store
    from masdar.store.intake import coded, recorded
    from masdar.store.preparing import prepare

    done = dict.fromkeys(("new", "changed", "same"), 0)

    def known(_known: object) -> None:
        done["same"] += 1
        step()

    def summary() -> str:
        return ", ".join(f"{number:,} {what}" for what, number in done.items())

    with _telling() as tell, Store(db) as store, ExitStack() as stack:
        advance, step = stack.enter_context(_progress(paths, shown=True))
        reports = read_reports(paths, published, source, progress=advance)
        try:
            if records is not None:
                pairs = recorded(reports, records)
            else:
                batch = Batch(Jsonl().item, beside=prepare, lexicon=lexicon, workers=workers, debug=_debug())
                stack.enter_context(batch)
                items = (
                    reports
                    if again
                    else store.unknown(reports, program_version(), fingerprint([lexicon] if lexicon else []))
                )
                pairs = coded(batch, items, known)
            for result in store.load(pairs):
                step()
                if hasattr(result, "version"):
                    done[result.what] += 1
                else:
                    tell(result)
        except KeyboardInterrupt:
            typer.echo(f"masdar: stopped; {summary()}: these are kept.", err=True)
            raise typer.Exit(130) from None
        except Exception:
            if any(done.values()):
                typer.echo(f"masdar: {summary()}: these are kept.", err=True)
            raise
        typer.echo(f"{db}: {summary()}.")
        if merge and (merged := store.merge()):
            typer.echo(f"{db}: {merged:,} events put into incidents.")
        if done["new"] or done["changed"]:
            store.tune()
    if tell.count:
        raise typer.Exit(1)


@app.command()
def find(
    db: DatabaseOption,
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="[WORDS]",
            help='Words that the report holds, in any form; "…" for words in a row, - before one it must not hold, '
            "| for or.",
            show_default=False,
        ),
    ] = None,
    what: Annotated[Found, typer.Option(help="What to look for.")] = Found.events,
    type: Annotated[list[str] | None, typer.Option(metavar="TYPE", help="PLOVER type, such as ASSAULT.")] = None,
    mode: Annotated[list[str] | None, typer.Option(metavar="MODE", help="PLOVER mode, such as aerial.")] = None,
    status: Annotated[list[str] | None, typer.Option(metavar="STATUS", help="How it is told, such as actual.")] = None,
    claimed: Annotated[
        bool | None,
        typer.Option("--claimed/--told", help="Only what somebody claims, or what the report tells itself."),
    ] = None,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="An actor's name or id; what belongs to it counts as well.")
    ] = None,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help="The actor's role: actor or recipient.")] = None,
    place: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="A place, province or country: Arabic name, ISO code or GeoNames id."),
    ] = None,
    box: Annotated[
        tuple[float, float, float, float] | None, typer.Option(metavar="W S E N", help="Inside these degrees.")
    ] = None,
    near: Annotated[
        tuple[float, float, float] | None, typer.Option(metavar="LAT LON KM", help="So many kilometres around.")
    ] = None,
    since: Annotated[date | None, typer.Option(parser=_day, metavar="DAY", help="On this day or later.")] = None,
    until: Annotated[date | None, typer.Option(parser=_day, metavar="DAY", help="On this day or earlier.")] = None,
    source_kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="Told by this kind of source, such as agency.")
    ] = None,
    outlet: Annotated[list[str] | None, typer.Option(metavar="NAME", help="In reports of this outlet.")] = None,
    least: Annotated[
        list[str] | None, typer.Option(metavar="KEY=N", help="At least so many: killed=10, injured=1 ...")
    ] = None,
    confidence: Annotated[float | None, typer.Option(min=0, max=1, help="At least so sure.")] = None,
    independent: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Told by at least so many independent outlets.")
    ] = None,
    report: Annotated[str | None, typer.Option(metavar="ID", help="In this report.")] = None,
    country: Annotated[
        str | None, typer.Option(metavar="ISO3", help="In this country, by its three-letter code.")
    ] = None,
    review: Annotated[
        list[str] | None, typer.Option(metavar="STATE", help="unseen, accepted, corrected or added by a person.")
    ] = None,
    concern: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="What concerns civilians: siege, threat, expulsion, displaced, at_risk."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, metavar="N", help="How many, the latest first.")] = 50,
    after: Annotated[
        str | None, typer.Option(metavar="PAGE", help="Go on where a page ended, by the mark that it ended with.")
    ] = None,
    format: Annotated[
        OutputFormat | None, typer.Option("--format", "-f", help="[default: table on a terminal, else jsonl]")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
    bidi: BidiOption = BidiMode.auto,
) -> None:
    """Find events, reports or incidents in a database."""
    from masdar.store import Store

    counts = {}
    for given in least or ():
        key, _, number = given.partition("=")
        if not number.isdigit():
            raise typer.BadParameter(f"{given!r} is not like killed=10.", param_hint="--least")
        counts[key] = int(number)
    try:
        with Store(db, make=False) as store:
            page = store.find(
                what=what.value, limit=limit, after=after, text=text, type=type or (), mode=mode or (),
                status=status or (), claimed=claimed, actor=actor, role=role, place=place, box=box, near=near,
                since=since, until=until, source_kind=source_kind or (), outlet=outlet or (), least=counts,
                confidence=confidence, independent=independent, report=report, country=country, review=review or (),
                concern=concern or (),
            )  # fmt: skip
    except ValueError as error:
        raise typer.BadParameter(f"{error}.") from error
    with _opened(output) as stream:
        chosen = format or (OutputFormat.table if stream.isatty() else OutputFormat.jsonl)
        if what is Found.incidents:
            from masdar.export.incidents import lines

            stream.writelines(lines(cast("list[FoundIncident]", page.items), table=chosen is OutputFormat.table))
        else:
            from masdar.export.format import put

            found = cast("list[FoundEvent | FoundReport]", page.items)
            put((one.record for one in found), stream, _format(chosen, stream, bidi, False))
        stream.flush()
    if page.after:
        typer.echo(f"There is more: go on with --after {page.after}", err=True)


@app.command()
def forget(
    db: DatabaseOption,
    report: Annotated[str | None, typer.Option(metavar="ID", help="The report of this id, with all versions.")] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="This name, in every report that holds it.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Take a report or a name out of every table, index and version.

    It cannot be undone. What was written from the database before, and copies of it, are not touched.
    """
    from masdar.store import Store

    if (report is None) == (name is None):
        raise typer.BadParameter("give --report ID or --name NAME.")
    with Store(db, make=False) as store:
        if not yes:
            typer.confirm(f"Forget {'the report' if report else 'the name'} “{report or name}” for good?", abort=True)
        held = store.forget(report=report, name=name)
        store.merge()
    if report is not None:
        typer.echo(f"{db}: the report is forgotten.")
    else:
        typer.echo(f"{db}: the name was in {len(held):,} {'report' if len(held) == 1 else 'reports'} and is forgotten.")


@incidents_app.command("why")
def incidents_why(
    db: DatabaseOption, incident: Annotated[int, typer.Argument(metavar="KEY", help="The incident's key.")]
) -> None:
    """Say why the events of an incident are told to be one."""
    from masdar.store import Store

    with Store(db, make=False) as store, _opened(None) as stream:
        for one, other, likely, reasons in store.reasons(incident):
            stream.write(f"{one}  {other}  {likely:.2f}  {'; '.join(reasons)}\n")
        stream.flush()


EventId = Annotated[str, typer.Argument(metavar="EVENT", help="An event's id, such as report#1.")]


@incidents_app.command("together")
def incidents_together(db: DatabaseOption, one: EventId, other: EventId) -> None:
    """Say that two events are one happening."""
    _decide(db, one, other, True)


@incidents_app.command("apart")
def incidents_apart(db: DatabaseOption, one: EventId, other: EventId) -> None:
    """Say that two events are two happenings."""
    _decide(db, one, other, False)


def _decide(db: str, one: str, other: str, together: bool) -> None:
    from masdar.store import Store

    with Store(db, make=False) as store:
        key = store.decide(one, other, together=together)
    typer.echo(f"{db}: noted as decision {key}; masdar incidents undo {key} takes it back.")


@incidents_app.command("undo")
def incidents_undo(db: DatabaseOption, decision: Annotated[int, typer.Argument(metavar="KEY")]) -> None:
    """Take a decision back."""
    from masdar.store import Store

    with Store(db, make=False) as store:
        store.undo(decision)
    typer.echo(f"{db}: decision {decision} is taken back.")


@incidents_app.command("decisions")
def incidents_decisions(db: DatabaseOption) -> None:
    """List what people have said of events."""
    from masdar.store import Store

    with Store(db, make=False) as store, _opened(None) as stream:
        for one in store.decisions():
            stream.write(f"{one.key}  {one.one}  {one.other}  {'together' if one.together else 'apart'}  {one.made}\n")
        stream.flush()


# --- the workbench ----------------------------------------------------------------------------------------------------

_WORKBENCH = "The workbench needs FastAPI, uvicorn and argon2-cffi; run pip install 'masdar[serve]'."


def _workbench() -> None:
    """Refuse where what the server is made of is not installed."""
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in ("fastapi", "uvicorn", "python_multipart", "argon2")):
        _fail(_WORKBENCH)


@app.command()
def serve(
    db: DatabaseOption,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Listen on this address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="Listen on this port; 0: any.")] = 8650,
    open_: Annotated[bool, typer.Option("--open", help="Open a browser at it.")] = False,
    tiles: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Map tiles ({z}/{x}/{y}); whoever serves them sees where people look."),
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="A name that it is reached by, such as masdar.example.org.")
    ] = None,
    login: Annotated[bool, typer.Option("--login", help="Have people log in on loopback too.")] = False,
    certificate: Annotated[Path | None, typer.Option(metavar="FILE", help="Certificate, for https.")] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's private key.")] = None,
    proxied: Annotated[
        bool, typer.Option("--proxied", help="It is reached by https through a proxy on this machine.")
    ] = False,
    lexicon: Lexicon = None,
) -> None:
    """Show the workbench: read, check and correct what was coded, in a browser.

    Only this machine can reach it, unless --host says otherwise; then people must log in (masdar user add).
    """
    _workbench()
    from masdar.web.serve import ServeError
    from masdar.web.serve import serve as run
    from masdar.web.settings import Settings

    if (certificate is None) != (key is None):
        raise typer.BadParameter("give --certificate and --key together.")
    for file in filter(None, (certificate, key)):
        if not file.is_file():
            _fail(f"{file}: does not exist; check the path.")
    if tiles is not None and not (tiles.startswith(("https://", "http://")) and "{z}" in tiles):
        raise typer.BadParameter(
            f"{tiles!r} is no URL of tiles; give one like https://tiles.example.org/{{z}}/{{x}}/{{y}}.png."
        )
    settings = Settings(
        db, host, port, tuple(name or ()), login or proxied, certificate is not None or proxied, tiles, lexicon
    )
    try:
        run(
            settings, certificate=str(certificate) if certificate else None, key=str(key) if key else None, show=open_,
            tell=lambda sentence: typer.echo(sentence, err=True),
        )  # fmt: skip
    except ServeError as error:
        _fail(str(error))


user_app = typer.Typer(
    help="Say who may use the workbench over a network.", no_args_is_help=True, add_completion=False,
    rich_markup_mode=None,
)  # fmt: skip
app.add_typer(user_app, name="user")


class UserRole(StrEnum):
    """What somebody may do in the workbench; each may do what those before it may."""

    reader = "reader"
    coder = "coder"
    admin = "admin"


UserName = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]


def _password(name: str) -> str:
    """A new password: asked for twice on a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        return str(typer.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


@user_app.command("add")
def user_add(
    name: UserName,
    db: DatabaseOption,
    role: Annotated[
        UserRole, typer.Option(help="reader: looks; coder: reviews and adds too; admin: all.")
    ] = UserRole.reader,
) -> None:
    """Let somebody in; the password is asked for, or read from standard input."""
    _workbench()
    from masdar.store import Store, people

    with Store(db) as store:
        people.add(store.database, name, role.value, _password(name))
    typer.echo(f"{db}: {name} may log in as {role.value}.")


@user_app.command("list")
def user_list(db: DatabaseOption) -> None:
    """List who may log in."""
    from masdar.store import Store, people

    with Store(db, make=False) as store, _opened(None) as stream:
        for one in people.everybody(store.database):
            stream.write(f"{one.name}  {one.role}  {one.made}\n")
        stream.flush()


@user_app.command("remove")
def user_remove(name: UserName, db: DatabaseOption) -> None:
    """Let somebody in no more. What he did stays in the logs."""
    from masdar.store import Store, people

    with Store(db, make=False) as store:
        people.remove(store.database, name)
    typer.echo(f"{db}: {name} may not log in any more.")


@user_app.command("password")
def user_password(
    name: UserName,
    db: DatabaseOption,
    role: Annotated[UserRole | None, typer.Option(help="Give another role too.")] = None,
) -> None:
    """Give somebody another password; whoever is logged in by that name is logged out."""
    _workbench()
    from masdar.store import Store, people

    with Store(db, make=False) as store:
        people.change(store.database, name, password=_password(name), role=role.value if role else None)
    typer.echo(f"{db}: {name} has another password.")


@app.command()
def gold(
    db: DatabaseOption,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
    texts: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the texts there.")] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Also reports of which not every event has been looked at.")
    ] = False,
) -> None:
    """Write what people have corrected as gold, for masdar evaluate and for training."""
    from masdar.store import Store
    from masdar.store import gold as made

    with Store(db, make=False) as store:
        with _opened(output) as stream:
            stream.writelines(made.line(row) for row in made.rows(store.database, partial=partial))
            stream.flush()
        if texts is not None:
            with _opened(texts) as stream:
                stream.writelines(made.line(row) for row in made.rows(store.database, what="texts", partial=partial))


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave with its exit status; no error leaves a trace unless ``--debug`` is given."""
    gc.set_threshold(100_000, 20, 100)  # loading and coding make many objects and hardly a cycle of them
    given = sys.argv[1:] if arguments is None else arguments
    end = given.index("--") if "--" in given else len(given)
    debug = DEBUG in given[:end]
    given = [argument for number, argument in enumerate(given) if argument != DEBUG or number > end]
    before = os.environ.get("MASDAR_DEBUG")
    if debug:
        os.environ["MASDAR_DEBUG"] = "1"
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(given, prog_name="masdar")
    except Exception as error:  # the last guard
        if debug:
            traceback.print_exc()
        _leave(*_told(error))
    finally:
        if debug and before is None:  # a program that calls this one goes on without it
            del os.environ["MASDAR_DEBUG"]


def _told(error: Exception) -> tuple[str, int]:
    """The sentence for an error that got through, and the exit status."""
    from masdar.knowledge.tables import LexiconError
    from masdar.reading.report import printable

    if type(error).__name__ in ("EvaluationError", "StoreError"):  # by name, so that telling one loads neither
        return f"masdar: {printable(str(error)).rstrip('.')}.", 1
    if isinstance(error, BrokenPipeError):
        return "", 0  # whoever read our output has had enough
    if isinstance(error, LexiconError):
        return f"masdar: the lexicon cannot be used: {printable(str(error))}.", 1
    if isinstance(error, OSError):
        named = f"{error.filename}: " if error.filename else ""
        reason = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or type(error).__name__
        return printable(f"masdar: {named}{reason}; what was written before stands."), 1
    if isinstance(error, MemoryError):
        return "masdar: there is not enough memory; give fewer workers or smaller reports.", 1
    return (
        f"masdar: an unexpected error, a fault of the program ({type(error).__name__}: "
        f"{printable(str(error))[:300]}); run again with {DEBUG} to see where.",
        1,
    )


def _leave(message: str, status: int) -> NoReturn:
    """Say the message and end, whatever state the standard streams are in."""
    if message:
        print(message, file=sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        # Python flushes once more at the end and would complain; give it somewhere to write to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(status)


def _keep_apart(output: Path | None, paths: list[str]) -> None:
    """Refuse to write over a report: opening the file to write to would empty it."""
    if output is None or not output.exists():
        return
    for path in paths:
        if os.path.exists(path) and os.path.samefile(path, output):
            _fail(f"{output}: is one of the files to read; write to another one.")


def _debug() -> bool:
    return os.environ.get("MASDAR_DEBUG") == "1"


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    """The stream to write to, UTF-8 and with line ends as they are given; Ctrl-C ends with a sentence."""
    stream: TextIO
    if path is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(newline="")
        stream = sys.stdout
    else:
        try:
            stream = open(path, "w", encoding="utf-8", newline="")  # noqa: SIM115
        except OSError as error:
            _fail(f"{path}: cannot be written ({error.strerror}); give another file.")
    try:
        yield stream
    except KeyboardInterrupt:
        stream.flush()
        typer.echo("masdar: stopped; what was written before stands.", err=True)
        raise typer.Exit(130) from None
    finally:
        if path is not None:
            stream.close()


class _Teller:
    """Says problems on standard error and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, problem: Any) -> None:
        self.count += 1
        typer.echo(str(problem), err=True)


@contextmanager
def _telling() -> Iterator[_Teller]:
    yield _Teller()


def _format(chosen: OutputFormat, stream: TextIO, bidi: BidiMode, bom: bool) -> Format:
    if chosen is OutputFormat.csv:
        from masdar.export.csv import Csv

        return Csv(mark=bom)
    if chosen is OutputFormat.geojson:
        from masdar.export.geojson import GeoJson

        return GeoJson()
    if chosen is OutputFormat.jsonl:
        from masdar.export.jsonl import Jsonl

        return Jsonl()
    import shutil

    from masdar.export.bidi import choose
    from masdar.export.table import Table

    terminal = stream.isatty()
    width = shutil.get_terminal_size((100, 24)).columns if terminal else 100
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    modes: dict[BidiMode, Literal["terminal", "isolate", "visual"]] = {
        BidiMode.auto: choose(os.environ) if terminal else "terminal",
        BidiMode.terminal: "terminal",
        BidiMode.isolate: "isolate",
        BidiMode.visual: "visual",
    }
    return Table(width=max(40, width), colour=colour, mode=modes[bidi])


def _identity(stream: TextIO) -> tuple[int, int] | None:
    """Device and inode of the file that is written to, so that it is not read as well."""
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


@contextmanager
def _progress(paths: Iterable[str], *, shown: bool) -> Iterator[tuple[Callable[[int], None], Callable[[], None]]]:
    """A progress bar on standard error, where that is a terminal and the records do not go to one.

    Gives two functions: to tell bytes read, and to tell that a report is done.
    """
    if not shown or not sys.stderr.isatty():
        yield (lambda _count: None), (lambda: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from masdar.reading import measure

    columns = (BarColumn(), TextColumn("{task.fields[done]} reports"), TextColumn("{task.fields[rate]}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=measure(paths), done=0, rate="")
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            elapsed = progress.tasks[0].elapsed or 0.0
            progress.update(task, done=done, rate=f"{done / elapsed:.0f}/s" if elapsed > 1 else "")

        yield (lambda count: progress.update(task, advance=count)), step
