"""The signs that the judge weighs: for an act, a pair of acts, a mention in a role, a source, a place, a status.

Every feature is a short string; what a rule found out goes in as a feature like any other, so that the model learns
how far to trust the rule.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from masdar.arabic.document import NUMBER, PUNCTUATION, WORD, Word
from masdar.arabic.phrases import PREPOSITIONS
from masdar.arabic.syntax import COMPLEMENTISERS, RELATIVES, Syntax
from masdar.arabic.tags import class_of
from masdar.coding.draft import ActMention, ClaimMention, Draft, Mention, Teller
from masdar.coding.judge import Sign, spell
from masdar.coding.mentions import ARMED

if TYPE_CHECKING:
    from masdar.coding.placing import PlaceMention
    from masdar.coding.times import TimeExpression

SPEECH = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT", "AGREE", "CONSULT", "CONCEDE", "COOPERATE"))
_POINTING = frozenset("هذا هذه ذلك تلك هذان هاتان".split())
_ANOTHER = frozenset(
    "آخر أخرى اخر اخري اخرى آخرين آخرون ثان ثانية ثالث ثالثة مماثل مماثلة جديد جديدة سابق سابقة مشابه مشابهة لاحق لاحقة"
    " منفصل منفصلة السابق السابقة الثاني الثانية الأخير الأخيرة الاول الأول الأولى الجديد الجديدة".split()
)
# Words after which a sentence tells what was known before, not what its speaker says.
_BACKGROUND = frozenset(
    "بعد منذ إثر اثر عقب قبل خلال جراء بسبب رغم ضد على حول بشأن عن من حيث فيما بينما لكن التي الذي".split()
)
_UNMARKED = str.maketrans("", "", "?~%")
# Words that open a sentence on what lies further back.
LOOKING_BACK = frozenset(("وكان", "وكانت", "كان", "كانت", "يذكر"))
_CONNECTORS = frozenset(PREPOSITIONS | COMPLEMENTISERS | RELATIVES | {"،", ":", '"', "و"})
_GROUPS = {"GOV": "state", "LEG": "state", "JUD": "state", "IGO": "state", "CVL": "people", "REF": "people"}


def bucket(number: int) -> str:
    """A count or distance in coarse steps."""
    for limit, name in ((0, "0"), (1, "1"), (2, "2"), (4, "4"), (7, "7"), (12, "12"), (20, "20")):
        if number <= limit:
            return name
    return "far"


def plain(edtf: str) -> str:
    """A time without what marks it as uncertain."""
    return edtf.translate(_UNMARKED)


def age_of(time: TimeExpression, published: date | None) -> str:
    """How long before the report a time begins, in coarse steps."""
    if time.edtf is None or published is None:
        return "unknown"
    year, month, day = (*(int(bit) for bit in time.edtf[:10].partition("/")[0].rstrip("?~%").split("-")), 1, 1)[:3]
    days = (published - date(year, month, day)).days
    if days < 0:
        return "ahead"
    return bucket(days) if days <= 20 else "month" if days < 45 else "year" if days < 400 else "old"


def sector_group(mention: Mention) -> str:
    """A sector in four classes: armed, state, people, other."""
    sector = mention.sector or mention.resolved.sector
    if sector in ARMED:
        return "armed"
    return _GROUPS.get(sector or "", "other" if sector else "none")


class Surroundings:
    """What the features need to know of one draft, worked out once."""

    def __init__(self, draft: Draft, syntax: Syntax) -> None:
        self.draft = draft
        self.syntax = syntax
        words = draft.document.words
        self.sentence = [at for at, found in enumerate(draft.document.sentences) for _ in range(found.start, found.end)]
        self.clause = [-1] * len(words)
        for number, sentence in enumerate(draft.document.sentences):
            for clause, (start, end) in enumerate(sentence.clauses):
                for at in range(start, end):
                    self.clause[at] = number * 1000 + clause
        self.verbs_before = [0]
        for word in words:
            self.verbs_before.append(self.verbs_before[-1] + (word.tag == "VERB"))
        self.quoted = _quoted(draft)
        self.types = Counter(act.type for act in draft.acts)
        armed = sum(sector_group(m) == "armed" for m in draft.mentions)
        self.density = [
            f"doc-acts={bucket(len(draft.acts) * 100 // max(1, len(words)))}",
            f"doc-armed={bucket(armed * 100 // max(1, len(words)))}",
            f"doc-state={bucket(sum(sector_group(m) == 'state' for m in draft.mentions) * 100 // max(1, len(words)))}",
        ]
        self.frequency: Counter[int] = Counter(id(m.resolved) for m in draft.mentions)
        self.speakers: dict[int, list[ClaimMention]] = {}
        for claim in draft.claims:
            if claim.speaker is not None:
                self.speakers.setdefault(id(claim.speaker.mention.resolved), []).append(claim)
        self.act_words = [act.word for act in draft.acts]  # in the order of the text, as the acts are
        self.act_at = set(self.act_words)
        self.acts_in = Counter(self.sentence[word] for word in self.act_words)
        self.mention_starts = {mention.start_word for mention in draft.mentions}
        self.claims = sorted(draft.claims, key=lambda claim: claim.marker)
        self.claim_words = [claim.marker for claim in self.claims]
        self.claims_in = {self.sentence[word] for word in self.claim_words}
        self.markers = set(self.claim_words)
        self.timed = {self.sentence[time.start_word] for time in draft.times if time.edtf is not None}
        self.placed = {
            self.sentence[place.start_word]
            for place in draft.places
            if place.level != "country" and place.use != "government"
        }
        self.covered: dict[int, list[ClaimMention]] = {}
        self.ruled_by: dict[int, set[int]] = {}  # mention -> words of the acts that a rule ties it to
        for act in draft.acts:
            for argument in (*act.actors, *act.recipients):
                self.ruled_by.setdefault(id(argument.mention), set()).add(act.word)
        self.entities: dict[int, set[int]] = {}  # sentence -> those it speaks of
        for mention in draft.mentions:
            if mention.kind != "adjective":
                self.entities.setdefault(self.sentence[mention.start_word], set()).add(id(mention.resolved))
        self.place_names: dict[int, set[str]] = {}
        for place in draft.places:
            if place.level != "country":
                self.place_names.setdefault(self.sentence[place.start_word], set()).update(_place_name(draft, place))
        self.rule_roles: dict[int, Counter[str]] = {}
        for act in draft.acts:
            for role, slot in (("actor", act.actors), ("recipient", act.recipients)):
                for argument in slot:
                    self.rule_roles.setdefault(id(argument.mention.resolved), Counter())[f"{role}:{act.type}"] += 1

        self.groups = {id(mention): sector_group(mention) for mention in draft.mentions}
        self.governors: dict[int, int] = {}
        self.standings: dict[int, tuple[str, str, bool]] = {}
        self.link_words, self.links = [], []  # words that join or part what stands around them
        for word in words:
            if word.kind == PUNCTUATION:
                self.link_words.append(word.index)
                self.links.append(word.text)
            elif word.stem in _CONNECTORS or word.norm in _CONNECTORS:
                self.link_words.append(word.index)
                self.links.append(word.stem)
        self.openings: dict[int, Mention | None] = {}
        self.boundaries = [0]  # how many words before each open another clause
        for word in words:
            opens = word.norm in RELATIVES or word.stem in COMPLEMENTISERS
            self.boundaries.append(self.boundaries[-1] + opens)
        self.functions = _functions(syntax)
        self.verbs = syntax.verbs
        self.holders: dict[int, list[Mention]] = {}  # phrase -> its mentions
        for mention in draft.mentions:
            self.holders.setdefault(mention.phrase, []).append(mention)

    def functions_of(self, mention: Mention) -> list[tuple[int, str]]:
        """What a mention is in its sentence: pairs of a verb and subject, object, antecedent or a preposition."""
        return self.functions.get(mention.phrase, [])

    def group(self, mention: Mention) -> str:
        """The sector of a mention in four classes."""
        known = self.groups.get(id(mention))
        return sector_group(mention) if known is None else known

    def covering(self, index: int) -> list[ClaimMention]:
        """The claims that cover a word."""
        known = self.covered.get(index)
        if known is None:
            known = [claim for claim in self.draft.claims if claim.scope[0] <= index < claim.scope[1]]
            self.covered[index] = known
        return known

    def standing(self, mention: Mention, head: Word) -> tuple[str, str, bool]:
        """The class of a mention's head, how it is nested in its noun phrase, and whether it is."""
        known = self.standings.get(id(mention))
        if known is None:
            start, end = mention.start_word, mention.end_word
            others = [m for m in self.holders.get(mention.phrase, ()) if m is not mention]
            outer = next((m.kind for m in others if m.start_word <= start and m.end_word >= end), None)
            inner = next((m.kind for m in others if m.start_word >= start and m.end_word <= end), None)
            nest = f"nest={outer or 'no'}>{mention.kind}>{inner or 'no'}"
            known = self.standings[id(mention)] = class_of(head.stem, head.enclitic), nest, outer is not None
        return known

    def governor(self, index: int) -> int:
        """The finite verb that a word hangs on, or -1."""
        known = self.governors.get(index)
        if known is None:
            known = self.governors[index] = self.syntax.governing_verb(index)
        return known

    def opening(self, number: int) -> Mention | None:
        """The first mention from a sentence on."""
        if number not in self.openings:
            start = self.draft.document.sentences[number].start
            mentions = self.draft.mentions
            self.openings[number] = next((m for m in mentions if m.start_word >= start and m.kind != "adjective"), None)
        return self.openings[number]

    def acts_between(self, one: int, other: int) -> int:
        """How many act words stand between two words."""
        low, high = min(one, other), max(one, other)
        return bisect_left(self.act_words, high) - bisect_right(self.act_words, low)

    def stem(self, index: int) -> str:
        """The stem of a word, or a sign for what stands there instead."""
        words = self.draft.document.words
        if not 0 <= index < len(words):
            return "∅"
        word = words[index]
        return word.bare if word.kind == WORD else "№" if word.kind == NUMBER else word.text

    def verbs_between(self, one: int, other: int) -> int:
        """How many verbs stand between two words."""
        low, high = min(one, other), max(one, other)
        return self.verbs_before[high] - self.verbs_before[low + 1] if high > low else 0


