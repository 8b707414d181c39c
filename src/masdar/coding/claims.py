"""Claims: who in the report says so.

A reporting verb, noun or phrase of the lexicon opens a claim; its speaker is the verb's subject or what follows the
phrase, and it covers words up to the end of the sentence, of the quotation, or of the sentences that a bare أضاف
carries on. An event's sources are the speakers of the claims that cover its trigger: who spoke first, then whoever
carried it.
"""

from __future__ import annotations

from dataclasses import replace

from masdar.arabic.document import PUNCTUATION, WORD
from masdar.arabic.syntax import HARD, Syntax, feminine_verb, plural_verb
from masdar.coding.acts import SPEECH
from masdar.coding.draft import ActMention, ClaimMention, Draft, Mention, Teller
from masdar.coding.mentions import lookup_keys
from masdar.coding.nominals import Nominals
from masdar.coding.reference import Referents
from masdar.knowledge.lexicon import Claim, Lexicon, VerbForm

SPEAKER_REACH = 8
CONTENT_REACH = 25
_THAT = frozenset("أن إن ان أنه أنها أنهم إنه إنها إنهم انه انها أنّ إنّ بأن بان بأنه بأنها بأنهم أنهما".split())
_OPENERS = frozenset(':"«“')
_QUOTES = frozenset('"«»“”')
_PREPOSITIONS = frozenset("عن من في على إلى الى".split())
# Prepositional phrases that belong to the name of one who speaks unnamed (متحدث باسم الوزارة، مصدر في الشرطة).
_BELONGING = frozenset("ب في من داخل لدى".split())
_ISSUED = frozenset("عن من".split())  # بيان صادر عن
# Nouns that tell of what is heard, without one who says it (أنباء عن، تقارير عن).
_HEARSAY = frozenset(("news", "report"))
LONG_TITLE = 3  # words; a name after a longer title is given without it
ACT_REACH = 14
TELLERS_BACK = 4
_CARRIER_PREPOSITIONS = frozenset(("ل",))
_CARRIER_KINDS = frozenset(("agency", "media"))


