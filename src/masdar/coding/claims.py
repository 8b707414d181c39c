"""Claims: who in the report says so.

A reporting verb, noun or phrase of the lexicon opens a claim; its speaker is the verb's subject or what follows the
phrase, and it covers words up to the end of the sentence, of the quotation, or of the sentences that a bare أضاف
carries on. An event's sources are the speakers of the claims that cover its trigger: who spoke first, then whoever
carried it.
"""

from __future__ import annotations

from masdar.arabic.document import PUNCTUATION, WORD
from masdar.arabic.syntax import HARD, Syntax
from masdar.coding.acts import SPEECH
from masdar.coding.draft import ActMention, ClaimMention, Draft, Mention, Teller
from masdar.coding.mentions import lookup_keys
from masdar.coding.nominals import Nominals
from masdar.coding.reference import Referents
from masdar.knowledge.lexicon import Claim, Lexicon, VerbForm

SPEAKER_REACH = 8
CONTENT_REACH = 25
_THAT = frozenset("أن إن ان أنه أنها أنهم إنه إنها إنهم انه انها أنّ إنّ بأن بان بأنه بأنها بأنهم أنهما".split())
_OPENERS = frozenset(":\"«“")
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
        keys = lookup_keys(self.draft.document)
        last: Teller | None = None
        for word in words:
            if word.kind != WORD:
                continue
            phrase = self.lexicon.claim_phrases.longest(keys, word.index, len(words))
            claim: ClaimMention | None = None
            if phrase:
                claim = self._according(word.index, word.index + phrase[0], phrase[1][0])
            if claim is None:
                for form in self.lexicon.claims.get(word.key):
                    if form.form is not None and form.form.kind == "verb" and word.tag in ("VERB", ""):
                        claim = self._verb(word.index, form, last)
                    elif form.form is None and word.tag not in ("VERB",):
                        claim = self._noun(word.index, form, last)
                    if claim is not None:
                        break
            if claim is not None:
                self.draft.claims.append(claim)
                if claim.speaker is not None:
                    last = claim.speaker

    def _teller(self, mention: Mention, rule: str) -> Teller:
        return Teller(mention, self._kind(mention), rule)

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

    def _according(self, start: int, end: int, claim: Claim) -> ClaimMention | None:
        """بحسب X: what it says holds for its whole sentence."""
        first, stop = self._sentence(start)
        if end < stop and self.draft.document.words[end].norm == "ما" and end + 1 < stop:
            end += 2
        speaker = self._first_mention(end, stop)
        if speaker is None:
            return None
        return ClaimMention(
            start, self._teller(speaker, f"after {claim.id}"), [], (first, stop), claim.kind, claim.where
        )

    def _verb(self, index: int, form: VerbForm[Claim], last: Teller | None) -> ClaimMention | None:
        claim = form.entry
        words = self.draft.document.words
        first, stop = self._sentence(index)
        if not self._has_content(index, stop, claim.kind):
            return None
        passive = form.form is not None and form.form.voice == "passive"
        frame = self.syntax.verb_frame(index, passive)
        speaker: Teller | None = None
        carriers: list[Teller] = []
        subject = self._of_phrases(frame.subject)
        if subject is not None and not passive:
            speaker = self._teller(subject, frame.subject_rule)
        for preposition, number in frame.oblique:
            mention = self._of_phrases([number])
            if mention is None:
                continue
            if preposition == "عن" and claim.frame == "عن":
                if speaker is not None:
                    carriers.append(speaker)
                speaker = self._teller(mention, f"after عن of {claim.id}")
            elif preposition in _CARRIER_PREPOSITIONS and self._kind(mention) in _CARRIER_KINDS:
                carriers.append(self._teller(mention, "told to"))
        if speaker is None and not passive and not frame.subject:
            understood = self.referents.understood_subject(index)
            if last is not None and index - first <= 2:
                speaker = Teller(last.mention, last.kind, "speaker of the claim before")
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
        return ClaimMention(index, speaker, carriers, scope, claim.kind, claim.where)

    def _noun(self, index: int, form: VerbForm[Claim], last: Teller | None) -> ClaimMention | None:
        """قولها, مؤكدا, تصريحات X: the reporting noun or participle carries on its clause's speaker."""
        first, stop = self._sentence(index)
        word = self.draft.document.words[index]
        number = self.draft.phrase_at[index]
        speaker: Mention | None = None
        participle = word.norm.endswith(("ا", "اً", "ة")) and word.norm.startswith("م") and not word.definite
        if word.enclitic or participle:
            if not self._has_content(index, stop, form.entry.kind):
                return None
            if last is not None and first <= self.draft.claims[-1].marker < index:
                return ClaimMention(
                    index, Teller(last.mention, last.kind, "carries on its speaker"), [], (index, stop),
                    form.entry.kind, form.entry.where,
                )  # fmt: skip
            speaker = self.referents.understood_subject(index)
            rule = "carries on its speaker"
        elif number >= 0:
            inside = [m for m in self.draft.mentions if m.phrase == number and m.start_word > index]
            speaker = next((m for m in inside if m.kind != "adjective"), None)
            rule = "genitive of the reporting noun"
        if speaker is None:
            return None
        return ClaimMention(index, self._teller(speaker, rule), [], (index, stop), form.entry.kind, form.entry.where)

    def _of_phrases(self, numbers: list[int]) -> Mention | None:
        found = (self.nominals.mention_in(number) for number in numbers)
        return next((mention for mention in found if mention is not None), None)

    def _has_content(self, index: int, stop: int, kind: str) -> bool:
        """Whether the reporting verb is followed by what is reported: a clause, a quotation, for أعلن also an act."""
        words = self.draft.document.words
        for at in range(index + 1, min(stop, index + CONTENT_REACH)):
            word = words[at]
            if word.text in _OPENERS or word.norm in _THAT or word.stem in _THAT:
                return True
            if kind in ("announce", "report") and at in self.act_words:
                return True
            if word.kind == PUNCTUATION and word.text in HARD:
                return False
        return self._closes(index, stop)

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