def _functions(syntax: Syntax) -> dict[int, list[tuple[int, str]]]:
    """For each phrase the finite verbs that it stands with, and as what."""
    found: dict[int, list[tuple[int, str]]] = {}
    for verb in syntax.verbs:
        frame = syntax.verb_frame(verb)
        for number in frame.subject:
            found.setdefault(number, []).append((verb, "subject"))
        for number in frame.objects:
            found.setdefault(number, []).append((verb, "object"))
        if frame.antecedent >= 0:
            found.setdefault(frame.antecedent, []).append((verb, "antecedent"))
        for preposition, number in frame.oblique:
            found.setdefault(number, []).append((verb, preposition))
    for number, host in syntax.apposed.items():
        if host in found:
            found.setdefault(number, []).extend(found[host])
    return found


def _quoted(draft: Draft) -> list[bool]:
    inside, flags = False, []
    for word in draft.document.words:
        if word.kind == PUNCTUATION and word.text in '"«»“”':
            inside = word.text in "«“" or (word.text == '"' and not inside)
        flags.append(inside)
    return flags


def of_act(around: Surroundings, act: ActMention) -> list[str]:
    """Whether a word with a lexicon sense tells an event."""
    draft = around.draft
    words = draft.document.words
    word = words[act.word]
    kind, sense, told = act.form.kind, act.act, act.type
    found = [
        f"sense={sense.id}+{told}", f"type={told}", f"as={sense.type}+{told}",
        f"as={sense.type}+{told}+{act.status}", f"weight={sense.weight // 10}", f"kind={kind}",
        f"type+kind={told}+{kind}", f"tag={word.tag}", f"stem={word.bare}", f"weight+kind={sense.weight // 10}+{kind}",
        f"before={around.stem(act.word - 1)}", f"after={around.stem(act.word + 1)}",
        f"tag-before={words[act.word - 1].tag if act.word else '∅'}",
        f"tag-after={words[act.word + 1].tag if act.word + 1 < len(words) else '∅'}",
        f"sentence={min(around.sentence[act.word], 4)}", *around.density,
        f"type-count={told}:{bucket(around.types[told])}", f"status={act.status}",
        f"status+type={act.status}+{told}",
    ]  # fmt: skip
    if word.definite:
        found += ["definite", f"definite+type={told}"]
    if word.enclitic:
        found += ["enclitic", f"enclitic+kind={kind}"]
    found += [f"clitic={clitic}" for clitic in word.proclitics]
    if act.light is not None:
        found += ["light", f"light={act.light.entry.id}"]
    found += [f"actors={min(len(act.actors), 2)}", f"recipients={min(len(act.recipients), 2)}"]
    found += [f"actor:{sector_group(a.mention)}+{told}" for a in act.actors[:1]]
    found += [f"recipient:{sector_group(a.mention)}+{told}" for a in act.recipients[:1]]
    found += [f"actor-rule={a.rule}" for a in act.actors[:1]] + [f"recipient-rule={a.rule}" for a in act.recipients[:1]]
    if not act.actors and not act.recipients:
        found.append(f"nobody+{kind}")
    if around.quoted[act.word]:
        found.append("quoted")
    if sense.needs:
        found.append("needs")
    governor = around.syntax.governing_verb(act.word) if kind == "noun" else -1
    if governor >= 0:
        found.append(f"governor={words[governor].key}")
    number = draft.phrase_at[act.word]
    if number >= 0:
        phrase = draft.phrases[number]
        found.append("head" if phrase.head == act.word else "inside")
        if phrase.head != act.word:
            found += [f"inside={words[phrase.head].bare}", f"inside+type={told}"]
        if phrase.preposition:
            found += [f"preposition={phrase.preposition}"]
    before = reversed(draft.acts[: bisect_left(around.act_words, act.word)])
    if any(other.type == told for other in before):
        found.append(f"earlier+{kind}+{'definite' if word.definite or word.enclitic else 'bare'}")
    found.append(f"beside={bucket(around.acts_in[around.sentence[act.word]] - 1)}")
    if act.word + 1 in around.mention_starts:
        found.append("mention-after")
    if act.time is not None:
        found.append("dated")
    if act.places:
        found.append("placed")
    if act.counts:
        found.append("counted")
    return found


