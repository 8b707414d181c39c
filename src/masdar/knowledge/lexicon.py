"""The lexicon in memory: every table read, checked and indexed by the keys that words are looked up by.

One :class:`Lexicon` is loaded once and shared by all stages. Looking something up never searches: acts, light verbs
and reporting verbs are expanded to all their inflected forms when the lexicon is loaded, names are kept in a trie over
words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, get_args

from masdar.arabic.nouns import inflect_noun
from masdar.arabic.paradigms import Paradigms, Verb
from masdar.arabic.script import key, normalise
from masdar.arabic.verbs import Form
from masdar.knowledge.tables import BUILT_IN, LexiconError, Row, read_all
from masdar.record import (
    EVENT_TYPES,
    MODES,
    RELATION_TYPES,
    SECTORS,
    STATUSES,
    CountKey,
    RelationType,
    SourceKind,
)

BLOCKED = "NONE"  # the "type" of a row that keeps a word from being read as an act
ACT_FILES = ("acts-force.csv", "acts-speech.csv")
ROLES = ("actor", "recipient", "both", "place", "location", "origin", "destination", "content", "instrument", "none")
GENITIVES = (*ROLES, "either", "")
CLASSES = (
    "@armed", "@actor", "@gov", "@country", "@place", "@person", "@people", "@weapon", "@casualty", "@body",
)  # fmt: skip

T = TypeVar("T")


def fold(text: str) -> str:
    """The lookup key of one word as it stands in a table."""
    return key(normalise(text))


@lru_cache(maxsize=1 << 15)
def bare(text: str) -> str:
    """The lookup key without the article."""
    light = normalise(text)
    folded = key(light)
    # Judged before folding: إلكتروني has no article.
    return folded[2:] if light.startswith("ال") and len(light) > 4 else folded


Marks = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One sense of an act word: a row of an acts table."""

    id: str
    type: str
    mode: str | None
    verb: str
    nouns: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    unless: frozenset[str]
    subject: str
    object: str
    marks: Marks
    genitive: str
    weight: int
    cameo: str | None
    acled: str | None
    ucdp: str | None
    where: str


@dataclass(frozen=True, slots=True)
class LightVerb:
    """A verb that carries an act noun: شن هجوما."""

    id: str
    subject: str
    object: str
    marks: Marks
    where: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A way of telling who says so."""

    id: str
    kind: str
    frame: str
    where: str


@dataclass(frozen=True, slots=True)
class VerbForm(Generic[T]):
    """An inflected form of a row's verb, or one of its nouns (``form`` None)."""

    entry: T
    form: Form | None

    @property
    def kind(self) -> str:
        """``verb``, ``noun``, ``active participle`` or ``passive participle``."""
        return self.form.kind if self.form else "noun"


@dataclass(frozen=True, slots=True)
class SourceNoun:
    """A noun that names a kind of source: مصدر، شهود، وكالة."""

    id: str
    kind: SourceKind
    where: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that changes the status of the act in its scope."""

    id: str
    status: str
    kind: str
    scope: str
    where: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A named actor: a row of actors.csv."""

    id: str
    name: str
    country: str | None
    sector: str | None
    parent: str | None
    backed_by: tuple[str, ...]
    start: str
    end: str
    kind: str
    where: str


