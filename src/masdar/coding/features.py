"""The signs that the judge weighs: for an act, a pair of acts, a mention in a role, a source, a place, a status.

Every feature is a short string; what a rule found out goes in as a feature like any other, so that the model learns
how far to trust the rule.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from masdar.arabic.document import NUMBER, PUNCTUATION, WORD, Word
from masdar.arabic.syntax import COMPLEMENTISERS, RELATIVES, Syntax
from masdar.coding.draft import ActMention, ClaimMention, Draft, Mention, Teller
from masdar.coding.mentions import ARMED

if TYPE_CHECKING:
    from masdar.coding.places import PlaceMention

_SPEECH = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT", "AGREE", "CONSULT", "CONCEDE", "COOPERATE"))
# Words after which a sentence tells what was known before, not what its speaker says.
_BACKGROUND = frozenset(
    "بعد منذ إثر اثر عقب قبل خلال جراء بسبب رغم ضد على حول بشأن عن من حيث فيما بينما لكن التي الذي".split()
)
_GROUPS = {"GOV": "state", "LEG": "state", "JUD": "state", "IGO": "state", "CVL": "people", "REF": "people"}


def bucket(number: int) -> str:
    """A count or distance in coarse steps."""
    for limit, name in ((0, "0"), (1, "1"), (2, "2"), (4, "4"), (7, "7"), (12, "12"), (20, "20")):
        if number <= limit:
            return name
    return "far"


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
        self.sentence = [draft.document.sentence_of(word.index) for word in words]
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
        self.act_words = sorted(act.word for act in draft.acts)
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
        f"sense={sense.id}+{told}", f"type={told}", f"as={sense.type}+{told}", f"as={sense.type}+{told}+{act.status}", f"weight={sense.weight // 10}", f"kind={kind}",
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
    earlier = [other for other in draft.acts if other.word < act.word and other.type == told]
    if earlier:
        found.append(f"earlier+{kind}+{'definite' if word.definite or word.enclitic else 'bare'}")
    same_sentence = sum(around.sentence[a.word] == around.sentence[act.word] for a in draft.acts)
    found.append(f"beside={bucket(same_sentence - 1)}")
    if any(act.word + 1 == m.start_word for m in draft.mentions):
        found.append("mention-after")
    if act.time is not None:
        found.append("dated")
    if act.places:
        found.append("placed")
    if act.counts:
        found.append("counted")
    return found


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
        found.append("day=same" if one.time.edtf == other.time.edtf else "day=other")
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
    between = sum(one.word < a.word < other.word and a.type == kind for a in around.draft.acts)
    found.append(f"between={min(between, 3)}")
    return found


def _place_name(draft: Draft, place: PlaceMention) -> set[str]:
    return {word.bare for word in draft.document.words[place.start_word : place.end_word]}


def of_role(
    around: Surroundings,
    event: ActMention,
    mention: Mention,
    role: str,
    rules: list[str],
    others: list[Mention],
    rank: int,
) -> list[str]:
    """Whether a mention is doer or done to of an event.

    :param rules: what the role rules said of the mention or its other mentions for this event, as ``role:rule``.
    :param others: those that the rules gave the other role.
    :param rank: how many candidates on the same side stand nearer.
    """
    draft = around.draft
    words = draft.document.words
    kind, sense, told = event.form.kind, event.act, event.type
    group = sector_group(mention)
    gap = around.sentence[event.word] - around.sentence[mention.start_word]
    side = "before" if mention.start_word < event.word else "after"
    near = "same" if gap == 0 else "earlier" if gap > 0 else "later"
    if gap == 0 and around.clause[mention.start_word] == around.clause[event.word]:
        near = "clause"
    phrase = draft.phrases[mention.phrase]
    preposition = phrase.preposition if mention.start_word <= phrase.head else "genitive"
    first = min(mention.start_word, event.word)
    last = max(mention.start_word, event.word)
    found = [
        f"near={near}+{side}", f"near+kind={near}+{side}+{kind}", f"group+type={group}+{told}", f"group={group}",
        f"mention={mention.kind}", f"mention+near={mention.kind}+{near}", f"words={bucket(last - first)}+{side}",
        f"preposition={preposition}+{side}", f"preposition+type={preposition}+{told}+{side}",
        f"verbs={min(around.verbs_between(event.word, mention.start_word), 3)}+{near}",
        f"frequency={min(around.frequency[id(mention.resolved)], 4)}",
        f"frequency+near={min(around.frequency[id(mention.resolved)], 4)}+{near}",
        f"speech={told in _SPEECH}+{group}+{near}", f"type+near={told}+{near}+{side}",
        f"genitive={sense.genitive}+{'inside' if mention.phrase == draft.phrase_at[event.word] else 'outside'}+{side}",
        f"quantified={words[mention.start_word].kind == NUMBER}",
    ]  # fmt: skip
    between = min(around.acts_between(event.word, mention.start_word), 3)
    found += [
        f"acts-between={between}+{near}",
        f"rank={min(rank, 5)}+{side}+{near}",
        f"rank+kind={min(rank, 3)}+{side}+{kind}+{group}",
    ]
    ruled = {rule.partition(":")[0] for rule in rules}
    if not ruled and any(
        around.sentence[w] == around.sentence[event.word] for w in around.ruled_by.get(id(mention), ())
    ):
        found += [f"another-act's+{near}", f"another-act's+{role}+{told}"]
    for rule in rules:
        found += [f"rule={rule}", f"rule+type={rule}+{told}", f"rule+group={rule}+{group}"]
    found.append(f"ruled={'+'.join(sorted(ruled)) or 'no'}")
    if not ruled:
        given = {
            "actor": bool(event.actors),
            "recipient": bool(event.recipients),
        }
        found += [f"free+actor={given['actor']}+recipient={given['recipient']}+{near}"]
        found += [f"free+{role}-given={given[role]}+{group}+{near}+{side}"]
    if told in ("ASSAULT", "COERCE", "PROTEST") and group == "people":
        found.append(f"people+{told}+{mention.plural}+{near}")
    for other in others[:2]:
        if other.resolved is mention.resolved:
            found.append("is-the-other")
        elif (other.country or "?") == (mention.country or "??"):
            found.append(f"same-country+{group}+{sector_group(other)}")
        else:
            found.append(f"other-country+{group}+{sector_group(other)}")
    roles = around.rule_roles.get(id(mention.resolved), Counter())
    elsewhere = roles[f"{role}:{told}"] - (role in ruled)
    if elsewhere > 0:
        found += ["elsewhere", f"elsewhere+{near}", f"elsewhere+{told}"]
    if any(claim.scope[0] <= event.word < claim.scope[1] for claim in around.speakers.get(id(mention.resolved), ())):
        found += ["speaker", f"speaker+{told}", f"speaker+{near}"]
    sentence = draft.document.sentences[around.sentence[event.word]]
    opening = next((m for m in draft.mentions if m.start_word >= sentence.start and m.kind != "adjective"), None)
    if opening is not None and opening.resolved is mention.resolved:
        found += ["opens", f"opens+{kind}", f"opens+{told}"]
    if any(words[at].norm in RELATIVES or words[at].stem in COMPLEMENTISERS for at in range(first, last)):
        found.append(f"boundary+{side}")
    if event.passive:
        found += [f"passive+{side}+{near}"]
    if event.light is not None:
        found.append(f"light={event.light.entry.subject}+{side}+{near}")
    if mention.kind == "adjective":
        found.append(f"adjective+{'inside' if mention.phrase == draft.phrase_at[event.word] else 'outside'}")
    return found


def of_source(around: Surroundings, event: ActMention, claim: ClaimMention, teller: Teller, carrier: bool) -> list[str]:
    """Whether one who speaks in the report is given as a source for an event."""
    draft = around.draft
    words = draft.document.words
    mention = teller.mention
    home, there = around.sentence[event.word], around.sentence[claim.marker]
    gap = home - there
    covers = claim.scope[0] <= event.word < claim.scope[1]
    side = "before" if claim.marker < event.word else "after"
    kind = event.type
    speech = kind in _SPEECH
    own = any(a.mention.resolved is mention.resolved for a in event.actors)
    told_to = any(a.mention.resolved is mention.resolved for a in event.recipients)
    marker = words[claim.marker]
    near = f"{covers}+{max(-2, min(gap, 3))}"
    found = [
        f"covers={covers}+{side}", f"gap={max(-3, min(gap, 5))}", f"claim={claim.kind}+{covers}", f"carrier={carrier}+{covers}",
        f"marker={marker.bare}", f"speech={speech}+{own}+{covers}", f"own={own}", f"type={kind}+{covers}",
        f"mention={mention.kind}+{covers}", f"group={sector_group(mention)}+{covers}", f"told={told_to}",
        f"words={bucket(abs(event.word - claim.marker))}+{covers}", f"status={event.status}+{covers}",
        f"verbs={min(around.verbs_between(event.word, claim.marker), 3)}+{covers}", f"form={event.form.kind}+{covers}",
        f"near={near}", f"content={claim.content}+{covers}", f"content+kind={claim.content}+{claim.kind}+{near}",
        f"teller={teller.kind}+{near}", f"teller={teller.kind}+{speech}", f"rule={teller.rule.split(' of ')[0]}+{covers}",
    ]  # fmt: skip
    if claim.marker in (event.word, event.light_word):
        found.append("marker-is-trigger")
    if claim.speaker is not None:
        found.append(f"speaker-rule={claim.speaker.rule}")
    inner = sum(
        other is not claim
        and other.scope[0] <= event.word < other.scope[1]
        and abs(other.marker - event.word) < abs(claim.marker - event.word)
        for other in draft.claims
    )
    found.append(f"inner={min(inner, 2)}+{covers}")
    if mention.kind == "source":
        found.append(f"source+gap={max(-3, min(gap, 5))}")
    covered = [c for c in draft.claims if c.scope[0] <= event.word < c.scope[1] and c.marker != event.word]
    others = any(c is not claim for c in covered)
    found += [f"others={others}+{near}", f"others={others}+{claim.kind}+{covers}"]
    # How many claims of others stand between the claim and the event: the last to speak before a sentence goes on.
    low, high = sorted((claim.marker, event.word))
    between = sum(
        low < c.marker < high and c.speaker is not None and c.speaker.mention.resolved is not mention.resolved
        for c in draft.claims
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
    if opening in ("وكان", "وكانت", "كان", "كانت", "يذكر"):
        found.append(f"opening={opening}+{near}")
    times = len(around.speakers.get(id(mention.resolved), ()))
    found += [f"times={min(times, 4)}+{near}", f"speakers={bucket(len(around.speakers))}+{near}"]
    if gap and draft.claims:
        found.append(f"home-claim={any(around.sentence[c.marker] == home for c in draft.claims)}+{near}")
    return found


def _that_between(words: Sequence[Word], first: int, last: int) -> bool:
    return any(words[at].norm in COMPLEMENTISERS or words[at].stem in COMPLEMENTISERS for at in range(first + 1, last))


def of_place(around: Surroundings, event: ActMention, place: PlaceMention, preposition: str, nearer: int) -> list[str]:
    """Whether a place is where an event happened.

    :param nearer: how many other places of the sentence stand nearer to the event.
    """
    gap = around.sentence[event.word] - around.sentence[place.start_word]
    side = "before" if place.start_word < event.word else "after"
    near = "same" if gap == 0 else "earlier" if gap > 0 else "later"
    clause = around.clause[place.start_word] == around.clause[event.word]
    kind = event.type
    speech = kind in _SPEECH
    marked = dict(event.act.marks).get(preposition.replace("إ", "ا").replace("ى", "ي"), "")
    argument = any(
        a.mention.start_word <= place.start_word < a.mention.end_word for a in (*event.actors, *event.recipients)
    )
    found = [
        f"gap={max(-3, min(gap, 4))}", f"near+type={near}+{kind}", f"near+level={near}+{place.level}", f"use={place.use}",
        f"preposition={preposition}+{near}", f"preposition+side={preposition}+{side}", f"marked={marked}",
        f"clause={clause}+{side}", f"nearer={min(nearer, 3)}+{near}", f"words={bucket(abs(place.start_word - event.word))}+{side}",
        f"verbs={min(around.verbs_between(event.word, place.start_word), 3)}+{near}", f"argument={argument}",
        f"level+type={place.level}+{kind}", f"speech={speech}+{near}", f"speech+level={speech}+{place.level}+{near}",
        f"kind={place.kind}", f"form={event.form.kind}+{near}",
    ]  # fmt: skip
    number = around.draft.phrase_at[place.start_word]
    if number >= 0 and number == around.draft.phrase_at[event.word]:
        found.append(f"inside+{kind}")
    elif number >= 0 and around.draft.phrases[number].start < place.start_word:
        found.append("genitive")
    return found


def of_status(around: Surroundings, act: ActMention, rule: str) -> list[str]:
    """What the status of an act is; ``rule`` is what the status rules say and why."""
    words = around.draft.document.words
    word = words[act.word]
    found = [
        f"rule={act.status}", f"why={rule}", f"rule+type={act.status}+{act.type}", f"type={act.type}",
        f"before={around.stem(act.word - 1)}", f"before2={around.stem(act.word - 2)}", f"kind={act.form.kind}",
        f"clitics={''.join(word.proclitics)}+{act.form.kind}", f"sense={act.act.id}", f"sentence={min(around.sentence[act.word], 5)}",
    ]  # fmt: skip
    if act.form.form is not None:
        found.append(f"tense={act.form.form.tense}")
    if act.light_word >= 0 and act.light is not None:
        light = words[act.light_word]
        found += [
            f"light-before={around.stem(act.light_word - 1)}",
            f"light={act.light.entry.id}",
            f"light-clitics={''.join(light.proclitics)}",
        ]
        if act.light.form is not None:
            found.append(f"light-tense={act.light.form.tense}")
    governor = around.syntax.governing_verb(act.word)
    if governor >= 0:
        found += [f"governor={words[governor].key}", f"governor-clitics={''.join(words[governor].proclitics)}"]
    sentence = around.draft.document.sentences[around.sentence[act.word]]
    clause = around.clause[act.word]
    for at in range(sentence.start, sentence.end):
        if around.clause[at] == clause and words[at].kind == WORD and at != act.word and abs(at - act.word) <= 8:
            found.append(f"near={words[at].bare}+{'before' if at < act.word else 'after'}")
    if words[sentence.start].norm in ("وكان", "وكانت", "كان", "كانت"):
        found.append("pluperfect")
    if act.time is not None:
        found.append(f"time={act.time.type}+{act.time.precision}")
    return found