def of_main(around: Surroundings, act: ActMention, group: Sequence[ActMention], outcome: bool) -> list[str]:
    """Whether an act word, of all that tell one event, is the one that says most.

    :param outcome: it tells only what became of people.
    """
    words = around.draft.document.words
    word = words[act.word]
    told, kind = act.type, "verb" if act.verbal else act.form.kind
    rank = sum(other.word < act.word for other in group)
    heavier = sum(other.act.weight > act.act.weight for other in group)
    shape = "definite" if word.definite else "owned" if word.enclitic else "bare"
    ruled = f"{min(len(act.actors), 1)}{min(len(act.recipients), 1)}"
    said = len(act.actors) + len(act.recipients) + bool(act.time) + bool(act.places) + bool(act.counts)
    fuller = sum(
        len(o.actors) + len(o.recipients) + bool(o.time) + bool(o.places) + bool(o.counts) > said for o in group
    )
    return [
        f"rank={min(rank, 4)}", f"rank+size={min(rank, 3)}+{min(len(group), 5)}", f"kind={kind}+{told}",
        f"outcome={outcome}", f"heavier={min(heavier, 3)}", f"weight={act.act.weight // 10}",
        f"shape={shape}+{kind}", f"shape+rank={shape}+{kind}+{min(rank, 2)}",
        f"ruled={ruled}+{kind}", f"said={min(said, 4)}", f"fuller={min(fuller, 3)}", f"sense={act.act.id}",
        f"sentence={min(around.sentence[act.word], 4)}", f"quoted={around.quoted[act.word]}", f"status={act.status}",
        f"light={act.light is not None}+{kind}", f"passive={act.passive}", f"dated={act.time is not None}",
        f"placed={bool(act.places)}", f"counted={bool(act.counts)}", f"outcome+rank={outcome}+{min(rank, 2)}",
        f"home={any(around.sentence[o.word] == around.sentence[act.word] for o in group if o is not act)}+{kind}",
        f"before={around.stem(act.word - 1)}", f"after-act={bool(act.word + 1 in around.mention_starts)}+{kind}",
        f"clitics={''.join(word.proclitics)}+{kind}",
    ]  # fmt: skip