class ClaimReader:
    """Reads the claims of a draft with one lexicon."""

    def __init__(
        self, lexicon: Lexicon, draft: Draft, syntax: Syntax, referents: Referents, nominals: Nominals
    ) -> None:
        self.lexicon = lexicon
        self.nominals = nominals
        self.draft = draft
        self.syntax = syntax
        self.referents = referents
        self.act_words = {act.word for act in draft.acts if not act.verbal}
        self.by_start: dict[int, list[Mention]] = {}
        for mention in draft.mentions:
            self.by_start.setdefault(mention.start_word, []).append(mention)

    def read(self) -> None:
        """Fill the draft's claims, in the order of the text."""
        words = self.draft.document.words
        keys = self.draft.keys or lookup_keys(self.draft.document)
        phrases = self.lexicon.claim_phrases
        told: list[Teller] = []
        for word in words:
            if word.kind != WORD:
                continue
            last = told[-1] if told else None
            phrase = None
            if word.bare in phrases.first or word.key in phrases.first:
                phrase = phrases.longest(keys, word.index, len(words))
            claim: ClaimMention | None = None
            if phrase:
                claim = self._according(word.index, word.index + phrase[0], phrase[1][0], last)
            if claim is None:
                for form in self.lexicon.claims.get(word.key):
                    if form.form is not None and form.form.kind == "verb" and word.tag in ("VERB", ""):
                        claim = self._verb(word.index, form, told)
                    elif form.form is None and word.tag not in ("VERB",):
                        claim = self._noun(word.index, form, told)
                    if claim is not None:
                        break
            if claim is None and word.tag != "VERB":
                claim = self._hearsay(word.index) if word.bare in self.lexicon.source_nouns else None
                if claim is not None:
                    self.draft.claims.append(claim)
                continue
            if claim is not None:
                self.draft.claims.append(claim)
                if claim.speaker is not None:
                    told.append(claim.speaker)

    def _teller(self, mention: Mention, rule: str) -> Teller:
        voice = self._voice(mention)
        return Teller(voice, self._kind(voice), rule)

    def _span(self, mention: Mention, start: int, end: int) -> Mention:
        """The mention with other bounds; it stands for the same one."""
        if (start, end) == (mention.start_word, mention.end_word):
            return mention
        words = self.draft.document.words
        first = words[start]
        begin = first.stem_start if first.proclitics else first.start
        return replace(
            mention, start_word=start, end_word=end, start=begin, end=words[end - 1].end, refers_to=mention.resolved
        )

    def _voice(self, mention: Mention) -> Mention:
        """The words by which a speaker is given: the name where one is told, else the description with its body."""
        mention = self._issuer(mention) or mention
        words = self.draft.document.words
        end = self._quoted_end(mention)
        if end != mention.end_word:
            mention = self._span(mention, mention.start_word, end)
        if mention.name_start >= 0:
            if mention.start_word + LONG_TITLE < mention.name_start < mention.end_word:
                return self._span(mention, mention.name_start, mention.end_word)
            return mention
        name = mention.refers_to
        if name is not None and self.syntax.apposed.get(name.phrase) == mention.phrase:
            return name
        if mention.kind not in ("person", "source", "people") or name is not None:
            return mention
        end = mention.end_word
        for _ in range(2):
            number = self.draft.phrase_at[end] if end < len(words) else -1
            if number < 0 or self.draft.phrases[number].start != end:
                break
            phrase = self.draft.phrases[number]
            head = self.lexicon.source_nouns.get(words[phrase.head].bare)
            if phrase.preposition not in _BELONGING or (head is not None and head.kind in ("document", "media")):
                break
            if number in self.syntax.adverbial and phrase.preposition != "في":
                break
            end = phrase.end
        name = self._name_after(mention, end)
        if name is not None:
            return name
        if mention.kind == "people" and not self._source_noun(mention):
            return mention
        return self._span(mention, mention.start_word, end)

    def _source_noun(self, mention: Mention) -> bool:
        words = self.draft.document.words
        return any(
            words[at].bare in self.lexicon.source_nouns
            for at in range(mention.start_word, min(mention.start_word + 2, mention.end_word))
        )

    def _name_after(self, mention: Mention, end: int) -> Mention | None:
        """The name in apposition (المتحدثة باسم الوزارة، ليلى سمير)."""
        words = self.draft.document.words
        if end < len(words) and words[end].text in "،,":
            end += 1
        elif end == mention.end_word:
            return None
        for other in self.by_start.get(end, ()):
            if other.kind in ("person", "name") and other.name_start == end and other.end_word - end >= 2:
                return other
        return None

    def _quoted_end(self, mention: Mention) -> int:
        """Where a mention ends whose words run into a quotation or out of one."""
        words = self.draft.document.words
        start, end = mention.start_word, mention.end_word
        if start > 0 and words[start - 1].text in _QUOTES:
            return next((at for at in range(start + 1, end) if words[at].text in _QUOTES), end)
        opened = -1
        for at in range(start, end):
            if words[at].text in _QUOTES:
                opened = at if opened < 0 else -1
            elif opened > start and (words[at].tag == "VERB" or words[at].norm in _PREPOSITIONS):
                return opened
        return end

    def _issuer(self, mention: Mention) -> Mention | None:
        """Who speaks in a document: whose it is (بيان الوزارة), or who issued it (بيان صادر عن الوزارة)."""
        words = self.draft.document.words
        noun = self.lexicon.source_nouns.get(words[mention.start_word].bare)
        if noun is None or noun.kind != "document":
            return None
        stop = self._sentence(mention.start_word)[1]
        number = mention.phrase
        for at in range(mention.start_word + 1, min(mention.start_word + 8, stop)):
            word = words[at]
            if word.kind == PUNCTUATION and word.text not in "،,":
                return None
            for other in self.by_start.get(at, ()):
                if other.kind == "adjective":
                    continue
                before = words[at - 1]
                if (
                    other.phrase == number
                    or before.norm in _ISSUED
                    or word.proclitics[-1:] == ("ل",)
                    or (before.tag == "VERB" and before.enclitic)
                ):
                    return other
                return None
        return None

    def _hearsay(self, index: int) -> ClaimMention | None:
        """أنباء عن، تقارير عن: what is heard, with nobody named who says it."""
        words = self.draft.document.words
        word = words[index]
        noun = self.lexicon.source_nouns.get(word.bare)
        number = self.draft.phrase_at[index]
        if noun is None or noun.id not in _HEARSAY or number < 0 or index + 1 >= len(words):
            return None
        if word.bare == "انباء" and (word.definite or "ل" in word.proclitics or words[index - 1].bare == "وكاله"):
            return None  # وكالة الأنباء: an agency's name
        stop = self._sentence(index)[1]
        near = range(index + 1, min(index + 4, stop))
        if not any(words[at].norm == "عن" or words[at].stem in _THAT or at in self.act_words for at in near):
            return None
        mention = next((m for m in self.by_start.get(index, ()) if m.kind != "adjective"), None)
        end = index + 1
        while (
            end < stop and words[end].tag == "ADJ" and end not in self.act_words and self.draft.phrase_at[end] == number
        ):
            end += 1
        if mention is None:
            mention = Mention(index, end, word.stem_start, words[end - 1].end, "source", number, plural=True)
        else:
            mention = self._span(mention, index, end)
        return ClaimMention(
            index, Teller(mention, noun.kind, "hearsay"), [], (index, stop), "report", noun.where, content="hearsay"
        )

    def _carry_on(self, index: int, told: list[Teller]) -> Teller | None:
        """The last speaker before that a verb without a subject agrees with."""
        word = self.draft.document.words[index]
        feminine = feminine_verb(word) if word.tag == "VERB" else None
        plural = plural_verb(word) if word.tag == "VERB" else False
        for teller in reversed(told[-TELLERS_BACK:]):
            if self.referents.fits(teller.mention, feminine, plural):
                return teller
        return told[-1] if told else None

    def _kind(self, mention: Mention) -> str | None:
        words = self.draft.document.words
        for at in range(mention.start_word, mention.end_word):
            noun = self.lexicon.source_nouns.get(words[at].bare)
            if noun is not None:
                return noun.kind
        if mention.sector == "IGO":
            return "igo"
        if mention.sector == "NGO":
            return "ngo"
        if mention.sector == "MED":
            return "media"
        if mention.sector in ("GOV", "MIL", "COP", "LEG", "JUD"):
            return "official"
        if mention.sector in ("REB", "PRM", "TER", "OPP", "PTY"):
            return "party"
        return None

    def _first_mention(self, start: int, stop: int) -> Mention | None:
        words = self.draft.document.words
        for at in range(start, min(stop, start + SPEAKER_REACH)):
            if words[at].kind == PUNCTUATION and words[at].text in HARD:
                return None
            for mention in self.by_start.get(at, ()):
                if mention.kind != "adjective":
                    return mention
        return None

    def _sentence(self, index: int) -> tuple[int, int]:
        sentence = self.draft.document.sentences[self.draft.document.sentence_of(index)]
        return sentence.start, sentence.end

    def _according(self, start: int, end: int, claim: Claim, last: Teller | None) -> ClaimMention | None:
        """بحسب X: what it says holds for its whole sentence."""
        words = self.draft.document.words
        first, stop = self._sentence(start)
        if end < stop and words[end].norm == "ما" and end + 1 < stop:
            end += 2
        mention = self._first_mention(end, stop)
        if mention is None:
            return None
        speaker, carriers = self._teller(mention, f"after {claim.id}"), []
        quoted = self._after_from(speaker.mention.end_word, stop)
        if quoted is not None and speaker.kind in _CARRIER_KINDS:
            carriers.append(speaker)
            speaker = self._teller(quoted, f"after عن of {claim.id}")
        elif speaker.kind == "document" and last is not None and words[speaker.mention.start_word].definite:
            speaker = Teller(last.mention, last.kind, "speaker of the document")
        return ClaimMention(start, speaker, carriers, (first, stop), claim.kind, claim.where, content="according")

    def _after_from(self, start: int, stop: int) -> Mention | None:
        """What follows عن right after a carrier (نقلت الوكالة عن X)."""
        words = self.draft.document.words
        for at in range(start, min(start + 5, stop)):
            if words[at].norm == "عن":
                return self._first_mention(at + 1, stop)
            if words[at].tag in ("VERB", "SCONJ") or (words[at].kind == PUNCTUATION and words[at].text not in _QUOTES):
                return None
        return None

    def _verb(self, index: int, form: VerbForm[Claim], told: list[Teller]) -> ClaimMention | None:
        claim = form.entry
        words = self.draft.document.words
        first, stop = self._sentence(index)
        content = self._content(index, stop)
        if not content:
            return None
        passive = form.form is not None and form.form.voice == "passive"
        frame = self.syntax.verb_frame(index, passive)
        speaker: Teller | None = None
        carriers: list[Teller] = []
        subjects = [] if passive else self.nominals.group(frame.subject)
        if subjects:
            speaker = self._teller(subjects[0], frame.subject_rule)
            if speaker.kind == "document" and words[speaker.mention.start_word].definite and told:
                # What أشار البيان says is said by who issued the statement that was spoken of before.
                speaker = Teller(told[-1].mention, told[-1].kind, "speaker of the document")
            carriers += [self._teller(other, "beside the speaker") for other in subjects[1:3]]
        for preposition, number in frame.oblique:
            mention = self._of_phrases([number])
            if mention is None:
                continue
            if preposition == "عن" and claim.frame == "عن":
                if speaker is not None:
                    carriers.append(speaker)
                speaker = self._teller(mention, f"after عن of {claim.id}")
            elif preposition in _CARRIER_PREPOSITIONS and self._kind(self._voice(mention)) in _CARRIER_KINDS:
                carriers.append(self._teller(mention, "told to"))
        if speaker is not None and claim.frame == "عن" and not carriers:
            quoted = self._after_from(speaker.mention.end_word, stop)
            if quoted is not None:
                carriers.append(speaker)
                speaker = self._teller(quoted, f"after عن of {claim.id}")
        if speaker is None and not passive and not frame.subject:
            understood = self.referents.understood_subject(index)
            before = self._carry_on(index, told)
            if before is not None and index - first <= 3:
                speaker = Teller(before.mention, before.kind, "speaker of the claim before")
            elif understood is not None:
                speaker = self._teller(understood, "understood subject")
        if speaker is None:
            return None
        begin = first if self._closes(index, stop) else index
        scope = (begin, self._end_of_quotation(index, stop))
        if frame.antecedent >= 0:
            scope = (index, self._end_of_relative(index, stop))
        # A claim in the middle of what somebody else says does not cover what stands before it.
        if words[index].proclitics[:1] == ("و",):
            scope = (index, scope[1])
        return ClaimMention(index, speaker, carriers, scope, claim.kind, claim.where, content=content)

    def _noun(self, index: int, form: VerbForm[Claim], told: list[Teller]) -> ClaimMention | None:
        """قولها, مؤكدا, تصريحات X: the reporting noun or participle carries on its clause's speaker."""
        first, stop = self._sentence(index)
        word = self.draft.document.words[index]
        number = self.draft.phrase_at[index]
        speaker: Mention | None = None
        shape = word.stem.startswith("م") or word.stem[1:2] == "ا"
        participle = word.norm.endswith(("ا", "اً", "ة", "ين")) and shape and not word.definite
        content = self._content(index, stop)
        if word.enclitic or participle:
            if not content:
                return None
            if told and first <= self.draft.claims[-1].marker < index:
                last = told[-1]
                return ClaimMention(
                    index, Teller(last.mention, last.kind, "carries on its speaker"), [], (index, stop),
                    form.entry.kind, form.entry.where, content=content,
                )  # fmt: skip
            speaker = self.referents.understood_subject(index)
            rule = "carries on its speaker"
        elif number >= 0:
            inside = [m for m in self.draft.mentions if m.phrase == number and m.start_word > index]
            speaker = next((m for m in inside if m.kind != "adjective"), None)
            rule = "genitive of the reporting noun"
        if speaker is None:
            return None
        return ClaimMention(
            index, self._teller(speaker, rule), [], (index, stop), form.entry.kind, form.entry.where, content=content
        )

    def _of_phrases(self, numbers: list[int]) -> Mention | None:
        found = (self.nominals.mention_in(number) for number in numbers)
        return next((mention for mention in found if mention is not None), None)

    def _content(self, index: int, stop: int) -> str:
        """What follows a reporting verb: a clause (that), a quotation, an act told by a noun; "" where nothing does."""
        words = self.draft.document.words
        act = False
        for at in range(index + 1, min(stop, index + CONTENT_REACH)):
            word = words[at]
            if word.norm in _THAT or word.stem in _THAT:
                return "that"
            if word.text in _OPENERS and (word.text == ":" or self._opens(at, stop)):
                return "quote"
            act = act or (at in self.act_words and at <= index + ACT_REACH)
            if word.kind == PUNCTUATION and word.text in HARD:
                break
        return "closes" if self._closes(index, stop) else "act" if act else ""

    def _opens(self, quote: int, stop: int) -> bool:
        """Whether a quotation mark opens more than a name or a word."""
        words = self.draft.document.words
        inside = 0
        for at in range(quote + 1, stop):
            if words[at].text in _QUOTES:
                return inside > 3
            inside += words[at].kind == WORD
            if words[at].tag == "VERB":
                return True
        return True

    def _closes(self, index: int, stop: int) -> bool:
        """Whether the claim stands at the end of what it tells (…، قال الرئيس)."""
        return stop - index <= SPEAKER_REACH and index > 0 and self.draft.document.words[index - 1].text in '،,"»”'

    def _end_of_relative(self, index: int, stop: int) -> int:
        words = self.draft.document.words
        return next((at for at in range(index + 4, stop) if words[at].text in "،,"), stop)

    def _end_of_quotation(self, index: int, stop: int) -> int:
        """The end of the quotation that the claim opens, where it goes on beyond its sentence."""
        words = self.draft.document.words
        opened = ""
        for at in range(index, stop):
            text = words[at].text
            if text in ("«", "“"):
                opened = "»" if text == "«" else "”"
            elif text == opened:
                opened = ""
            elif text == '"':
                opened = "" if opened == '"' else '"'
        if not opened:
            return stop
        for at in range(stop, min(len(words), stop + 150)):
            if words[at].text == opened:
                return at + 1
        return stop


def attach_sources(draft: Draft) -> None:
    """Give every act the speakers of the claims that cover it, the one who spoke first and then whoever carried it."""
    for act in draft.acts:
        covering = [c for c in draft.claims if c.scope[0] <= act.word < c.scope[1] and c.marker != act.word]
        covering.sort(key=lambda claim: (claim.marker > act.word, abs(claim.marker - act.word)))
        told: list[Teller] = []
        for claim in covering:
            if claim.speaker is not None:
                told.append(claim.speaker)
            told.extend(claim.carriers)
        if act.type in SPEECH:
            # Who speaks for himself is the actor of his own verbal act, not a source for it.
            own = {id(argument.mention.resolved) for argument in act.actors}
            told = [teller for teller in told if id(teller.mention.resolved) not in own]
        act.sources = _distinct(act, told)


def _distinct(act: ActMention, told: list[Teller]) -> list[Teller]:
    seen: set[int] = set()
    kept = []
    for teller in told:
        mention = teller.mention
        identity = id(mention.resolved)
        if identity in seen or mention.start_word <= act.word < mention.end_word:
            continue
        seen.add(identity)
        kept.append(teller)
    return kept
