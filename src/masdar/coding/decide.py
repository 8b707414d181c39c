"""Deciding: which act words are events, which tell the same one, and who and what belongs to it.

The stages before have put forward candidates and said what their rules make of them; here the judge weighs each. All
of it is deterministic, and every decision leaves the rule it rests on in the record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from masdar.arabic.document import WORD
from masdar.coding.circumstances import nearest, of_place, of_status, of_time, of_toll
from masdar.coding.counts import NOT_DONE, Toll, TollReader
from masdar.coding.draft import ActMention, Argument, Draft, Mention, Teller, Why
from masdar.coding.features import (
    Pair,
    Scene,
    Surroundings,
    of_act,
    of_both_roles,
    of_main,
    of_one_role,
    of_pair,
    of_rank,
    of_source,
)
from masdar.coding.judge import Judge, Sign
from masdar.coding.placing import PlaceMention
from masdar.coding.status import CERTAIN, DENIAL, SURE, UTTERED, foresee, tell
from masdar.coding.times import TimeExpression, choose_time
from masdar.coding.where import role_of
from masdar.knowledge.lexicon import Lexicon

T = TypeVar("T")
SLOTS = (("actor", "actors"), ("recipient", "recipients"))
ROLE_QUESTIONS = ("actor", "actor:ranked", "recipient", "recipient:ranked")
STATUSES = ("actual", "historical", "future", "hypothetical", "negated")
# What is only planned, feared or denied and told as fact is the worse mistake: the other statuses weigh more.
CAUTION = {"historical": 2.4, "future": 3, "hypothetical": 3.5, "negated": 5}
PLANNED = frozenset(("CONSULT", "SUPPORT", "COOPERATE", "AID"))  # what is only planned of these is AGREE (guidelines)
CARRYING = frozenset(("agency", "media"))  # who carries what another says comes after him
TELLING = 80  # different words
NEWS, DOUBT = 0.9, 3  # a report less likely to be news than this asks more of its acts, by so much
HOPELESS = 0.05  # below this by its own signs a candidate is not weighed a second time
CANDIDATE = 0.12  # below this an act word is not even joined to an event
JOIN_BACK = 8  # sentences
ROLE_BACK = 2
# Many times what news has so near: act words that one is compared with, and people and bodies weighed for an event.
JOIN_MOST, CANDIDATES_MOST = 150, 10
SOURCE_BACK, SOURCE_AHEAD = 5, 2
PLACE_BACK, PLACE_AHEAD = 3, 1
PLACES_MOST = 3
FURTHER = 0.38  # the least probability of a second place in the same part of an event
TIMES_MOST = 6
TIME_BACK, TIME_AHEAD = 5, 4
TOLL_BACK, TOLL_AHEAD = 2, 4
MENTIONS_MOST = 2  # of one who is named again and again
INFERRED = "weighed from its surroundings"


@dataclass(slots=True)
class Candidate:
    """A mention put forward for an event, with what the rules say of it for each role."""

    mention: Mention
    rules: list[str] = field(default_factory=list)
    rank: int = 0  # how many on the same side of the act stand nearer
    nth: int = 0  # how many mentions of the same one stand nearer


class Decider:
    """Decides over one draft."""

    def __init__(self, lexicon: Lexicon, judge: Judge, counter: TollReader, draft: Draft, around: Surroundings) -> None:
        self.lexicon = lexicon
        self.judge = judge
        self.counter = counter
        self.draft = draft
        self.around = around
        self.dated = [time for time in draft.times if time.edtf is not None]
        self.days = Counter(time.edtf for time in self.dated)  # how often each is told
        self.mentions_in: dict[int, list[Mention]] = {}
        for mention in draft.mentions:
            self.mentions_in.setdefault(around.sentence[mention.start_word], []).append(mention)

    # -- events ------------------------------------------------------------------------------------------------------

    def outcome(self, act: ActMention) -> bool:
        """Whether the act word tells only what became of people (مقتل، إصابة), not what was done."""
        word = self.draft.document.words[act.word]
        entries = self.lexicon.casualties.get(word.key) or self.lexicon.casualties.get(word.bare)
        return any(entry.entry.key in ("killed", "injured") for entry in entries)

    def events(self) -> list[ActMention]:
        """The events of the draft in text order, each with its other mentions in ``also``."""
        for act in self.draft.acts:
            self.rate(act)
        groups: list[list[ActMention]] = []
        for place, act in enumerate(self.draft.acts):
            if act.confidence < CANDIDATE:
                continue
            home = self._home(groups, act, self.draft.acts[max(0, place - JOIN_MOST)].word)
            if home is None:
                groups.append([act])
            else:
                home.append(act)
        threshold = self.judge["act"].threshold + self._doubt()
        kept = [group for group in groups if max(act.confidence for act in group) >= threshold]
        events = [self.merge(group) for group in kept]
        return sorted(events, key=lambda event: event.word)

    def _doubt(self) -> float:
        """How much surer an act must be where the report's words are those of sport and culture."""
        keys = {w.key for w in self.draft.document.words if w.kind == WORD}
        news = self.judge["news"].probability(keys)
        # A few words are no evidence of what a report is about.
        return max(0.0, NEWS - news) * DOUBT * min(1.0, len(keys) / TELLING)

    def rate(self, act: ActMention) -> None:
        """Give an act the likeliest of its types, and how likely it is an event of it."""
        question = self.judge["act"]
        rated = [(question.probability(of_act(self.around, retyped(act, kind))), kind) for kind in act.types]
        best = max(rated, key=lambda item: (item[0], item[1] == act.act.type))
        act.confidence = best[0]
        retyped(act, best[1])

    def _home(self, groups: list[list[ActMention]], act: ActMention, oldest: int) -> list[ActMention] | None:
        """The group whose members from word ``oldest`` on most likely tell the same event as the act, or None."""
        question = self.judge["same"]
        best: tuple[float, list[ActMention]] | None = None
        for group in groups:
            if group[0].type != act.type or group[-1].word < oldest:
                continue
            scores = [
                question.probability(of_pair(self.around, one, act, (self.outcome(one), self.outcome(act))))
                for one in group
                if one.word >= oldest and self.around.sentence[act.word] - self.around.sentence[one.word] <= JOIN_BACK
            ]
            if not scores:
                continue
            score = (max(scores) + sum(scores) / len(scores)) / 2
            if score >= question.threshold and (best is None or score > best[0]):
                best = (score, group)
        return best[1] if best else None

    def main(self, group: Sequence[ActMention]) -> ActMention:
        """The act word that says most, of those that tell one event, and is one likely enough."""
        if len(group) == 1:
            return group[0]
        question = self.judge["main"]
        rated = [(question.probability(of_main(self.around, act, group, self.outcome(act))), act) for act in group]
        return max(rated, key=lambda item: (item[0] * item[1].confidence, -item[1].word))[1]

    def merge(self, group: Sequence[ActMention], main: ActMention | None = None) -> ActMention:
        """One event of the act words that tell it: the one that says most stands, the others are its ``also``.

        :param main: the one that says most, where that is known.
        """
        main = main or self.main(group)
        carried = {act.light_word for act in group}
        main.also = [act for act in group if act is not main and act.word not in carried]
        main.confidence = max(act.confidence for act in group)
        for other in main.also:
            main.mode = main.mode or other.mode
            for key, value in other.counts.items():
                main.counts.setdefault(key, value)
            word = self.draft.document.words[other.word]
            main.why.append(Why("also", "tells the same event", other.act.where, word.start, word.end))
        return main

    # -- roles -------------------------------------------------------------------------------------------------------

    def candidates(self, event: ActMention) -> list[Candidate]:
        """Those who may have a part in an event: what a rule chose, and whoever stands near."""
        said: dict[int, list[tuple[str, Mention]]] = {}
        for act in (event, *event.also):
            for role, slot in SLOTS:
                for argument in getattr(act, slot):
                    rule = f"{role}:{argument.rule}"
                    said.setdefault(id(argument.mention.resolved), []).append((rule, argument.mention))
        home = self.around.sentence[event.word]
        sentences = {self.around.sentence[act.word] for act in (event, *event.also)}
        sentences |= {home - back for back in range(ROLE_BACK + 1)}
        near = {id(m): m for number in sentences for m in self.mentions_in.get(number, ())}
        near |= {id(m): m for rules in said.values() for _, m in rules}
        found: list[Candidate] = []
        count: Counter[int] = Counter()
        for mention in sorted(
            near.values(),
            key=lambda m: (self.around.sentence[m.start_word] != home, abs(m.start_word - event.word), m.end_word),
        ):
            entity = id(mention.resolved)
            direct = [rule for rule, m in said.get(entity, ()) if m is mention]
            if count[entity] >= MENTIONS_MOST and not direct:
                continue
            rules = list(dict.fromkeys(direct or [f"{rule} (elsewhere)" for rule, _ in said.get(entity, ())]))
            found.append(Candidate(mention, rules, nth=count[entity]))
            count[entity] += 1
        found.sort(key=lambda c: (not c.rules, abs(c.mention.start_word - event.word)))
        candidates = sorted(found[:CANDIDATES_MOST], key=lambda c: abs(c.mention.start_word - event.word))
        ranks = {True: 0, False: 0}
        for candidate in candidates:
            side = candidate.mention.start_word < event.word
            candidate.rank = ranks[side]
            ranks[side] += 1
        return candidates

    def chain(self, mention: Mention) -> tuple[int, int]:
        """The first phrase of the coordination that a mention stands in, and its own."""
        number = mention.phrase
        while number >= 0 and 0 <= self.draft.phrases[number].coordinated < number:
            number = self.draft.phrases[number].coordinated
        return number, mention.phrase

    def fill_roles(self, event: ActMention) -> None:
        """Set the actors and recipients of an event."""
        candidates = self.candidates(event)
        given = {role: [a.mention for act in (event, *event.also) for a in getattr(act, slot)] for role, slot in SLOTS}
        joint, scene = self.judge.joint(*ROLE_QUESTIONS), Scene(self.around, event)
        first: dict[str, list[float]] = {role: [] for role, _ in SLOTS}
        weights: dict[str, list[float]] = {
            role: [] for role, _ in SLOTS
        }  # of a candidate's signs in the second question
        for candidate in candidates:
            pair, rules = Pair(scene, candidate.mention), candidate.rules
            shared = joint.sums(of_both_roles(pair, rules, candidate.rank, candidate.nth))
            for place, (role, _) in enumerate(SLOTS):
                other = given["recipient" if role == "actor" else "actor"]
                own = joint.sums(of_one_role(pair, role, rules, other))
                first[role].append(self.judge[role].probability((), shared[2 * place] + own[2 * place]))
                weights[role].append(shared[2 * place + 1] + own[2 * place + 1])
        rated: list[tuple[float, str, Candidate]] = []
        entities = [id(candidate.mention.resolved) for candidate in candidates]
        rivals = {
            entity: {
                role: [p for p, other_entity in zip(first[role], entities, strict=True) if other_entity != entity]
                for role, _ in SLOTS
            }
            for entity in set(entities)
        }
        chains = [self.chain(candidate.mention) for candidate in candidates]
        for number, candidate in enumerate(candidates):
            beside = rivals[entities[number]]
            fellows = [at for at in range(len(candidates)) if conjoined(chains[at], chains[number])]
            for role, _ in SLOTS:
                if first[role][number] < HOPELESS:
                    continue
                other_role = "recipient" if role == "actor" else "actor"
                joined = None
                if fellows:
                    joined = max(first[role][at] for at in fellows), max(first[other_role][at] for at in fellows)
                rank = of_rank(
                    event.type, first[role][number], beside[role], first[other_role][number], beside[other_role], joined
                )
                question = self.judge[f"{role}:ranked"]
                weight = weights[role][number] + joint.sums(rank)[ROLE_QUESTIONS.index(f"{role}:ranked")]
                probability = question.probability((), weight)
                if probability >= question.threshold:
                    rated.append((probability, role, candidate))
        rated.sort(key=lambda item: -item[0])
        chosen: dict[str, list[Argument]] = {"actor": [], "recipient": []}
        taken: list[Mention] = []
        for _, role, candidate in rated:
            mention = candidate.mention
            if any(m is mention or _nested(m, mention) or m.resolved is mention.resolved for m in taken):
                continue
            taken.append(mention)
            rule = next((r.partition(":")[2] for r in candidate.rules if r.startswith(role)), INFERRED)
            chosen[role].append(Argument(mention, rule))
        for role, slot in SLOTS:
            setattr(event, slot, sorted(chosen[role], key=lambda a: a.mention.start_word))

    def _ranked(self, name: str, event: ActMention, offered: list[tuple[list[Sign], T]]) -> list[tuple[float, T]]:
        """The probability of each of those offered for a part, once all of them have been seen."""
        question, again = self.judge[name], self.judge[f"{name}:ranked"]
        joint = self.judge.joint(name, f"{name}:ranked")
        sums = [joint.sums(features) for features, _ in offered]
        first = [question.probability((), own) for own, _ in sums]
        return [
            (again.probability((), weight + joint.sums(of_rank(event.type, own, first[:n] + first[n + 1 :]))[1]), item)
            for n, (own, (_, weight), (_, item)) in enumerate(zip(first, sums, offered, strict=True))
        ]

    # -- sources -----------------------------------------------------------------------------------------------------

    def tellers(self, event: ActMention) -> list[tuple[list[Sign], Teller]]:
        """Those who may be a source of an event, each once, with the features of the claim that is most its own."""
        words = [event.word, *(act.word for act in event.also)]
        home = self.around.sentence[event.word]
        found: dict[int, tuple[tuple[bool, int], list[Sign], Teller, set[str]]] = {}
        for claim in self.draft.claims:
            covered = [word for word in words if claim.scope[0] <= word < claim.scope[1]]
            gap = home - self.around.sentence[claim.marker]
            if claim.kind == DENIAL and covered and event.status != "negated":
                continue  # who denies it is no source of it
            if not covered and not -SOURCE_AHEAD <= gap <= SOURCE_BACK:
                continue
            told = [(claim.speaker, False)] if claim.speaker else []
            for teller, carrier in [*told, *((c, True) for c in claim.carriers)]:
                if any(teller.mention.start_word <= word < teller.mention.end_word for word in words):
                    continue
                if self.draft.document.words[teller.mention.start_word].enclitic == "نا":
                    continue  # مراسلنا: the outlet itself
                rank = (event.word not in covered, abs(claim.marker - event.word))
                identity = self._identity(teller, found)
                known = found.get(identity)
                extra = known[3] if known else set()
                if covered and event.word not in covered:
                    extra.add("covers-also")
                if known is None or rank < known[0]:
                    features = of_source(self.around, event, claim, teller, carrier)
                    found[identity] = (rank, features, teller, extra)
        return [([*features, *sorted(extra)], teller) for _, features, teller, extra in found.values()]

    def _identity(self, teller: Teller, known: Mapping[int, tuple[Any, Any, Teller, Any]]) -> int:
        """Which of the tellers known one is, by whom it stands for or by name (مصادر عسكرية، المصادر), else itself."""
        identity = id(teller.mention.resolved)
        if identity in known:
            return identity
        name = self._name(teller.mention)
        for other, (_, _, fellow, _) in known.items():
            if _agree(name, self._name(fellow.mention)):
                return other
        return identity

    def _name(self, mention: Mention) -> list[str]:
        return [word.bare for word in self.draft.document.words[mention.start_word : mention.end_word] if word.bare]

    def fill_sources(self, event: ActMention) -> None:
        """Set the sources of an event: who spoke first, then whoever carried it."""
        question = self.judge["source:ranked"]
        rated = self._ranked("source", event, self.tellers(event))
        rated = [item for item in rated if item[0] >= question.threshold]
        event.sources = [teller for _, teller in sorted(rated, key=lambda i: (i[1].kind in CARRYING, -i[0]))]

    # -- places ------------------------------------------------------------------------------------------------------

    def places(self, event: ActMention) -> list[tuple[list[Sign], PlaceMention, str]]:
        """Places that an event may have happened at: features, place, preposition before it."""
        near: list[tuple[int, int, PlaceMention]] = []
        for place in self.draft.places:
            at = nearest(event, place.start_word)
            gap = self.around.sentence[at] - self.around.sentence[place.start_word]
            if -PLACE_AHEAD <= gap <= PLACE_BACK:
                near.append((abs(gap), abs(place.start_word - at), place))
        near.sort(key=lambda item: item[:2])
        found: list[tuple[list[Sign], PlaceMention, str]] = []
        names: set[str] = set()
        for rank, (_, _, place) in enumerate(near):
            name = " ".join(w.bare for w in self.draft.document.words[place.start_word : place.end_word])
            preposition, role = role_of(self.draft, event, place)
            features = of_place(self.around, event, place, preposition, rank)
            features.append(f"told-before={name in names}")
            names.add(name)
            found.append((features, place, role))
        return found

    def fill_places(self, event: ActMention) -> None:
        """Set the places of an event, the likeliest first."""
        question = self.judge["place:ranked"]
        offered = self.places(event)
        ranked = self._ranked("place", event, [(features, number) for number, (features, _, _) in enumerate(offered)])
        rated = [(probability, *offered[number][1:]) for probability, number in ranked]
        rated = sorted((item for item in rated if item[0] >= question.threshold), key=lambda item: -item[0])
        chosen: list[tuple[PlaceMention, str, str]] = []
        for probability, place, role in rated:
            # A further place in the same part must be surer, and no other name for the first (ريف حلب، حلب).
            if any(part == role for _, part, _ in chosen) and probability < FURTHER:
                continue
            if any(self._same_ground(place, other) for other, _, _ in chosen):
                continue
            chosen.append((place, role, "place of the event"))
        event.places = chosen[:PLACES_MOST]

    def _same_ground(self, one: PlaceMention, other: PlaceMention) -> bool:
        """Whether the name of one place holds all the words of the other's."""
        words = self.draft.document.words
        first, second = ({w.bare for w in words[place.start_word : place.end_word]} for place in (one, other))
        return first <= second or second <= first

    # -- time --------------------------------------------------------------------------------------------------------

    def ruled_time(self, event: ActMention) -> TimeExpression | None:
        """The time that the rules would choose for an event."""
        return choose_time(
            event.word,
            self.draft.document,
            self.draft.times,
            self.draft.published,
            mentions=[act.word for act in event.also],
            verbal=event.type in UTTERED,
        )

    def times(self, event: ActMention) -> list[tuple[list[Sign], TimeExpression]]:
        """The times that may date an event, each with its features."""
        ruled = self.ruled_time(event)
        near: list[tuple[int, TimeExpression]] = []
        for time in self.dated:
            at = nearest(event, time.start_word)
            gap = self.around.sentence[at] - self.around.sentence[time.start_word]
            if -TIME_AHEAD <= gap <= TIME_BACK:
                near.append((abs(at - time.start_word), time))
        near.sort(key=lambda item: item[0])
        return [
            (of_time(self.around, event, time, time is ruled, rank, len(self.days), self.days[time.edtf]), time)
            for rank, (_, time) in enumerate(near[:TIMES_MOST])
        ]

    def fill_time(self, event: ActMention) -> None:
        """Set the time of an event, none where none is likely enough."""
        question = self.judge["time:ranked"]
        rated = self._ranked("time", event, self.times(event))
        best = max(rated, key=lambda item: item[0], default=None)
        event.time = best[1] if best is not None and best[0] >= question.threshold else None

    # -- counts ------------------------------------------------------------------------------------------------------

    def tolls(self, events: Sequence[ActMention]) -> list[tuple[list[str], ActMention, Toll]]:
        """Every toll with every event that it may be of, and the features of the two."""
        offered: list[tuple[list[str], ActMention, Toll]] = []
        for toll in self.draft.tolls:
            ruled = self.counter.act_for(self.draft, toll, events)
            rivals = [other for other in self.draft.tolls if other.key == toll.key and other is not toll]
            near: list[tuple[int, ActMention]] = []
            for event in events:
                at = nearest(event, toll.word)
                gap = self.around.sentence[toll.word] - self.around.sentence[at]
                if -TOLL_BACK <= gap <= TOLL_AHEAD:
                    near.append((abs(at - toll.word), event))
            near.sort(key=lambda item: item[0])
            for rank, (_, event) in enumerate(near):
                features = of_toll(self.around, event, toll, event is ruled, rank, rivals)
                offered.append((features, event, toll))
        return offered

    def fill_counts(self, events: Sequence[ActMention]) -> None:
        """Give each toll to the event it most likely is of; an event takes one of a kind."""
        question = self.judge["count"]
        for event in events:
            event.counts = {}
            event.why = [why for why in event.why if why.field != "counts"]
        standing = [event for event in events if event.status not in NOT_DONE]
        rated = [(question.probability(features), event, toll) for features, event, toll in self.tolls(standing)]
        rated = sorted((item for item in rated if item[0] >= question.threshold), key=lambda item: -item[0])
        given: set[tuple[int | None, int, str]] = set()
        for _, event, toll in rated:
            number = (toll.number.start_word if toll.number is not None else None, toll.word, toll.key)
            if toll.key in event.counts or number in given:
                continue
            given.add(number)
            self._count(event, toll)
        for event in standing:
            lone = self.counter.lone(self.draft, event)
            if lone is not None and lone.key not in event.counts:
                self._count(event, lone)

    def _count(self, event: ActMention, toll: Toll) -> None:
        event.counts[toll.key] = (toll.low, toll.high)
        word = self.draft.document.words[toll.word]
        event.why.append(Why("counts", toll.key, toll.lexicon, word.start, word.end))

    # -- status ------------------------------------------------------------------------------------------------------

    def set_status(self, event: ActMention) -> None:
        """Set whether an event happened, is planned, only possible, denied or long past; a plan to meet or help is an
        agreement."""
        self._weigh_status(event)
        if event.status == "future" and event.type in PLANNED and "AGREE" in event.types:
            retyped(event, "AGREE")

    def _weigh_status(self, event: ActMention) -> None:
        rule = next((w.rule for w in event.why if w.field == "status"), "")
        if rule in CERTAIN:
            return
        joint = self.judge.joint(*(f"status:{status}" for status in STATUSES))
        sums = zip(STATUSES, joint.sums(of_status(self.around, event, rule)), strict=True)
        rated = {status: self.judge[f"status:{status}"].probability((), weight) for status, weight in sums}
        best = max(STATUSES, key=lambda status: rated[status] * CAUTION.get(status, 1))
        if best != event.status:
            word = self.draft.document.words[event.word]
            tell(event, best, Why("status", INFERRED, None, word.start, word.end))
        if event.time is not None:
            apart = self.around.sentence[event.time.start_word] != self.around.sentence[event.word]
            foresee(event, self.draft.published, surely=apart and rated["actual"] >= SURE)


def retyped(act: ActMention, kind: str) -> ActMention:
    """The act, taken as one of its types."""
    act.type = kind
    act.mode = act.act.mode if kind == act.act.type else None
    return act


def conjoined(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two chains (:meth:`Decider.chain`) are of phrases coordinated with each other."""
    return one[0] == other[0] and one[1] != other[1]


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names are of one who speaks: half of their words are the same, one is the last word of the other,
    or the bare noun that the other begins with."""
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    shared = set(one) & set(other)
    if 2 * len(shared) >= len(set(one) | set(other)):
        return True
    return len(short) == 1 and short[0] in (long[0], long[-1])


def _nested(one: Mention, other: Mention) -> bool:
    return one.start_word < other.end_word and other.start_word < one.end_word