def of_pair(around: Surroundings, one: ActMention, other: ActMention, outcome: tuple[bool, bool]) -> list[str]:
    """Whether two act words of one type, ``one`` before ``other``, tell the same event."""
    words = around.draft.document.words
    first, second = words[one.word], words[other.word]
    gap = around.sentence[other.word] - around.sentence[one.word]
    kind = one.type
    definite = "definite" if second.definite or second.enclitic else "bare"
    near = "same" if gap == 0 else "next" if gap == 1 else "far"
    found = [
        f"type={kind}", f"gap={min(gap, 6)}", f"near+definite={near}+{definite}", f"type+near={kind}+{near}",
        f"kinds={one.form.kind}+{other.form.kind}", f"words={bucket(other.word - one.word)}+{near}",
        f"second={second.bare}", f"type+definite={kind}+{definite}",
    ]  # fmt: skip
    if one.act.id == other.act.id:
        found += ["same-sense", f"same-sense+{near}", f"same-sense+{definite}"]
    if first.bare == second.bare:
        found += ["same-word", f"same-word+{near}+{definite}"]
    found.append(
        "same-mode" if one.mode == other.mode else "mode-missing" if not (one.mode and other.mode) else "other-mode"
    )
    if any(outcome):
        found += [f"outcome={outcome[0]}+{outcome[1]}+{near}"]
    for slot in ("actors", "recipients"):
        left = {id(a.mention.resolved) for a in getattr(one, slot)}
        right = {id(a.mention.resolved) for a in getattr(other, slot)}
        if left and right:
            same = "same" if left & right else "other"
            found += [f"{slot}={same}", f"{slot}={same}+{near}"]
        else:
            found.append(f"{slot}=open")
    if one.time is not None and other.time is not None and one.time.edtf and other.time.edtf:
        found.append("day=same" if plain(one.time.edtf) == plain(other.time.edtf) else "day=other")
    if one.places and other.places:
        left_name, right_name = (_place_name(around.draft, a.places[0][0]) for a in (one, other))
        found.append("place=same" if left_name & right_name else "place=other")
    if one.counts and other.counts:
        found.append("counts=same" if one.counts == other.counts else "counts=other")
    found.append("status=same" if one.status == other.status else "status=other")
    if one.light_word == other.word or other.light_word == one.word:
        found.append("carried")
    if gap:
        left_all = around.entities.get(around.sentence[one.word], set())
        right_all = around.entities.get(around.sentence[other.word], set())
        shared = len(left_all & right_all)
        found += [f"shared={min(shared, 3)}", f"shared+definite={min(shared, 3)}+{definite}"]
        left_places = around.place_names.get(around.sentence[one.word], set())
        right_places = around.place_names.get(around.sentence[other.word], set())
        if left_places and right_places:
            found.append(f"sentence-places={bool(left_places & right_places)}+{definite}")
        found.append(f"opening={around.stem(around.draft.document.sentences[around.sentence[other.word]].start)}")
        found.append(f"opens={around.sentence[one.word] == 0}+{definite}")
    else:
        found.append(f"same-clause={around.clause[one.word] == around.clause[other.word]}+{kind}")
        joined = around.stem(other.word - 1) in ("،", ",") or "و" in second.proclitics
        found += [f"coordinated={joined}", f"verbs={min(around.verbs_between(one.word, other.word), 3)}"]
        found.append(f"inside={around.draft.phrase_at[one.word] == around.draft.phrase_at[other.word]}")
    found.append(f"first={first.bare}+{second.bare}")
    found += _likened(around, one, other, near)
    low, high = bisect_right(around.act_words, one.word), bisect_left(around.act_words, other.word)
    between = sum(a.type == kind for a in around.draft.acts[low:high])
    found.append(f"between={min(between, 3)}")
    return found


def _likened(around: Surroundings, one: ActMention, other: ActMention, near: str) -> list[str]:
    """What else speaks for two act words being one event or two: a pointing word or one of another, who says it, the
    kinds of words and senses, the parties' countries, the ages of their times."""
    words = around.draft.document.words
    kind = one.type
    pointed = [_pointed(words, act.word) for act in (one, other)]
    left, right = (class_of(words[act.word].stem, words[act.word].enclitic) for act in (one, other))
    speakers = [
        {id(claim.speaker.mention.resolved) for claim in around.covering(act.word) if claim.speaker}
        for act in (one, other)
    ]
    told = (
        "none"
        if not any(speakers)
        else "one"
        if not all(speakers)
        else "same"
        if speakers[0] & speakers[1]
        else "other"
    )
    published = around.draft.published
    ages = [age_of(act.time, published) if act.time is not None else "none" for act in (one, other)]
    found = [
        f"pointed={pointed[0]}+{pointed[1]}+{near}", f"pointed={pointed[1]}+{near}",
        f"before={around.stem(other.word - 1)}", f"classes={left[:7]}+{right[:7]}",
        f"senses={one.act.id}>{other.act.id}", f"told={told}+{kind}", f"ages={ages[0]}+{ages[1]}",
    ]  # fmt: skip
    for slot in ("actors", "recipients"):
        first, second = getattr(one, slot)[:1], getattr(other, slot)[:1]
        if first and second:
            mine, theirs = first[0].mention, second[0].mention
            countries = mine.resolved.country, theirs.resolved.country
            same = countries[0] == countries[1] if all(countries) else "?"
            found.append(f"{slot}-country={same}+{around.group(mine) == around.group(theirs)}")
    if other.light is not None:
        found.append(f"light={other.light.entry.id}")
    return found


def _pointed(words: Sequence[Word], index: int) -> str:
    """Whether a pointing word stands beside a word, or one after it that tells it from others."""
    before = words[index - 1] if index else None
    after = [word.norm for word in words[index + 1 : index + 3] if word.kind == WORD]
    if (before is not None and before.norm in _POINTING) or (after and after[0] in _POINTING):
        return "this"
    if any(norm in _ANOTHER for norm in after):
        return "another"
    return "number" if before is not None and before.kind == NUMBER else ""


