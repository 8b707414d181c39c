"""Sentences, the clauses inside them, and what is quoted.

What a word does to another is decided within a clause: a subject beyond a comma and a second verb is rarely the first
verb's. Arabic news writes long sentences, joins whole paragraphs by ``و``, ends some by ``.,`` and opens quotations it
never closes, so the bounds are found here once, by marks and by the small words that open a clause, and every later
stage keeps to them.
"""

from __future__ import annotations

from itertools import pairwise

from masdar.arabic.document import PUNCTUATION, WORD, Document, Sentence, Word
from masdar.arabic.script import key

_ENDS = frozenset(".!?؟؛…‼⁉。•\N{ARABIC FULL STOP}")
_CLOSERS = frozenset("”»)]}’›")
_TRAILING = frozenset(",،.…!؟?؛")
_STRAIGHT = frozenset("\"'")


#: No sentence has more words: the longest of 20,000 sentences of news has 457. What runs on is a text without stops or
#: line breaks, in which to look from every word at every other would take hours.
LONGEST = 600


def _is_abbreviation(words: list[Word], index: int) -> bool:
    """Whether the full stop at ``index`` belongs to an abbreviation: ``د. سعيد``, ``أ.ف.ب``, ``U.S.``."""
    before = words[index - 1]
    mark = words[index]
    if before.kind != WORD or before.end != mark.start:
        return False
    if len(before.norm) > 1:
        inside = index + 1 < len(words) and words[index + 1].start == mark.end
        return inside and before.norm in _LETTER_NAMES and words[index + 1].norm in _LETTER_NAMES
    if index >= 2 and words[index - 2].norm == "." and words[index - 2].end == before.start:
        # The last stop of several letters: it ends the sentence only where the text goes on without it.
        return index + 1 < len(words) and words[index + 1].start - mark.end <= 1
    return index + 1 < len(words) and words[index + 1].kind == WORD


def find_sentences(text: str, words: list[Word]) -> list[Sentence]:
    """The sentences of a text, without clauses. Every word is in one sentence; no sentence is empty.

    A line break ends a sentence; so do ``. ! ? ؟ ؛`` outside numbers and abbreviations, along with the closing marks
    and stray commas that follow.
    """
    sentences: list[Sentence] = []
    start = index = 0
    count = len(words)
    open_quote = False
    while index < count:
        word = words[index]
        if word.kind == PUNCTUATION and word.norm == '"':
            open_quote = not open_quote
        following = index + 1
        ends = False
        if (
            word.kind == PUNCTUATION
            and word.norm in _ENDS
            and not (word.norm == "." and index > start and _is_abbreviation(words, index))
        ):
            ends = True
            while following < count and words[following].kind == PUNCTUATION:
                mark = words[following].norm
                adjacent = words[following].start == words[following - 1].end
                if "\n" in text[words[following - 1].end : words[following].start]:
                    break
                if mark in _CLOSERS or mark in _TRAILING:
                    following += 1
                elif mark in _STRAIGHT and adjacent and (open_quote or mark == "'"):
                    open_quote = False
                    following += 1
                else:
                    break
        if following - start >= LONGEST:
            ends = True
        if not ends and following < count:
            ends = "\n" in text[word.end : words[following].start] or "\r" in text[word.end : words[following].start]
        if ends and following < count and "\n" in text[words[following - 1].end : words[following].start]:
            open_quote = False
        if ends or following >= count:
            sentences.append(Sentence(start, following))
            start = following
        index = following
    return sentences


# --- clauses ---------------------------------------------------------------------------------------------------------

#: Words that open a clause, by the light form of their stem.
SUBORDINATORS = frozenset(
    """أن إن أنه الذي التي الذين اللذان اللذين اللتان اللتين اللواتي اللاتي حيث فيما بينما عندما حين حينما بعدما قبلما
    إذ إذا لو كما لكن مما لأن لكي كي ريثما طالما كلما لولا لئلا ثم""".split()
)

#: Words that belong to the ``أن`` after them, so that the clause opens with them: ``بعد أن``.
_BEFORE_THAT = frozenset("""بعد قبل غير إلا رغم مع علما كما منذ دون بدون بدل لولا خشية مخافة بيد حتى لمجرد""".split())
#: Words that open a clause together with the ``في`` before them.
_AFTER_IN = frozenset(("حين", "حال"))
_PRONOUNS = frozenset("هو هي هم هما هن".split())

