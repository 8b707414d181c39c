"""The signs that the judge weighs for an event's circumstances: where and when it happened, whether it did, and which
toll is its own.

Like those of :mod:`masdar.coding.features` every sign is a short string, and what a rule found out is one of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from masdar.arabic.document import PUNCTUATION, WORD, Word
from masdar.arabic.syntax import COMPLEMENTISERS, RELATIVES
from masdar.arabic.tags import class_of
from masdar.coding.draft import ActMention
from masdar.coding.features import LOOKING_BACK, SPEECH, Surroundings, age_of, bucket
from masdar.coding.judge import Sign

if TYPE_CHECKING:
    from masdar.coding.counts import Toll
    from masdar.coding.placing import PlaceMention
    from masdar.coding.times import TimeExpression

# Words after which a sentence turns to another time than that of what stands before them.
_TURNS = frozenset(
    "بعد بعدما بعيد غداة عشية"
    " عقب قبل قبيل منذ إثر اثر رغم خلال أثناء اثناء إبان فيما بينما حيث لكن حين عندما بشأن حول ضد".split()
)
AIM_REACH = 10  # words between an act and what it is the aim of
WAS_REACH, RELATIVE_REACH = 6, 4  # words before an act that an auxiliary, a relative pronoun is looked for in
_WAS = frozenset(("كان", "كانت", "كانوا"))
APART = 40  # words; what joins or parts them is not listed


def nearest(event: ActMention, at: int) -> int:
    """The act word of an event, of all that tell it, that stands nearest to a word."""
    return min((event.word, *(act.word for act in event.also)), key=lambda word: abs(word - at))


class _Stand(NamedTuple):
    """How something told stands to the nearest of the words that tell an event."""

    at: int  # that word
    act: ActMention
    gap: int  # sentences from what is told to the word
    near: str
    side: str
    low: int  # what lies between the two is from here
    high: int  # to here, exclusive


def _stand(around: Surroundings, event: ActMention, start: int, end: int) -> _Stand:
    """How the words from ``start`` to ``end``, exclusive, stand to an event."""
    at = nearest(event, start)
    act = next(a for a in (event, *event.also) if a.word == at)
    gap = around.sentence[at] - around.sentence[start]
    near = "same" if gap == 0 else "earlier" if gap > 0 else "later"
    if start < at:
        return _Stand(at, act, gap, near, "before", end, at)
    return _Stand(at, act, gap, near, "after", at + 1, start)


def _between(words: Sequence[Word], low: int, high: int) -> list[str]:
    """What turns the sentence between two words: the last turning word, a relative, a complementiser, commas."""
    turn, relative, that, commas = "", False, False, 0
    for word in words[low:high]:
        if word.kind == PUNCTUATION:
            commas += word.text in "،,؛;"
        elif word.norm in _TURNS or word.stem in _TURNS:
            turn = word.stem
        elif word.norm in RELATIVES:
            relative = True
        elif word.norm in COMPLEMENTISERS or word.stem in COMPLEMENTISERS:
            that = True
    return [f"turn={turn}", f"relative={relative}", f"that={that}", f"commas={min(commas, 3)}"]


def _company(around: Surroundings, event: ActMention, start: int, stop: int, step: int) -> str:
    """What stands next to a time or place on one side: a word of the event, a word of telling, another act or verb."""
    words = around.draft.document.words
    own = {event.word, event.light_word, *(act.word for act in event.also), *(act.light_word for act in event.also)}
    for index in range(start, stop, step):
        if index in own:
            return "own"
        if index in around.markers:
            return "claim"
        if index in around.act_at:
            return "act"
        if words[index].tag == "VERB":
            return "verb"
    return "none"


def _links(around: Surroundings, low: int, high: int) -> str:
    """The first words that join or part what stands between two words."""
    if high - low >= APART:
        return "far"
    first = bisect_left(around.link_words, low)
    return ".".join(around.links[first : min(bisect_left(around.link_words, high), first + 3)])


def _hangs(around: Surroundings, act: ActMention, index: int) -> str:
    """Whether a word hangs on the verb of an act, on the one that the act hangs on, or on another."""
    governor = around.governor(index)
    if governor >= 0 and governor in (act.word, act.light_word):
        return "trigger"
    return "beside" if governor == around.governor(act.word) else "else"


def of_place(around: Surroundings, event: ActMention, place: PlaceMention, preposition: str, nearer: int) -> list[Sign]:
    """Whether a place is where an event happened.

    :param preposition: what the place stands behind.
    :param nearer: how many other places stand nearer to the event's words.
    """
    draft = around.draft
    words = draft.document.words
    at, act, gap, near, side, low, high = _stand(around, event, place.start_word, place.end_word)
    kind, form, level = event.type, act.form.kind, place.level
    clause = around.clause[place.start_word] == around.clause[at]
    marked = dict(act.act.marks).get(preposition.replace("إ", "ا").replace("ى", "ي"), "")
    verbs = min(around.verbs_between(at, place.start_word), 3)
    acts = around.acts_between(place.start_word, at)
    argument = any(
        a.mention.start_word <= place.start_word < a.mention.end_word for a in (*event.actors, *event.recipients)
    )
    found: list[Sign] = [
        (_near, near, max(-3, min(gap, 4)), kind, level, place.kind, form),
        (_after, preposition, near, side, marked, clause),
        (_beside, min(nearer, 3), near, side, bucket(abs(place.start_word - at)), verbs, argument, place.use),
        (_apart, min(acts, 3), verbs, side, near, level, preposition, place.kind),
        f"also={at != event.word}+{near}", f"word-before={around.stem(place.start_word - 1)}+{near}",
        f"two-before={around.stem(place.start_word - 2)}+{near}", f"next={around.stem(place.end_word)}+{near}",
        f"sense={event.act.id}+{near}+{level}",
    ]  # fmt: skip
    number = draft.phrase_at[place.start_word]
    if number >= 0 and number == draft.phrase_at[at]:
        found.append(f"inside+{kind}")
    elif number >= 0 and draft.phrases[number].start < place.start_word:
        found += ["genitive", f"phrase-preposition={draft.phrases[number].preposition}+{near}"]
    sentence = draft.document.sentences[around.sentence[place.start_word]]
    speech = kind in SPEECH
    if gap == 0:
        signs = _between(words, low, high)
        behind = _company(around, event, place.start_word - 1, sentence.start - 1, -1)
        ahead = _company(around, event, place.end_word, sentence.end, 1)
        found += [
            *(f"{sign}+{side}" for sign in signs), f"{signs[0]}+{side}+{kind}",
            f"{'+'.join(signs)}+{side}+{min(verbs, 1)}", f"behind={behind}+{side}+{kind}", f"ahead={ahead}+{side}",
            f"company={behind}+{ahead}+{side}", f"sense={event.act.id}+{side}+{behind}",
            f"sense+preposition={event.act.id}+{preposition}+{side}",
            f"hangs={_hangs(around, act, place.start_word)}+{side}+{form}",
            f"preposition+verbs={preposition}+{side}+{verbs}", f"speech+side={speech}+{side}+{preposition}",
            f"level+side={level}+{side}+{verbs}+{behind}",
            f"links={side}+{_links(around, low, high)}+{min(verbs, 2)}",
        ]  # fmt: skip
    else:
        there, home = around.sentence[place.start_word], around.sentence[at]
        same = any(a.type == kind and around.sentence[a.word] == there for a in draft.acts)
        placed = home in around.placed
        shared = len(around.entities.get(home, set()) & around.entities.get(there, set()))
        opening = words[draft.document.sentences[home].start].norm
        found += [
            f"same-type-there={same}+{near}", f"home-placed={placed}+{near}+{max(-2, min(gap, 3))}",
            f"home-placed+level={placed}+{level}+{kind}", f"looking-back={opening in LOOKING_BACK}+{near}",
            f"shared={min(shared, 3)}+{near}", f"speech+gap={speech}+{gap}+{level}",
        ]  # fmt: skip
    return found


def _near(near: str, gap: int, kind: str, level: str | None, described: str, form: str) -> list[str]:
    speech = kind in SPEECH
    return [
        f"gap={gap}", f"near+type={near}+{kind}", f"near+level={near}+{level}", f"level+type={level}+{kind}",
        f"speech={speech}+{near}", f"speech+level={speech}+{level}+{near}", f"kind={described}", f"form={form}+{near}",
    ]  # fmt: skip


def _after(preposition: str, near: str, side: str, marked: str, clause: bool) -> list[str]:
    return [
        f"preposition={preposition}+{near}", f"preposition+side={preposition}+{side}", f"marked={marked}",
        f"clause={clause}+{side}",
    ]  # fmt: skip


def _beside(nearer: int, near: str, side: str, words: str, verbs: int, argument: bool, use: str) -> list[str]:
    return [
        f"nearer={nearer}+{near}", f"words={words}+{side}", f"verbs={verbs}+{near}", f"argument={argument}",
        f"use={use}",
    ]  # fmt: skip


def _apart(
    acts: int, verbs: int, side: str, near: str, level: str | None, preposition: str, described: str
) -> list[str]:
    return [
        f"acts={acts}+{side}+{near}", f"acts+verbs={min(acts, 2)}+{min(verbs, 2)}+{side}+{near}",
        f"level+preposition={level}+{preposition}+{near}", f"kind+near={described}+{near}",
    ]  # fmt: skip


def of_time(
    around: Surroundings, event: ActMention, time: TimeExpression, ruled: bool, nearer: int, times: int, told: int
) -> list[Sign]:
    """Whether an expression of time dates an event.

    :param ruled: a rule would have chosen it.
    :param nearer: how many other times stand nearer to the event's words.
    :param times: how many times the report tells; ``told`` how often it tells this one's value.
    """
    draft = around.draft
    words = draft.document.words
    at, act, gap, near, side, low, high = _stand(around, event, time.start_word, time.end_word)
    kind = event.type
    form = act.form
    tense = form.form.tense if form.form is not None else form.kind
    age = age_of(time, draft.published)
    verbs = min(around.verbs_before[max(low, high)] - around.verbs_before[min(low, high)], 3)
    found: list[Sign] = [
        f"ruled={ruled}+{near}", f"gap={max(-3, min(gap, 5))}", f"near+type={near}+{kind}",
        f"times={bucket(times)}+{near}", f"told={min(told, 3)}+{near}", f"nearer={min(nearer, 3)}+{near}",
        f"words={bucket(max(0, high - low))}+{side}+{near}", f"verbs={verbs}+{side}+{near}",
        f"shape={time.type}+{time.precision}+{time.anchor}", f"age={age}+{near}",
        f"age+status={age}+{event.status}", f"age+tense={age}+{tense}+{near}", f"precision={time.precision}+{near}",
        f"status={event.status}+{near}", f"tense={tense}+{side}+{near}", f"speech={kind in SPEECH}+{near}",
        f"also={at != event.word}+{near}", f"sentence={min(around.sentence[at], 3)}+{near}",
        f"place={min(around.sentence[time.start_word], 3)}+{near}", f"ahead={time.ahead}+{event.status}",
        f"first={words[time.start_word].norm}+{near}", f"word-before={around.stem(time.start_word - 1)}+{near}",
        f"vague={'~' in (time.edtf or '')}+{near}", f"two-before={around.stem(time.start_word - 2)}+{near}",
        f"age+type={age}+{kind}", f"shape+near={time.type}+{time.precision}+{near}",
    ]  # fmt: skip
    between = around.acts_between(time.start_word, at)
    found += [f"acts={min(between, 3)}+{side}+{near}", f"acts+verbs={min(between, 2)}+{min(verbs, 2)}+{side}+{near}"]
    sentence = draft.document.sentences[around.sentence[time.start_word]]
    if gap == 0:
        clause = around.clause[time.start_word] == around.clause[at]
        signs = _between(words, low, high)
        found += [f"clause={clause}+{side}", *(f"{sign}+{side}" for sign in signs), f"{signs[0]}+{side}+{kind}"]
        found.append(f"{'+'.join(signs)}+{side}+{min(verbs, 1)}")
        behind = _company(around, event, time.start_word - 1, sentence.start - 1, -1)
        ahead = _company(around, event, time.end_word, sentence.end, 1)
        found += [f"behind={behind}+{side}+{kind}", f"ahead={ahead}+{side}", f"company={behind}+{ahead}+{side}"]
        found += [f"behind+speech={behind}+{side}+{kind in SPEECH}+{verbs}", f"sense={event.act.id}+{side}+{behind}"]
        governor, hangs = around.governor(time.start_word), _hangs(around, act, time.start_word)
        found += [f"hangs={hangs}+{side}+{form.kind}", f"hangs+clause={hangs}+{clause}"]
        markers = around.claim_words[
            bisect_left(around.claim_words, min(low, high)) : bisect_right(around.claim_words, max(low, high))
        ]
        found.append(f"claims={min(len(markers), 2)}+{side}+{kind in SPEECH}")
        if governor in around.markers:
            found.append(f"of-claim+{side}+{governor == at}")
    else:
        found.append(f"opens={time.start_word - sentence.start <= 3}+{near}")
        here = around.sentence[at] in around.timed
        found += [f"home-timed={here}+{near}+{max(-2, min(gap, 3))}", f"home-timed+age={here}+{age}"]
        same = any(a.type == kind and around.sentence[a.word] == around.sentence[time.start_word] for a in draft.acts)
        found.append(f"same-type-there={same}+{near}")
        opening = words[draft.document.sentences[around.sentence[at]].start].norm
        if opening in LOOKING_BACK:
            found.append(f"pluperfect+{age}+{near}")
    return found


def of_toll(
    around: Surroundings, event: ActMention, toll: Toll, ruled: bool, nearer: int, rivals: Sequence[Toll]
) -> list[str]:
    """Whether a toll told in the report is an event's.

    :param ruled: the rules would have given it to the event.
    :param nearer: how many other events stand nearer to the toll.
    :param rivals: the other tolls of its key that the report tells.
    """
    draft = around.draft
    words = draft.document.words
    at, act, gap, near, side, low, high = _stand(around, event, toll.word, toll.word + 1)
    side = "own" if toll.word == at else side
    kind, key = event.type, toll.key
    size = "one" if (toll.low, toll.high) == (1, 1) else "few" if (toll.low or 0) < 10 else "many"
    verbs = min(around.verbs_between(toll.word, at), 3)
    found = [
        f"ruled={ruled}+{key}", f"ruled+type={ruled}+{kind}+{key}", f"gap={max(-3, min(gap, 4))}+{key}",
        f"near={near}+{side}+{kind}", f"words={bucket(abs(at - toll.word))}+{side}", f"type={kind}+{key}",
        f"sense={event.act.id}+{key}", f"nearer={min(nearer, 3)}+{near}", f"status={event.status}+{key}",
        f"size={size}+{key}+{near}", f"update={toll.update}+{near}", f"verbs={verbs}+{side}+{near}",
        f"mode={event.mode}+{key}", f"rivals={min(len(rivals), 3)}+{near}", f"word={words[toll.word].bare}+{side}",
        f"acts={min(around.acts_between(toll.word, at), 3)}+{side}+{near}", f"form={act.form.kind}+{side}+{near}",
        f"before={around.stem(toll.word - 1)}+{side}", f"sentence={min(around.sentence[toll.word], 3)}+{near}",
    ]  # fmt: skip
    if rivals:
        first = all(rival.word > toll.word for rival in rivals)
        largest = all((rival.low or 0) <= (toll.low or 0) for rival in rivals)
        again = any((rival.low, rival.high) == (toll.low, toll.high) for rival in rivals)
        home = around.sentence[toll.word] == around.sentence[event.word]
        found += [f"first={first}+{key}", f"largest={largest}+{key}", f"again={again}", f"first+home={first}+{home}"]
        found.append(f"largest+first={largest}+{first}+{near}")
    if gap == 0:
        clause = around.clause[toll.word] == around.clause[at]
        signs = _between(words, low, high)
        found += [f"clause={clause}+{side}", *(f"{sign}+{side}" for sign in signs)]
        if high - low <= 2:
            found.append(f"between={'.'.join(w.bare if w.kind == WORD else w.text for w in words[low:high])}+{side}")
    return found


def _aim(around: Surroundings, act: ActMention, start: int) -> list[str]:
    """Whether an act stands behind a noun with ``ل`` that nothing but nouns part from it (تحركت للمشاركة في حصار)."""
    words = around.draft.document.words
    for at in range(act.word - 1, max(start, act.word - AIM_REACH) - 1, -1):
        word = words[at]
        if word.tag == "VERB" or (word.kind == PUNCTUATION and word.text not in '،,"«»“”'):
            break
        if "ل" in word.proclitics and word.tag == "NOUN":
            governor = around.governor(at)
            tense = ("present" if words[governor].stem[:1] in "يتن" else "past") if governor >= 0 else "none"
            kind = class_of(word.stem, word.enclitic)
            return [
                f"aim={tense}+{act.form.kind}",
                f"aim4={kind[:4]}+{act.type}",
                f"aim7={kind[:7]}",
                f"aim={word.bare}",
            ]
    return ["no-aim"]


def of_status(around: Surroundings, act: ActMention, rule: str) -> list[str]:
    """What the status of an act is; ``rule`` is what the status rules say and why."""
    words = around.draft.document.words
    word = words[act.word]
    found = [
        f"rule={act.status}", f"why={rule}", f"rule+type={act.status}+{act.type}", f"type={act.type}",
        f"before={around.stem(act.word - 1)}", f"before2={around.stem(act.word - 2)}", f"kind={act.form.kind}",
        f"clitics={''.join(word.proclitics)}+{act.form.kind}", f"sense={act.act.id}",
        f"sentence={min(around.sentence[act.word], 5)}",
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
    found += _aim(around, act, sentence.start)
    place = bisect_left(around.act_words, act.word)
    if place and around.act_words[place - 1] >= sentence.start:
        prior = around.draft.acts[place - 1]
        found.append(f"prior={prior.status}+{around.clause[prior.word] == clause}+{''.join(word.proclitics)}")
    if act.time is not None:
        found.append(f"time={act.time.type}+{act.time.precision}")
        found.append(f"age={age_of(act.time, around.draft.published)}")
    return found + _tensed(around, act, sentence.start)


def _tensed(around: Surroundings, act: ActMention, start: int) -> list[str]:
    """What sets the time that a sentence looks from: auxiliaries, who tells it, times told before, acts beside."""
    draft = around.draft
    words = draft.document.words
    home = around.sentence[act.word]
    tense = act.form.form.tense if act.form.form is not None else act.form.kind
    dated = "dated" if act.time is not None else "undated"
    anchor = act.light_word if act.light_word >= 0 else act.word
    found = [f"before+tense={words[act.word - 1].norm if act.word else ''}+{tense}"]
    covering = around.covering(act.word)
    claim = min(covering, key=lambda claim: abs(claim.marker - act.word)) if covering else None
    found.append(f"claim={claim.kind if claim else 'none'}+{tense}")
    was = any(words[at].stem in _WAS for at in range(max(start, anchor - WAS_REACH), anchor))
    found.append(f"was={was}+{tense}+{dated}")
    relative = any(words[at].norm in RELATIVES for at in range(max(start, anchor - RELATIVE_REACH), anchor))
    found.append(f"relative={relative}+{tense}+{dated}")
    earlier = [
        time
        for time in draft.times
        if time.edtf is not None and time.start_word < start and home - around.sentence[time.start_word] <= 2
    ]
    found.append(f"told-before={age_of(earlier[-1], draft.published) if earlier else 'none'}+{dated}")
    governor = around.governor(act.word)
    if governor >= 0:
        hanging = "present" if words[governor].stem[:1] in "يتنأ" else "past"
        found.append(f"governor={hanging}+{words[governor - 1].norm if governor else ''}+{act.form.kind}")
    first = bisect_left(around.act_words, start)
    last = bisect_left(around.act_words, draft.document.sentences[home].end)
    others = {other.status for other in draft.acts[first:last] if other is not act} - {"actual"}
    return found + [f"beside={status}" for status in sorted(others)]