def _place_name(draft: Draft, place: PlaceMention) -> set[str]:
    return {word.bare for word in draft.document.words[place.start_word : place.end_word]}


class Scene:
    """An event, with what the signs of all who may have a part in it are made of."""

    def __init__(self, around: Surroundings, event: ActMention) -> None:
        self.around, self.event = around, event
        words, acts, at = around.draft.document.words, around.draft.acts, event.word
        self.sentence, self.clause = around.sentence[at], around.clause[at]
        self.opening = around.opening(self.sentence)
        self.governor = around.governor(at)
        #: The word that carries it, the last verb before that, and the first verb of the sentence; -1 where none is.
        self.carrier = event.light_word if event.light is not None and event.light_word >= 0 else at
        before = bisect_left(around.verbs, self.carrier)
        first = bisect_left(around.verbs, around.draft.document.sentences[self.sentence].start)
        self.last_verb = around.verbs[before - 1] if before else -1
        self.first_verb = around.verbs[first] if first < len(around.verbs) else -1
        self.clitics = "".join(words[self.carrier].proclitics)
        #: The acts before and after: how each stands to this one, its type, and those who have a part in it.
        place, after = bisect_left(around.act_words, at), bisect_right(around.act_words, at)
        beside = [(f"back{back}", act) for back, act in enumerate(reversed(acts[max(0, place - 2) : place]))]
        beside += [("next", act) for act in acts[after : after + 1]]
        self.beside = [(name, act.type, _parties(act)) for name, act in beside]


def _parties(act: ActMention) -> dict[int, list[str]]:
    """Those who have a part in an act, and which."""
    found: dict[int, list[str]] = {}
    for label, slot in (("actor", act.actors), ("recipient", act.recipients)):
        for party in {id(argument.mention.resolved) for argument in slot}:
            found.setdefault(party, []).append(label)
    return found


class Pair:
    """An event and a mention that may have a part in it, with what most signs of the two are made of."""

    __slots__ = ("full", "group", "here", "inside", "mention", "near", "preposition", "scene", "side", "where")

    def __init__(self, scene: Scene, mention: Mention) -> None:
        around = scene.around
        self.scene, self.mention = scene, mention
        self.full = mention.resolved
        self.group = around.group(mention)
        at, there = scene.event.word, mention.start_word
        gap = scene.sentence - around.sentence[there]
        self.here = gap == 0
        self.side = "before" if there < at else "after"
        self.where = "same" if gap == 0 else "earlier" if gap > 0 else "later"
        self.near = "clause" if gap == 0 and around.clause[there] == scene.clause else self.where
        phrase = around.draft.phrases[mention.phrase]
        self.preposition = phrase.preposition if there <= phrase.head else "genitive"
        self.inside = "inside" if mention.phrase == around.draft.phrase_at[at] else "outside"

    def of_another_act(self) -> bool:
        """Whether a rule ties the mention to an act in the event's sentence."""
        sentence = self.scene.around.sentence
        tied = self.scene.around.ruled_by.get(id(self.mention), ())
        return any(sentence[word] == self.scene.sentence for word in tied)


def of_role(
    around: Surroundings,
    event: ActMention,
    mention: Mention,
    role: str,
    rules: list[str],
    others: list[Mention],
    rank: int,
    nth: int = 0,
) -> list[str]:
    """Whether a mention is doer or done to of an event.

    :param rules: what the role rules said of the mention or its other mentions for this event, as ``role:rule``.
    :param others: those that the rules gave the other role.
    :param rank: how many candidates on the same side stand nearer.
    :param nth: how many mentions of the same one stand nearer.
    """
    pair = Pair(Scene(around, event), mention)
    return spell(of_both_roles(pair, rules, rank, nth) + of_one_role(pair, role, rules, others))


def of_both_roles(pair: Pair, rules: list[str], rank: int, nth: int) -> list[Sign]:
    """Those signs of :func:`of_role` that are the same for both roles."""
    scene, mention, full = pair.scene, pair.mention, pair.full
    around, event = scene.around, scene.event
    words = around.draft.document.words
    near, side, group, told, kind = pair.near, pair.side, pair.group, event.type, event.form.kind
    first, last = sorted((mention.start_word, event.word))
    named = "name" if mention.name_start >= 0 or mention.kind in ("body", "country", "capital") else "description"
    ruled = {rule.partition(":")[0] for rule in rules} if rules else ()
    names = "+".join(sorted(ruled)) or "no"
    found: list[Sign] = [
        (_placed, near, side, told, kind, group, mention.kind),
        (_distance, near, side, bucket(last - first), min(around.verbs_between(event.word, mention.start_word), 3),
         min(around.frequency[id(full)], 4)),
        (_prepared, pair.preposition, told, side),
        (_genitive, event.act.genitive, pair.inside, side, words[mention.start_word].kind == NUMBER),
        (_rivalled, min(around.acts_between(event.word, mention.start_word), 3), min(rank, 5), side, near, kind, group),
        (_named, nth, named, mention.refers_to is not None, near),
    ]  # fmt: skip
    if not ruled:
        if pair.of_another_act():
            found.append(f"another-act's+{near}")
        found.append((_free, bool(event.actors), bool(event.recipients), near))
    for rule in rules:
        found.append((_ruled, rule, told, group))
    found.append(f"ruled={names}")
    if told in ("ASSAULT", "COERCE", "PROTEST") and group == "people":
        found.append(f"people+{told}+{mention.plural}+{near}")
    claims = around.speakers.get(id(full))
    if claims and any(claim.scope[0] <= event.word < claim.scope[1] for claim in claims):
        found.append((_speaking, told, near))
    if scene.opening is not None and scene.opening.resolved is full:
        found.append((_opening, kind, told))
    if around.boundaries[last] > around.boundaries[first]:
        found.append(f"boundary+{side}")
    if event.passive:
        found.append(f"passive+{side}+{near}")
    if event.light is not None:
        found.append(f"light={event.light.entry.subject}+{side}+{near}")
    if mention.kind == "adjective":
        found.append(f"adjective+{pair.inside}")
    return found + _grammar(pair, names)