#: Verbs that are said along with the verb after them (``كان الجيش يقصف``): no clause lies between the two.
_AUXILIARIES = frozenset(
    key(form)
    for form in """كان كانت كانوا كنا يكون تكون يكونوا ليس ليست ليسوا ظل ظلت ظلوا يظل تظل أصبح أصبحت أصبحوا بات باتت
    باتوا بدأ بدأت بدؤوا بدأوا يبدأ تبدأ أخذ أخذت كاد كادت يكاد تكاد يزال تزال يزالون زال زالت زالوا عاد عادت عادوا
    يعد تعد راح راحت واصل استمر استمرت""".split()
)

#: Particles said right before a verb, which go with it into its clause.
_BEFORE_VERB = frozenset("لم لن لا ما قد سوف وقد ولم ولن ولا وما وسوف فلم فلن فقد".split())

#: Participles that stand for the verb of a clause of their own after a comma (``، داعيا إلى``); in the masculine any
#: word of the shape م…ا does.
_CIRCUMSTANCE = frozenset(
    """داعيا داعية قائلا قائلة نافيا نافية لافتا لافتة واصفا واصفة طالبا رافضا رافضة مضيفا مضيفة مشيرا مشيرة مؤكدا مؤكدة
    متهما متهمة محذرا محذرة موضحا موضحة معتبرا معتبرة مطالبا مطالبة مهددا مهددة معلنا معلنة مبينا مبينة منددا
    منددة""".split()
)

#: Names of letters, in which news spells foreign abbreviations: ``بي.بي.سي``.
_LETTER_NAMES = frozenset(
    """إيه ايه بي سي دي إي اي إف اف جي إتش اتش آي كي إل ال إم ام إن ان أو او آر ار إس اس تي يو في دبليو إكس واي
    زد""".split()
)

#: Words of the shape of such a participle that are adverbs, or a city.
_NO_CIRCUMSTANCE = frozenset(
    "ماليا محليا مؤخرا مساء موسكو مبدئيا مثلا معا مجددا مرارا ميدانيا معظما مليونا مئويا مليارا".split()
)
_COMMAS = frozenset(",،:;-–—/|*")
_OPENERS = {"“": "”", "«": "»", "(": ")", "[": "]"}

#: Brackets and quotation marks around so few words hold a name, and no clause.
_NAME_LENGTH = 4


def _is_verb(word: Word) -> bool:
    return word.tag == "VERB"


def _opens_clause(words: list[Word], index: int, start: int) -> int:
    """Where a clause that is opened at ``index`` starts, or -1 where none is."""
    word = words[index]
    if word.kind != WORD:
        return -1
    stem = word.stem
    if word.key == "ان":
        if index > start and words[index - 1].stem in _BEFORE_THAT and not word.proclitics:
            return index - 1
        return index
    if stem == "في" and index + 1 < len(words) and words[index + 1].norm in _AFTER_IN:
        return index
    if stem in SUBORDINATORS:
        return -1 if stem in _AFTER_IN and index > start and words[index - 1].stem == "في" else index
    if "و" in word.proclitics[:1] and stem in _PRONOUNS:
        return index
    if (
        index > start
        and words[index - 1].norm in ("،", ",")
        and (word.norm in _CIRCUMSTANCE or (len(word.norm) > 4 and word.norm[0] == "م" and word.norm[-1] == "ا"))
        and word.norm not in _NO_CIRCUMSTANCE
    ):
        return index
    return -1


