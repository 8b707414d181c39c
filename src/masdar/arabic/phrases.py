"""Noun phrases: which words belong together as one thing that is talked about.

A noun phrase here is what the grammarians' ``إضافة``, adjectives and apposition of title and name build around its
first noun: قوات النظام السوري, عشرات الفتيات والشباب (two phrases, coordinated), وزير الخارجية الروسي سيرغي لافروف.
Relative clauses and prepositional phrases stay outside, save the partitive من of عدد من المواطنين.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass

from masdar.arabic.document import NUMBER, PUNCTUATION, WORD, Document, Word
from masdar.arabic.tags import class_of

# Prepositions and nouns used as such, in light orthography, without clitics.
PREPOSITIONS = frozenset(
    "في من إلى الى على علي عن مع حتى منذ خلال ضد لدى عند بين قبل بعد تحت فوق أمام وراء خلف حول دون عبر نحو قرب "
    "داخل خارج وسط ضمن تجاه إزاء بسبب جراء إثر عقب أثناء رغم برغم بحق صوب حيال بشأن لصالح لأجل مقابل سوى باتجاه "
    "بحسب حسب وفق وفقا وفقاً طبقا بعيدا بواسطة لحساب بدون جانب قبيل بعيد مثل غير منذ فيما بموجب بخصوص بهدف بغية "
    "بفضل عدا ل ب ك إلي علي إليه لدي".split()
)
SUBORDINATORS = frozenset(
    "أن إن ان أنّ إنّ لأن لان أنه إنه أنها إنها أنهم إنهم الذي التي الذين اللذان اللتان اللذين اللتين اللواتي اللاتي "
    "حيث فيما بينما عندما حين حينما كما لكن ولكن بل إذا اذا لو إلا الا لما ما ماذا متى كيف هل أو او أم ثم إذ اذ كي "
    "لكي كيلا مما ممن عما بما لا لم لن قد ليس ليست ليسوا كان كانت كانوا يكون تكون ذلك هذا هذه تلك هؤلاء أولئك ذاك "
    "هو هي هم هن نحن أنا أنت أي أية أما اما سوف لقد حتى إنما انما بأن بان لأنه لأنها كأن لعل ليت سيما كذلك أيضا "
    "أيضاً ايضا هناك هنا حاليا حالياً إلى الى عندئذ ومن وفي سواء".split()
)
QUANTIFIERS = frozenset(
    "عشرات مئات آلاف الاف الآلاف ملايين ملايين عدد أعداد بعض أحد احد إحدى كل جميع معظم غالبية أغلب مجموعة بضع بضعة "
    "عدة مزيد كافة نحو حوالي قرابة زهاء أكثر اكثر أقل اقل كلا كلتا سائر نصف ثلث ربع أبرز كبار".split()
)
_PARTITIVE = frozenset(("من",))
_OPEN = frozenset("\"“«'‘(")
_CLOSE = frozenset("\"”»'’)")
# A noun phrase of more words than this is a missed boundary, not a phrase.
LONGEST = 12


@dataclass(slots=True)
class NounPhrase:
    """Words ``start`` to ``end`` (exclusive); ``head`` is the first noun after quantifiers and numbers."""

    start: int
    end: int
    head: int
    preposition: str = ""  # what governs it: a word before it or a clitic on it, in light orthography
    coordinated: int = -1  # number of the phrase that it is joined to by و, or -1


def nominal(word: Word) -> bool:
    """Whether the word can stand in a noun phrase."""
    if word.kind == NUMBER:
        return True
    if word.kind != WORD or word.norm in PREPOSITIONS or word.norm in SUBORDINATORS or word.stem in SUBORDINATORS:
        return False
    if word.stem in PREPOSITIONS and word.stem not in QUANTIFIERS:
        return False
    return word.tag in ("NOUN", "PROPN", "ADJ", "NUM", "X", "") or word.definite


def find_phrases(
    document: Document, names: Collection[tuple[int, int]] = (), apart: Collection[tuple[int, int]] = ()
) -> list[NounPhrase]:
    """All noun phrases of a document in order, none inside another.

    :param names: word ranges that are known to be one name, whatever stands inside them.
    :param apart: word ranges that are no part of any other phrase (times: الرئيس الروسي | الخميس).
    """
    words = document.words
    name_end = dict(names)
    bounds = {start: end for start, end in apart if start not in name_end}
    phrases: list[NounPhrase] = []
    for sentence in document.sentences:
        at = sentence.start
        starts = deque(sorted(start for start in bounds if sentence.start <= start < sentence.end))
        while at < sentence.end:
            while starts and starts[0] <= at:
                starts.popleft()
            stop = bounds.get(at) or (starts[0] if starts else sentence.end)
            if at in name_end or (nominal(words[at]) and words[at].tag != "ADV"):
                phrase = _phrase(words, at, stop, name_end)
                _attach(phrase, words, phrases, sentence.start)
                phrases.append(phrase)
                at = phrase.end
            else:
                at += 1
    return phrases


def _attach(phrase: NounPhrase, words: list[Word], phrases: list[NounPhrase], first: int) -> None:
    word = words[phrase.start]
    particles = word.proclitics
    for particle in reversed(particles):
        if particle in ("ب", "ل", "ك"):
            phrase.preposition = particle
            return
    previous = phrase.start - 1
    while previous >= first and words[previous].kind == PUNCTUATION and words[previous].text in _OPEN:
        previous -= 1
    if "و" in particles or (previous >= first and words[previous].norm in ("أو", "او")):
        before = previous - (0 if "و" in particles else 1)
        while before >= first and words[before].kind == PUNCTUATION and words[before].text in '،,)"»”':
            before -= 1
        if phrases and phrases[-1].end in (before + 1, before) and before >= first:
            phrase.coordinated = len(phrases) - 1
            phrase.preposition = phrases[-1].preposition
        return
    if previous >= first:
        before_word = words[previous]
        if before_word.kind == PUNCTUATION and before_word.text in "،," and phrases and phrases[-1].end == previous:
            return
        if before_word.enclitic:
            return  # طالبت فيه الولايات المتحدة: the preposition has its pronoun
        if before_word.stem in PREPOSITIONS or before_word.norm in PREPOSITIONS:
            phrase.preposition = before_word.stem if before_word.stem in PREPOSITIONS else before_word.norm


def _phrase(words: list[Word], start: int, stop: int, name_end: dict[int, int]) -> NounPhrase:
    stop = min(stop, start + LONGEST)
    at = start
    # Quantifiers and numbers before the head: أكثر من 13 فتاة, عدد من المواطنين, عشرات الفتيات.
    while (
        at < stop - 1
        and at not in name_end
        and (words[at].kind == NUMBER or words[at].tag == "NUM" or words[at].stem in QUANTIFIERS)
    ):
        following = at + 1
        if words[following].norm in _PARTITIVE and following + 1 < stop and nominal(words[following + 1]):
            following += 1
        if words[following].kind == PUNCTUATION or (words[following].proclitics and words[following].norm != "من"):
            break
        if not (nominal(words[following]) or following in name_end):
            break
        at = following
    head = at
    end = _tail(words, head, stop, name_end)
    return NounPhrase(start, max(end, head + 1), head)


def _tail(words: list[Word], head: int, stop: int, name_end: dict[int, int]) -> int:
    at = name_end.get(head, head + 1)
    previous = words[at - 1]
    # A noun that already has its genitive takes no other noun, only adjectives and names in apposition.
    closed = previous.definite or bool(previous.enclitic) or previous.tag == "PROPN" or head in name_end
    closed = closed or _sound_plural(previous)
    while at < stop:
        word = words[at]
        if word.kind == PUNCTUATION:
            end = _quoted(words, at, stop)
            if end and not previous.enclitic:
                at, closed = end, True
                previous = words[at - 1]
                continue
            break
        if word.proclitics:
            break
        if at in name_end:
            if head in name_end:
                break  # two names side by side are two (اتهمت واشنطن | طهران)
            at, closed = name_end[at], True
            previous = words[at - 1]
            continue
        if not nominal(word) or word.kind == NUMBER or word.tag == "NUM":
            break
        adjective = word.tag == "ADJ" or (word.definite and closed and word.tag != "PROPN" and _adjectival(word))
        if closed and not adjective and word.tag != "PROPN":
            break
        if adjective and closed and not word.definite and (previous.definite or previous.enclitic):
            break  # an adjective agrees with its noun: مقاتلو المعارضة | هجوما
        if word.definite and not previous.definite and _sound_plural(previous):
            break  # مسلحون | القيادي
        if not closed and adjective and not word.definite:
            at += 1
            previous = word
            continue
        if not adjective:
            closed = closed or word.definite or bool(word.enclitic) or word.tag == "PROPN"
        at += 1
        previous = word
    return at


def _sound_plural(word: Word) -> bool:
    """Whether a noun keeps the ending ون or ين that it would lose before a genitive (مدنيين | مصرعهم)."""
    base = word.stem[:-2]
    return word.tag == "NOUN" and word.stem.endswith(("ون", "ين")) and len(base) >= 4 and bool(class_of(base, ""))


def _adjectival(word: Word) -> bool:
    return word.key.endswith(("ي", "يه", "يين", "يون", "يات"))


def _quoted(words: list[Word], at: int, stop: int) -> int:
    """The end of a short quoted name that starts at an opening quotation mark (ميليشيا "لواء الإمام الحسين"), or 0."""
    mark, first = words[at], words[min(at + 1, stop - 1)]
    opens = mark.end == first.start and words[at - 1].end < mark.start
    if mark.text not in "\"“«'‘" or not (opens or mark.text in "“«‘") or first.proclitics:
        return 0
    for end in range(at + 2, min(at + 7, stop)):
        if words[end].kind == PUNCTUATION:
            return end + 1 if words[end].text in _CLOSE else 0
    return 0