# The groups of signs that few facts make (:data:`masdar.coding.judge.Group`).


def _placed(near: str, side: str, told: str, kind: str, group: str, described: str) -> list[str]:
    return [
        f"near={near}+{side}", f"near+kind={near}+{side}+{kind}", f"group+type={group}+{told}", f"group={group}",
        f"mention={described}", f"mention+near={described}+{near}", f"speech={told in SPEECH}+{group}+{near}",
        f"type+near={told}+{near}+{side}",
    ]  # fmt: skip


def _distance(near: str, side: str, words: str, verbs: int, frequency: int) -> list[str]:
    return [
        f"words={words}+{side}", f"verbs={verbs}+{near}", f"frequency={frequency}", f"frequency+near={frequency}+{near}"
    ]  # fmt: skip


def _prepared(preposition: str, told: str, side: str) -> list[str]:
    return [f"preposition={preposition}+{side}", f"preposition+type={preposition}+{told}+{side}"]


def _genitive(genitive: str, inside: str, side: str, quantified: bool) -> list[str]:
    return [f"genitive={genitive}+{inside}+{side}", f"quantified={quantified}"]


def _rivalled(between: int, rank: int, side: str, near: str, kind: str, group: str) -> list[str]:
    return [
        f"acts-between={between}+{near}", f"rank={rank}+{side}+{near}",
        f"rank+kind={min(rank, 3)}+{side}+{kind}+{group}",
    ]  # fmt: skip


def _named(nth: int, named: str, short: bool, near: str) -> list[str]:
    return [f"nth={nth}+{near}", f"form={named}+{short}+{near}", f"form+nth={named}+{short}+{nth}"]


def _free(actor: bool, recipient: bool, near: str) -> list[str]:
    return [f"free+actor={actor}+recipient={recipient}+{near}"]


def _ruled(rule: str, told: str, group: str) -> list[str]:
    return [f"rule={rule}", f"rule+type={rule}+{told}", f"rule+group={rule}+{group}"]


def _speaking(told: str, near: str) -> list[str]:
    return ["speaker", f"speaker+{told}", f"speaker+{near}"]


def _opening(kind: str, told: str) -> list[str]:
    return ["opens", f"opens+{kind}", f"opens+{told}"]


def of_one_role(pair: Pair, role: str, rules: list[str], others: list[Mention]) -> list[Sign]:
    """Those signs of :func:`of_role` that speak of one role."""
    around, event = pair.scene.around, pair.scene.event
    mention, group, near, told = pair.mention, pair.group, pair.near, event.type
    found: list[Sign] = []
    if not rules:
        if pair.of_another_act():
            found.append(f"another-act's+{role}+{told}")
        given = bool(event.actors if role == "actor" else event.recipients)
        found.append((_vacant, role, given, group, near, pair.side))
    for other in others[:2]:
        if other.resolved is pair.full:
            found.append("is-the-other")
        elif (other.country or "?") == (mention.country or "??"):
            found.append(f"same-country+{group}+{around.group(other)}")
        else:
            found.append(f"other-country+{group}+{around.group(other)}")
    roles = around.rule_roles.get(id(pair.full))
    if roles and roles[f"{role}:{told}"] > any(rule.startswith(role + ":") for rule in rules):
        found.append((_elsewhere, near, told))
    return found


def _vacant(role: str, given: bool, group: str, near: str, side: str) -> list[str]:
    return [f"free+{role}-given={given}+{group}+{near}+{side}"]


def _elsewhere(near: str, told: str) -> list[str]:
    return ["elsewhere", f"elsewhere+{near}", f"elsewhere+{told}"]


def _fits(event: ActMention, mention: Mention) -> str:
    """How far the mention's gender and number go with the verb that tells the act."""
    form = event.form.form
    if event.light is not None:
        form = event.light.form
    if form is None or form.kind != "verb":
        return "none"
    if form.person != 3:
        return f"person{form.person}"
    feminine = mention.feminine or mention.kind in ("country", "capital")
    number = "plural" if mention.plural else "one"
    return f"{form.gender[:3]}.{form.number[:2]}~{'f' if feminine else 'm'}.{number}.{mention.kind}"


def _grammar(pair: Pair, ruled: str) -> list[Sign]:
    """What clause structure and the words between say of a mention and an act.

    :param ruled: the roles that a rule gave the mention.
    """
    scene, mention = pair.scene, pair.mention
    around, event = scene.around, scene.event
    draft = around.draft
    words = draft.document.words
    told, kind, side, near = event.type, event.form.kind, pair.side, pair.where
    phrase = draft.phrases[mention.phrase]
    head = words[min(max(phrase.head, mention.start_word), mention.end_word - 1)]
    path, nest, nested = around.standing(mention, head)
    found: list[Sign] = [
        f"head={head.bare}",
        f"head+type={head.bare}+{told}",
        (_classed, path, told),
        nest,
        (_sensed, event.act.id, pair.preposition, side, pair.here),
        (_ruled_sense, event.act.id, pair.group, ruled, pair.here),
        (_agreeing, _fits(event, mention), side, near),
    ]
    if nested:
        found.append(f"inside+{mention.kind}+{ruled}")
    if pair.here:
        found += _between(pair, head_first=mention.start_word <= phrase.head, ruled=ruled)
    if phrase.coordinated >= 0:
        found.append("coordinated")
    previous = words[mention.start_word - 1] if mention.start_word else None
    if previous is not None:
        plain = previous.kind == PUNCTUATION or previous.stem in _CONNECTORS
        found.append(f"previous={previous.norm if plain else previous.tag}+{near}")
    # what the pronoun on the act says
    enclitic = words[event.word].enclitic
    if enclitic:
        feminine = mention.feminine or mention.kind in ("country", "capital")
        shape = f"{'f' if feminine else 'm'}{'p' if mention.plural else 's'}"
        found += [f"enclitic={enclitic}+{shape}+{side}+{near}", f"enclitic+kind={kind}+{near}+{ruled}"]
    # who acted in the acts before and after
    for name, earlier, parties in scene.beside:
        for label in parties.get(id(pair.full), ()):
            found.append((_continued, name, label, earlier, told, ruled, kind))
    if around.quoted[event.word]:
        found.append(f"quote+{around.quoted[mention.start_word]}+{near}")
    return found