def find_clauses(words: list[Word], sentence: Sentence) -> list[tuple[int, int]]:
    """The clauses of a sentence: ranges of words, in order, that together make it up. The words are to be tagged.

    A clause opens at a word of :data:`SUBORDINATORS`, at ``و`` with a verb, at a second verb that is not said along
    with the first, and after a comma, colon, dash, bracket or quotation mark where there is a verb on both sides of it.
    """
    first, last = sentence.start, sentence.end
    breaks: list[int] = []
    clause = first  # where the present clause starts
    has_verb = False
    auxiliary = False  # the last verb seen waits for another
    pending = -1  # the word after a mark that becomes a bound if a verb follows
    index = first

    def open_at(position: int) -> None:
        nonlocal clause, has_verb, auxiliary, pending
        if position > clause:
            breaks.append(position)
            clause = position
        has_verb = auxiliary = False
        pending = -1

    while index < last:
        word = words[index]
        if word.kind == PUNCTUATION:
            mark = word.norm
            if mark in _COMMAS or mark in _CLOSERS:
                pending = index + 1
            elif mark in _OPENERS or mark == '"':
                close = _OPENERS.get(mark, '"')
                reach = range(index + 1, min(last, index + 2 + _NAME_LENGTH))
                within = next((place for place in reach if words[place].norm == close), -1)
                if within >= 0:
                    index = within + 1
                    continue
                pending = index
        elif word.kind == WORD:
            position = _opens_clause(words, index, clause)
            if position >= 0:
                open_at(position)
            elif _is_verb(word):
                position = index
                if position > clause and words[position - 1].norm in _BEFORE_VERB:
                    position -= 1
                joined = bool(words[position].proclitics) and words[position].proclitics[0] in ("و", "ف")
                if joined and position > clause:
                    open_at(position)
                elif has_verb and not auxiliary:
                    open_at(pending if pending > clause else position)
                elif pending > clause and has_verb:
                    open_at(pending)
                has_verb = True
                auxiliary = word.key in _AUXILIARIES
        index += 1
    bounds = [first, *breaks, last]
    return [(start, end) for start, end in pairwise(bounds) if end > start]


# --- quotations ------------------------------------------------------------------------------------------------------

_FAMILY = {
    "“": "double",
    "”": "double",
    '"': "double",
    "„": "double",
    "‟": "double",
    "″": "double",
    "«": "angle",
    "»": "angle",
    "‹": "angle",
    "›": "angle",
    "'": "single",
    "‘": "single",
    "’": "single",
    "(": "round",
    ")": "round",
}
_OPENING = frozenset("“„«‹‘(")
_CLOSING = frozenset("”»›’)")


def quotations(document: Document) -> list[tuple[int, int]]:
    """What stands in quotation marks or round brackets: ranges of words without the marks, by where they start.

    Ranges may lie inside one another and may span sentences. A quotation that is never closed ends with its paragraph;
    so does one whose mark is opened again in the next paragraph, as papers do in long quotations.
    """
    text, words = document.text, document.words
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int, int]] = []  # family, word after the mark, paragraph
    paragraph = 0
    ends: dict[int, int] = {}  # paragraph -> word after its last
    previous_end = 0
    for index, word in enumerate(words):
        if "\n" in text[previous_end : word.start]:
            ends[paragraph] = index
            paragraph += 1
        previous_end = word.end
        if word.kind != PUNCTUATION:
            continue
        family = _FAMILY.get(word.norm)
        if family is None:
            continue
        opened = next((depth for depth in range(len(stack) - 1, -1, -1) if stack[depth][0] == family), -1)
        space_before = word.start == 0 or text[word.start - 1].isspace()
        space_after = word.end >= len(text) or text[word.end].isspace()
        if family == "single" and not space_before and not space_after and word.norm != "‘":
            continue  # an apostrophe
        if family in ("round",) or (family == "angle"):
            closing = word.norm in _CLOSING
            if family == "angle" and closing and opened < 0 and space_before and not space_after:
                closing = False  # guillemets turned round
            elif family == "angle" and not closing and opened >= 0 and not space_before:
                closing = True
        elif space_before != space_after:
            closing = space_after or not space_before
            if closing and opened < 0:
                closing = word.norm in _CLOSING
        else:
            closing = opened >= 0
        if closing:
            if opened >= 0:
                found.append((stack[opened][1], index))
                # What was opened inside and not closed ends here too.
                found += [(begin, index) for _, begin, _ in stack[opened + 1 :]]
                del stack[opened:]
        else:
            if opened >= 0:
                _, begin, where = stack.pop(opened)
                found.append((begin, min(ends.get(where, index), index)))
            stack.append((family, index + 1, paragraph))
    ends[paragraph] = len(words)
    found += [(begin, ends[where]) for _, begin, where in stack]
    return sorted((begin, end) for begin, end in set(found) if end > begin)
