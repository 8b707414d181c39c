"""What the stages hand to each other: a report in the making.

A stage reads the layers before it and fills its own; no stage changes another's. Word numbers index
``Document.words`` (end exclusive); ``start``/``end`` named without ``word`` are code points of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from masdar.arabic.document import Document
from masdar.arabic.numbers import NumberPhrase
from masdar.arabic.phrases import NounPhrase
from masdar.knowledge.lexicon import Act, LightVerb, VerbForm

if TYPE_CHECKING:
    from masdar.coding.counts import Toll
    from masdar.coding.placing import PlaceMention
    from masdar.coding.times import TimeExpression


@dataclass(slots=True, eq=False)
class Mention:
    """Words that name or describe someone: a person, a body, a group, a country as an actor.

    ``kind`` is one of person, body, people, country, capital, adjective, name, pronoun; ``phrase`` numbers the noun
    phrase that holds it; ``refers_to`` is the fuller mention that it stands for.
    """

    start_word: int
    end_word: int
    start: int
    end: int
    kind: str
    phrase: int
    sector: str | None = None
    country: str | None = None
    actor_id: str | None = None
    plural: bool = False
    feminine: bool = False
    office: str = ""  # id of the office in it
    name_start: int = -1  # where the proper name inside it starts (word), -1 if it has none
    lexicon: str | None = None
    refers_to: Mention | None = None
    key: str = ""  # what it is compared with other mentions by

    @property
    def resolved(self) -> Mention:
        """The mention it stands for in the end, itself if none."""
        mention, steps = self, 0
        while mention.refers_to is not None and steps < 10:
            mention, steps = mention.refers_to, steps + 1
        return mention


@dataclass(slots=True)
class Why:
    """Why a field was filled: rule name, lexicon line, words it read."""

    field: str
    rule: str
    lexicon: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(slots=True, eq=False)
class Argument:
    """A mention in its part for an act, with the rule that put it there."""

    mention: Mention
    rule: str


@dataclass(slots=True)
class Teller:
    """A source: a mention that tells, with its kind."""

    mention: Mention
    kind: str | None
    rule: str


@dataclass(slots=True)
class ClaimMention:
    """One act of telling: who speaks, who carries it, and the words that it covers."""

    marker: int  # word
    speaker: Teller | None
    carriers: list[Teller]
    scope: tuple[int, int]  # words
    kind: str
    lexicon: str
    content: str = ""  # what follows: that, quote, act, closes, according, hearsay


@dataclass(slots=True, eq=False)
class ActMention:
    """A word that may tell an event, with what the stages find out about it."""

    word: int
    act: Act
    form: VerbForm[Act]
    type: str
    types: tuple[str, ...] = ()  # what else it may be, by its word's other senses or by its circumstances
    light: VerbForm[LightVerb] | None = None
    light_word: int = -1
    passive: bool = False
    status: str = "actual"
    mode: str | None = None
    actors: list[Argument] = field(default_factory=list)
    recipients: list[Argument] = field(default_factory=list)
    places: list[tuple[PlaceMention, str, str]] = field(default_factory=list)  # place, role, rule
    time: TimeExpression | None = None
    sources: list[Teller] = field(default_factory=list)
    counts: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    also: list[ActMention] = field(default_factory=list)
    confidence: float = 0.0
    why: list[Why] = field(default_factory=list)

    @property
    def verbal(self) -> bool:
        """Whether the trigger is a finite verb."""
        return self.form.form is not None and self.form.form.kind == "verb"


@dataclass(slots=True)
class Tie:
    """A lasting tie between two mentions."""

    type: str
    head: Mention
    tail: Mention
    rule: str
    word: int


@dataclass(slots=True)
class Draft:
    """A report in the making, layer by layer."""

    document: Document
    published: date | None
    source: str | None
    keys: list[tuple[str, str]] = field(default_factory=list)  # of the words, as names are looked up by
    phrases: list[NounPhrase] = field(default_factory=list)
    phrase_at: list[int] = field(default_factory=list)  # for each word the number of its phrase, or -1
    mentions: list[Mention] = field(default_factory=list)
    place_names: list[PlaceMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)  # those named, and those only described
    times: list[TimeExpression] = field(default_factory=list)
    numbers: list[NumberPhrase] = field(default_factory=list)
    acts: list[ActMention] = field(default_factory=list)
    tolls: list[Toll] = field(default_factory=list)
    claims: list[ClaimMention] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    main_country: str | None = None