def _between(pair: Pair, *, head_first: bool, ruled: str) -> list[Sign]:
    """What a mention is in the sentence of an act, and what stands between the two."""
    scene, mention = pair.scene, pair.mention
    around, event = scene.around, scene.event
    words = around.draft.document.words
    told, kind, side = event.type, event.form.kind, pair.side
    mine = set()
    for verb, function in around.functions_of(mention):
        label = function if function in ("subject", "object", "antecedent") else "oblique"
        if not head_first:
            label = "in-" + label
        if verb == event.word:
            mine.add(f"own-{label}")
        elif verb == event.light_word:
            mine.add(f"light-{label}")
        elif verb == scene.governor:
            mine.add(f"governor-{label}")
            mine.add(f"governor-{label}+{words[verb].bare}")
        elif verb == scene.last_verb:
            mine.add(f"last-{label}")
        elif verb == scene.first_verb:
            mine.add(f"first-{label}")
        elif verb < event.word:
            mine.add(f"earlier-{label}")
        else:
            mine.add(f"later-{label}")
    found: list[Sign] = [(_functioning, label, side, told, kind, ruled) for label in mine or ("no-function",)]
    low, high = (mention.end_word, event.word) if side == "before" else (event.word + 1, mention.start_word)
    links = around.links[bisect_left(around.link_words, low) : bisect_left(around.link_words, high)]
    verbs = min(around.verbs_before[high] - around.verbs_before[low], 2) if high > low else 0
    found += [
        f"links={side}+{'.'.join(links[:3])}+{verbs}",
        (_linked, links[0] if links else 0, links[-1] if links else "", side, verbs, kind, pair.preposition),
        (_attached, scene.clitics, side, kind, verbs),
    ]
    if high - low <= 4:
        tags = ".".join([word.tag for word in words[low:high]])
        found.append(f"tags={side}+{kind}+{tags}+{pair.preposition}")
    if 0 < high - low <= 2:
        found.append(f"between={side}+{'.'.join([word.bare for word in words[low:high]])}")
    return found


def _classed(path: str, told: str) -> list[str]:
    return [f"class4={path[:4]}+{told}", f"class7={path[:7]}", f"class7+type={path[:7]}+{told}"] if path else []


def _sensed(sense: str, preposition: str, side: str, here: bool) -> list[str]:
    return [f"sense+prep={sense}+{preposition}+{side}+{here}"]


def _ruled_sense(sense: str, group: str, ruled: str, here: bool) -> list[str]:
    return [f"sense+group={sense}+{group}+{ruled}", f"sense+ruled={sense}+{ruled}+{here}"]


def _agreeing(fit: str, side: str, near: str) -> list[str]:
    return [f"agree={fit}+{side}+{near}"]


def _functioning(label: str, side: str, told: str, kind: str, ruled: str) -> list[str]:
    return [f"function={label}+{side}", f"function+kind={label}+{kind}+{ruled}", f"function+type={label}+{told}"]


def _linked(first: str | int, last: str, side: str, verbs: int, kind: str, preposition: str) -> list[str]:
    return [f"last-link={side}+{last}+{kind}", f"prep+kind={preposition}+{side}+{kind}+{verbs}+{first}"]


def _attached(clitics: str, side: str, kind: str, verbs: int) -> list[str]:
    return [f"clitic={clitics}+{side}+{kind}+{verbs}"]


def _continued(name: str, label: str, earlier: str, told: str, ruled: str, kind: str) -> list[str]:
    if name == "next":
        return [f"next-{label}+{ruled}"]
    return [f"{name}-{label}", f"{name}-{label}+{earlier}+{told}", f"{name}-{label}+{ruled}+{kind}"]


def of_rank(
    told: str,
    own: float,
    rivals: Sequence[float],
    other: float = 0.0,
    others: Sequence[float] = (),
    joined: tuple[float, float] | None = None,
) -> list[Sign]:
    """How a candidate stands among its rivals for one part of an act.

    :param own: its probability by its own signs; ``rivals`` those of the others for the same part.
    :param other: its probability for the other part, where there is one; ``others`` those of its rivals for that.
    :param joined: the highest probabilities of those coordinated with it for the part and for the other one.
    """
    step, rank = _step(own), min(len([rival for rival in rivals if rival > own]), 4)
    best = _step(max(rivals, default=0.0))
    signs: list[Sign] = [
        (_standing, told, step, rank), f"own+best={step}+{best}", f"own+other={step}+{_step(other)}",
        f"others={_step(max((other, *others)))}", f"all={_step(min(sum(rivals), 0.99))}+{min(rank, 2)}",
    ]  # fmt: skip
    if joined is not None:
        signs.append((_conjoined, step, _step(joined[0]), _step(joined[1])))
    return signs


def _conjoined(own: int, joined: int, other: int) -> list[str]:
    return [f"joined={joined}+{own}", f"joined-other={other}", f"joined={joined}>{other}"]