@dataclass(frozen=True, slots=True)
class Agent:
    """A common noun for people or a body: جنود، حكومة. ``singular`` holds the forms that mean one (جنديا، جندية)."""

    id: str
    sector: str | None
    country: str | None
    collective: str
    where: str
    singular: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Modifier:
    """An adjective or genitive that sets an agent noun's sector: معارض."""

    id: str
    sector: str | None
    armed_sector: str | None
    country: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Office:
    """A title of a person: رئيس، المتحدث باسم، شقيق."""

    id: str
    kind: str
    sector: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Demonym:
    """A country's name, adjective, people or speaking capital, each a form of its own."""

    country: str
    kind: Literal["country", "adjective", "people", "capital"]
    where: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet or agency."""

    id: str
    kind: str
    country: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Casualty:
    """A word for what happened to people who are counted."""

    id: str
    key: CountKey
    people: bool  # the noun names those it happened to (قتلى), not the happening (مقتل)
    where: str


@dataclass(frozen=True, slots=True)
class TieWord:
    """A word between two actors that states a lasting tie."""

    id: str
    type: RelationType
    prepositions: tuple[str, ...]
    head_before: bool
    where: str


KEPT = 1 << 16  # answers of a Forms; a text of a thousand words has some six hundred different ones
_UNQUOTED = str.maketrans('"«»', "   ")
HYPHEN = "-"  # passed over inside names: كيم جونغ-أون
_HERE = "\0"  # where a name ends in the trie; no word is this


class Names(Generic[T]):
    """A trie over words: names of one or more words, the longest match first.

    A name of one word that is written with the article is found only with it; within longer names the article is
    left out of account, since الجيش السوري الحر and جيش سوري حر are the same name to a lexicon.
    """

    def __init__(self) -> None:
        self._root: dict[str, dict[str, object]] = {}
        self._articled: dict[str, list[T]] = {}
        #: Keys that the first word of a name may have, to pass over all other words of a text quickly.
        self.first: set[str] = set()
        self.count = 0

    def add(self, name: str, entry: T) -> None:
        """Add one name for an entry; words are separated by spaces."""
        words = name.translate(_UNQUOTED).split()
        keys = [folded for folded in map(bare, words) if folded]
        if not keys:
            return
        self.count += 1
        if len(keys) == 1:
            (whole,) = (fold(word) for word in words if bare(word))
            if whole.startswith("ال") and len(whole) > 4:
                self.first.add(whole)
                entries = self._articled.setdefault(whole, [])
                if entry not in entries:
                    entries.append(entry)
                return
        node: dict[str, object] = self._root  # type: ignore[assignment]
        self.first.add(keys[0])
        for folded in keys:
            node = node.setdefault(folded, {})  # type: ignore[assignment]
        found: list[T] = node.setdefault(_HERE, [])  # type: ignore[assignment]
        if entry not in found:
            found.append(entry)

    def longest(self, keys: Sequence[tuple[str, str]], start: int, stop: int) -> tuple[int, list[T]] | None:
        """The longest name that starts at ``start``: how many words it has, and its entries.

        :param keys: for each word its key and its key without the article; ("", "") ends any name.
        """
        best: tuple[int, list[T]] | None = None
        articled = self._articled.get(keys[start][0])
        if articled:
            best = (1, articled)
        elif keys[start][1] not in self._root:
            return None
        node: dict[str, object] | None = self._root  # type: ignore[assignment]
        position = start
        while position < stop:
            plain = keys[position][1]
            if not plain:
                break
            if plain == HYPHEN and position > start:
                position += 1
                continue
            node = node.get(plain) if node else None  # type: ignore[assignment]
            if node is None:
                break
            position += 1
            found = node.get(_HERE)
            if found:
                best = (position - start, found)  # type: ignore[assignment]
        return best


class Forms(Generic[T]):
    """Entries by the inflected forms of their verbs and by their nouns."""

    def __init__(self, paradigms: Paradigms, nouns: dict[str, list[T]], verbs: dict[Verb, list[T]]) -> None:
        self._paradigms = paradigms
        self._nouns = nouns
        self._verbs = verbs
        #: What a folded word can be: as a noun first, then as a form of a verb. Empty where it is nothing. Every word
        #: of every text is asked for, so that the answers are kept and looked up without a call.
        self.get: Callable[[str], tuple[VerbForm[T], ...]] = _Kept(self._find).__getitem__

    def _find(self, surface: str) -> tuple[VerbForm[T], ...]:
        """Forms of the second person are left out: reports do not address their readers, and تعرضوا is *they met
        with*."""
        listed, inflected = self._nouns.get(surface), self._paradigms.lookup(surface)
        if not listed and not inflected:
            return ()
        nouns = [VerbForm(entry, None) for entry in dict.fromkeys(listed or ())]
        verbs = [
            VerbForm(entry, form)
            for verb, form in inflected
            for entry in self._verbs.get(verb, ())
            if (form.kind == "verb" or not nouns) and form.person != 2
        ]
        return (*nouns, *verbs)


class _Kept(dict[str, T]):
    """Answers by what was asked, each found once; all are forgotten when they have become many."""

    def __init__(self, find: Callable[[str], T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, asked: str) -> T:
        if len(self) >= KEPT:
            self.clear()
        answer = self[asked] = self._find(asked)
        return answer


class _Collector(Generic[T]):
    """Collects the nouns and verbs of a table for :class:`Forms`."""

    def __init__(self) -> None:
        self.nouns: dict[str, list[T]] = {}
        self.verbs: dict[Verb, list[T]] = {}

    def add(self, row: Row, entry: T, nouns: str = "nouns") -> None:
        for surface in _noun_keys(row.many(nouns)):
            self.nouns.setdefault(surface, []).append(entry)
        verb = _verb(row)
        if verb is not None:
            self.verbs.setdefault(verb, []).append(entry)


def _marks(row: Row) -> Marks:
    marks = []
    for item in row.many("marks"):
        preposition, _, role = item.partition(":")
        if role not in ROLES:
            raise row.error(f"marks: {role!r} is no role; use one of {', '.join(ROLES)}")
        marks.append((fold(preposition), role))
    return tuple(marks)


def _words(row: Row, column: str) -> frozenset[str]:
    found = set()
    for word in row.many(column):
        if word.startswith("@"):
            if word not in CLASSES:
                raise row.error(f"{column}: {word} is no class; use one of {', '.join(CLASSES)}")
            found.add(word)
        else:
            found.add(" ".join(bare(part) for part in word.split()))
    return frozenset(found)


def _one_of(row: Row, column: str, allowed: Iterable[str]) -> str:
    value = row[column]
    if value not in allowed:
        raise row.error(f"{column}: {value!r} is none of {', '.join(a or 'empty' for a in allowed)}")
    return value


def _sector(row: Row, value: str) -> str | None:
    if value and value not in SECTORS:
        raise row.error(f"sector: {value!r} is none of {', '.join(SECTORS)}")
    return value or None


def _country(row: Row, value: str) -> str | None:
    if value and not (len(value) == 3 and value.isascii() and value.isupper()):
        raise row.error(f"country: {value!r} is no ISO 3166 alpha-3 code")
    return value or None


_UNWANTED = frozenset(map(chr, (*range(0x064B, 0x0653), 0x0640)))  # vowel signs and tatweel


def _arabic(row: Row, *columns: str) -> None:
    for column in columns:
        if not _UNWANTED.isdisjoint(row[column]):
            raise row.error(f"{column}: write it without vowel signs and tatweel")


def _verb(row: Row) -> Verb | None:
    if bool(row["verb"]) != bool(row["present"]):
        raise row.error("verb and present: give both or neither")
    if not row["verb"]:
        return None
    _arabic(row, "verb", "present")
    return row["verb"], row["present"]


ACT_COLUMNS = (
    "id", "verb", "present", "nouns", "type", "mode", "needs", "unless", "subject", "object", "marks", "genitive",
    "weight", "cameo", "acled", "ucdp", "gloss",
)  # fmt: skip


def _act(row: Row) -> Act:
    act_type = _one_of(row, "type", (*EVENT_TYPES, BLOCKED))
    mode = row["mode"] or None
    if mode and mode not in MODES.get(act_type, ()):  # type: ignore[call-overload]
        raise row.error(f"mode: {mode!r} is no mode of {act_type}")
    if not row["verb"] and not row["nouns"]:
        raise row.error("has neither a verb nor a noun")
    if not row["weight"].isdigit() or int(row["weight"]) > 100:
        raise row.error("weight: a whole number from 0 to 100 is needed")
    _arabic(row, "nouns", "needs", "unless")
    needs = []
    for group in row["needs"].split("+"):
        words = _words(Row(row.path, row.line, {**row.cells, "needs": group}), "needs")
        if words:
            needs.append(words)
    return Act(
        id=row["id"],
        type=act_type,
        mode=mode,
        verb=row["verb"],
        nouns=row.many("nouns"),
        needs=tuple(needs),
        unless=_words(row, "unless"),
        subject=_one_of(row, "subject", (*ROLES, "")) or "actor",
        object=_one_of(row, "object", (*ROLES, "")) or "none",
        marks=_marks(row),
        genitive=_one_of(row, "genitive", GENITIVES) or "either",
        weight=int(row["weight"]),
        cameo=row["cameo"] or None,
        acled=row["acled"] or None,
        ucdp=row["ucdp"] or None,
        where=row.where,
    )


@dataclass
class Lexicon:
    """All tables, indexed. Make one with :meth:`load`."""

    fingerprint: str
    acts: Forms[Act]
    light_verbs: Forms[LightVerb]
    claims: Forms[Claim]
    cues: Forms[Cue]
    casualties: Forms[Casualty]
    toll_hints: Forms[Casualty]
    claim_phrases: Names[Claim] = field(default_factory=Names)
    source_nouns: dict[str, SourceNoun] = field(default_factory=dict)
    cue_phrases: Names[Cue] = field(default_factory=Names)
    actors: Names[Actor] = field(default_factory=Names)
    actors_by_id: dict[str, Actor] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)
    modifiers: dict[str, Modifier] = field(default_factory=dict)
    offices: Names[Office] = field(default_factory=Names)
    demonyms: dict[str, Demonym] = field(default_factory=dict)
    countries: Names[Demonym] = field(default_factory=Names)
    outlets: Names[Outlet] = field(default_factory=Names)
    tie_words: dict[str, tuple[TieWord, ...]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls, *own: Path) -> Lexicon:
        """Read the built-in tables and, over them, those in the user's directories ``own``.

        :raises LexiconError: for the first bad row; the message names file, line and reason.
        """
        for directory in own:
            if not directory.is_dir():
                raise LexiconError(f"{directory}: is not a directory of lexicon tables")
        sizes: dict[str, int] = {}
        phrases: Names[Claim] = Names()
        cue_phrases: Names[Cue] = Names()
        acts = _read_acts(own, sizes)
        light = _read_light_verbs(own, sizes)
        claims = _read_claims(own, sizes, phrases)
        cues = _read_cues(own, sizes, cue_phrases)
        casualties = _read_casualties("casualties.csv", own, sizes)
        hints = _read_casualties("toll-hints.csv", own, sizes)
        collectors: tuple[_Collector[Any], ...] = (acts, light, claims, cues, casualties, hints)
        try:
            paradigms = Paradigms(verb for collector in collectors for verb in collector.verbs)
        except ValueError as error:
            raise LexiconError(str(error)) from error
        lexicon = cls(
            fingerprint=fingerprint(own),
            acts=Forms(paradigms, acts.nouns, acts.verbs),
            light_verbs=Forms(paradigms, light.nouns, light.verbs),
            claims=Forms(paradigms, claims.nouns, claims.verbs),
            cues=Forms(paradigms, cues.nouns, cues.verbs),
            casualties=Forms(paradigms, casualties.nouns, casualties.verbs),
            toll_hints=Forms(paradigms, hints.nouns, hints.verbs),
            claim_phrases=phrases,
            cue_phrases=cue_phrases,
            sizes=sizes,
        )
        for loader in _LOADERS:
            loader(lexicon, own)
        return lexicon


def fingerprint(own: Sequence[Path]) -> str:
    """A digest of all tables, the built-in ones and those in the user's directories ``own``."""
    digest = hashlib.sha256()
    for directory in (BUILT_IN, *own):
        for path in sorted(directory.glob("*.csv")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _table(name: str, columns: Sequence[str], own: Sequence[Path], sizes: dict[str, int]) -> list[Row]:
    """The rows of a table, each id once."""
    seen: dict[str, Row] = {}
    for row in read_all(name, columns, own):
        if not row["id"]:
            raise row.error("has no id")
        if row["id"] in seen:
            raise row.error(
                f"id {row['id']!r} stands already in line {seen[row['id']].line} of {seen[row['id']].path.name}"
            )
        seen[row["id"]] = row
    sizes[name.removesuffix(".csv")] = len(seen)
    return list(seen.values())


def _noun_keys(nouns: Iterable[str]) -> set[str]:
    return {key(form) for noun in nouns for form in (noun, *inflect_noun(noun))}


def _read_acts(own: Sequence[Path], sizes: dict[str, int]) -> _Collector[Act]:
    collector: _Collector[Act] = _Collector()
    for name in ACT_FILES:
        for row in _table(name, ACT_COLUMNS, own, sizes):
            collector.add(row, _act(row))
    return collector


def _read_light_verbs(own: Sequence[Path], sizes: dict[str, int]) -> _Collector[LightVerb]:
    columns = ("id", "verb", "present", "nouns", "subject", "object", "marks", "gloss")
    collector: _Collector[LightVerb] = _Collector()
    for row in _table("light-verbs.csv", columns, own, sizes):
        subject = _one_of(row, "subject", (*ROLES, "cause"))
        collector.add(row, LightVerb(row["id"], subject, row["object"] or "object", _marks(row), row.where))
    return collector


def _read_claims(own: Sequence[Path], sizes: dict[str, int], phrases: Names[Claim]) -> _Collector[Claim]:
    columns = ("id", "kind", "verb", "present", "nouns", "patterns", "frame", "gloss")
    collector: _Collector[Claim] = _Collector()
    for row in _table("claims.csv", columns, own, sizes):
        claim = Claim(row["id"], row["kind"], row["frame"], row.where)
        for pattern in row.many("patterns"):
            phrases.add(pattern, claim)
        collector.add(row, claim)
    return collector


def _read_cues(own: Sequence[Path], sizes: dict[str, int], phrases: Names[Cue]) -> _Collector[Cue]:
    collector: _Collector[Cue] = _Collector()
    for row in _table("cues.csv", ("id", "cue", "status", "kind", "scope", "gloss"), own, sizes):
        cue = Cue(row["id"], _one_of(row, "status", STATUSES), row["kind"], row["scope"], row.where)
        for item in row.many("cue"):
            past, slash, present = item.partition("/")
            if slash:
                collector.verbs.setdefault((past.strip(), present.strip()), []).append(cue)
            else:
                phrases.add(item, cue)
    return collector


def _read_casualties(table: str, own: Sequence[Path], sizes: dict[str, int]) -> _Collector[Casualty]:
    columns = ("id", "key", "verb", "present", "nouns", "people", "gloss")
    collector: _Collector[Casualty] = _Collector()
    for row in _table(table, columns, own, sizes):
        count_key: CountKey = _one_of(row, "key", get_args(CountKey))  # type: ignore[assignment]
        collector.add(row, Casualty(row["id"], count_key, False, row.where))
        people = Casualty(row["id"], count_key, True, row.where)
        for surface in _noun_keys(row.many("people")):
            collector.nouns.setdefault(surface, []).append(people)
    return collector


def _load_source_nouns(lexicon: Lexicon, own: Sequence[Path]) -> None:
    rows = _table("source-nouns.csv", ("id", "forms", "kind", "gloss"), own, lexicon.sizes)
    for row in rows:
        kind = _one_of(row, "kind", get_args(SourceKind))
        noun = SourceNoun(row["id"], kind, row.where)  # type: ignore[arg-type]
        for surface in _noun_keys(row.many("forms")):
            lexicon.source_nouns.setdefault(surface, noun)


ACTOR_COLUMNS = (
    "id", "name", "aliases", "english", "country", "sector", "parent", "backed_by", "start", "end", "kind", "note",
)  # fmt: skip


def _load_actors(lexicon: Lexicon, own: Sequence[Path]) -> None:
    rows = _table("actors.csv", ACTOR_COLUMNS, own, lexicon.sizes)
    for row in rows:
        if not row["name"]:
            raise row.error("has no name")
        actor = Actor(
            id=row["id"],
            name=row["name"],
            country=_country(row, row["country"]),
            sector=_sector(row, row["sector"]),
            parent=row["parent"] or None,
            backed_by=row.many("backed_by"),
            start=row["start"],
            end=row["end"],
            kind=row["kind"],
            where=row.where,
        )
        lexicon.actors_by_id[actor.id] = actor
        for name in (row["name"], *row.many("aliases")):
            lexicon.actors.add(name, actor)
    for row in rows:
        if row["parent"] and row["parent"] not in lexicon.actors_by_id:
            raise row.error(f"parent {row['parent']!r} is no actor's id")


def _load_agents(lexicon: Lexicon, own: Sequence[Path]) -> None:
    columns = ("id", "forms", "sector", "country", "collective", "gloss")
    rows = _table("agents.csv", columns, own, lexicon.sizes)
    for row in rows:
        first, *others = row.many("forms")
        one = bool(others) and not first.endswith(("ون", "ين", "ات"))  # the singular stands first, where it is listed
        agent = Agent(
            row["id"],
            _sector(row, row["sector"]),
            _country(row, row["country"]),
            row["collective"],
            row.where,
            frozenset(key(form) for form in (first, first + "ا", first + "ة") if one),
        )
        for surface in _noun_keys(row.many("forms")):
            lexicon.agents.setdefault(surface, agent)


def _load_modifiers(lexicon: Lexicon, own: Sequence[Path]) -> None:
    columns = ("id", "forms", "sector", "country", "gloss")
    rows = _table("modifiers.csv", columns, own, lexicon.sizes)
    for row in rows:
        first, _, second = row["sector"].partition("/")
        armed, plain = _sector(row, first), _sector(row, second or first)
        modifier = Modifier(row["id"], plain, armed, _country(row, row["country"]), row.where)
        for form in row.many("forms"):
            lexicon.modifiers.setdefault(bare(form), modifier)


def _load_offices(lexicon: Lexicon, own: Sequence[Path]) -> None:
    columns = ("id", "forms", "sector", "kind", "tail", "gloss")
    rows = _table("offices.csv", columns, own, lexicon.sizes)
    for row in rows:
        office = Office(row["id"], row["kind"], _sector(row, row["sector"]), row.where)
        for form in row.many("forms"):
            lexicon.offices.add(form, office)
            words = form.split()
            if len(words) == 1:
                for variant in inflect_noun(form):
                    lexicon.offices.add(variant, office)


def _load_demonyms(lexicon: Lexicon, own: Sequence[Path]) -> None:
    columns = ("id", "iso3", "country_names", "adjectives", "people", "capital_names")
    rows = _table("demonyms.csv", columns, own, lexicon.sizes)
    for row in rows:
        country = _country(row, row["iso3"])
        if country is None:
            raise row.error("iso3: a country code is needed")
        for name in row.many("country_names"):
            lexicon.countries.add(name, Demonym(country, "country", row.where))
        for name in row.many("capital_names"):
            lexicon.countries.add(name, Demonym(country, "capital", row.where))
        # A people's word that is also the adjective (سوريون) is kept as the people: it can stand alone.
        for form in row.many("people"):
            lexicon.demonyms.setdefault(bare(form), Demonym(country, "people", row.where))
        for form in row.many("adjectives"):
            lexicon.demonyms.setdefault(bare(form), Demonym(country, "adjective", row.where))


def _load_outlets(lexicon: Lexicon, own: Sequence[Path]) -> None:
    rows = _table("outlets.csv", ("id", "names", "english", "country", "kind"), own, lexicon.sizes)
    for row in rows:
        outlet = Outlet(row["id"], row["kind"], _country(row, row["country"]), row.where)
        for name in row.many("names"):
            lexicon.outlets.add(name, outlet)


def _load_ties(lexicon: Lexicon, own: Sequence[Path]) -> None:
    columns = ("id", "type", "forms", "preposition", "head", "gloss")
    rows = _table("ties.csv", columns, own, lexicon.sizes)
    index: dict[str, list[TieWord]] = {}
    for row in rows:
        tie_type: RelationType = _one_of(row, "type", RELATION_TYPES)  # type: ignore[assignment]
        before = _one_of(row, "head", ("before", "after")) == "before"
        word = TieWord(row["id"], tie_type, row.many("preposition"), before, row.where)
        for form in row.many("forms"):
            index.setdefault(fold(form), []).append(word)
    lexicon.tie_words = {word: tuple(entries) for word, entries in index.items()}


_LOADERS = (
    _load_source_nouns, _load_actors, _load_agents, _load_modifiers, _load_offices, _load_demonyms, _load_outlets,
    _load_ties,
)  # fmt: skip