def _standing(told: str, own: int, rank: int) -> list[str]:
    return [
        f"own={own}", f"own+rank={own}+{min(rank, 3)}", f"rank={rank}", f"first={told}+{rank == 0}",
        f"own+type={own}+{told}+{min(rank, 1)}",
    ]  # fmt: skip


def _step(probability: float) -> int:
    return int(probability * 10) if probability > 0.05 else 0 if probability >= 0.01 else -1


def of_source(
    around: Surroundings, event: ActMention, claim: ClaimMention, teller: Teller, carrier: bool
) -> list[Sign]:
    """Whether one who speaks in the report is given as a source for an event."""
    draft = around.draft
    words = draft.document.words
    mention = teller.mention
    home, there = around.sentence[event.word], around.sentence[claim.marker]
    gap = home - there
    covers = claim.scope[0] <= event.word < claim.scope[1]
    side = "before" if claim.marker < event.word else "after"
    kind = event.type
    speech = kind in SPEECH
    full = mention.resolved
    own = any(a.mention.resolved is full for a in event.actors)
    told_to = any(a.mention.resolved is full for a in event.recipients)
    marker = words[claim.marker]
    near = f"{covers}+{max(-2, min(gap, 3))}"
    found: list[Sign] = [
        (_told_of, covers, side, gap, claim.kind, claim.content),
        (_telling, covers, near, kind, teller.kind, mention.kind, carrier),
        (_own, own, told_to, covers, speech, around.group(mention)),
        (_apart, covers, bucket(abs(event.word - claim.marker)),
         min(around.verbs_between(event.word, claim.marker), 3), event.status, event.form.kind),
        f"marker={marker.bare}", f"rule={teller.rule.split(' of ')[0]}+{covers}",
    ]  # fmt: skip
    if claim.marker in (event.word, event.light_word):
        found.append("marker-is-trigger")
    if claim.speaker is not None:
        found.append(f"speaker-rule={claim.speaker.rule}")
    covering = around.covering(event.word)
    reach = abs(claim.marker - event.word)
    inner = sum(abs(other.marker - event.word) < reach for other in covering)
    found.append(f"inner={min(inner, 2)}+{covers}")
    if mention.kind == "source":
        found.append(f"source+gap={max(-3, min(gap, 5))}")
    others = any(c is not claim and c.marker != event.word for c in covering)
    found += [f"others={others}+{near}", f"others={others}+{claim.kind}+{covers}"]
    # How many claims of others stand between the claim and the event: the last to speak before a sentence goes on.
    low, high = sorted((claim.marker, event.word))
    between = sum(
        c.speaker is not None and c.speaker.mention.resolved is not full
        for c in around.claims[bisect_right(around.claim_words, low) : bisect_left(around.claim_words, high)]
    )
    found += [f"between={min(between, 3)}+{near}", f"quoted={around.quoted[event.word]}+{near}+{min(between, 1)}"]
    first, last = sorted((claim.marker, event.word))
    if covers and gap == 0:
        bounds = [words[at].norm for at in range(first + 1, last) if words[at].norm in _BACKGROUND]
        found += [f"background={bounds[-1]}" if bounds else "no-background"]
        relative = any(words[at].norm in RELATIVES for at in range(first + 1, last))
        found += [f"relative={relative}+{side}", f"definite={words[event.word].definite}+{event.form.kind}+{side}"]
        found.append(f"before={around.stem(event.word - 1)}")
        commas = sum(words[at].text in "،," for at in range(first, last))
        found += [
            f"commas={min(commas, 4)}+{side}",
            f"that={'that' if _that_between(words, first, last) else 'no'}+{side}",
        ]
    found += [f"event-sentence={min(home, 2)}+{near}", f"event-sentence={min(home, 2)}+{teller.kind}"]
    sentence = draft.document.sentences[home]
    opening = words[sentence.start].norm
    if opening in LOOKING_BACK:
        found.append(f"opening={opening}+{near}")
    times = len(around.speakers.get(id(full), ()))
    found += [f"times={min(times, 4)}+{near}", f"speakers={bucket(len(around.speakers))}+{near}"]
    if gap and draft.claims:
        found.append(f"home-claim={home in around.claims_in}+{near}")
    return found


def _told_of(covers: bool, side: str, gap: int, claimed: str, content: str) -> list[str]:
    near = f"{covers}+{max(-2, min(gap, 3))}"
    return [
        f"covers={covers}+{side}", f"gap={max(-3, min(gap, 5))}", f"claim={claimed}+{covers}", f"near={near}",
        f"content={content}+{covers}", f"content+kind={content}+{claimed}+{near}",
    ]  # fmt: skip


def _telling(covers: bool, near: str, kind: str, teller: str | None, described: str, carrier: bool) -> list[str]:
    return [
        f"carrier={carrier}+{covers}", f"type={kind}+{covers}", f"mention={described}+{covers}",
        f"teller={teller}+{near}", f"teller={teller}+{kind in SPEECH}",
    ]  # fmt: skip


def _own(own: bool, told_to: bool, covers: bool, speech: bool, group: str) -> list[str]:
    return [f"speech={speech}+{own}+{covers}", f"own={own}", f"group={group}+{covers}", f"told={told_to}"]


def _apart(covers: bool, words: str, verbs: int, status: str, form: str) -> list[str]:
    return [f"words={words}+{covers}", f"status={status}+{covers}", f"verbs={verbs}+{covers}", f"form={form}+{covers}"]


def _that_between(words: Sequence[Word], first: int, last: int) -> bool:
    return any(words[at].norm in COMPLEMENTISERS or words[at].stem in COMPLEMENTISERS for at in range(first + 1, last))
