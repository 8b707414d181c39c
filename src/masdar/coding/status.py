"""Status: whether an act happened, is planned, is only possible, is said not to have happened, or lies far back.

Read off the verb's form, the particles before it, and the lexicon's cues in whose scope it stands.
"""

from __future__ import annotations

from datetime import date

from masdar.arabic.document import PUNCTUATION, WORD
from masdar.arabic.syntax import HARD
from masdar.coding.draft import ActMention, ClaimMention, Draft, Why
from masdar.knowledge.lexicon import Cue, Lexicon

# A past event is historical if it lies more than about a month before the report (coding guidelines).
LONG_AGO = 31
CUE_REACH = 12
SURE = 0.9  # how likely an act must have happened for a later time in another sentence to be none of its own
# Acts that were uttered are actual, whatever becomes of their content (coding guidelines).
UTTERED = frozenset(("THREATEN", "REQUEST", "AGREE", "ACCUSE", "REJECT"))
FUTURE_PARTICLE, NEGATION = "future particle on the verb", "negation before the verb"
DENIED = "denied by the one who speaks"
# What grammar settles, nothing weighs against.
CERTAIN = frozenset((FUTURE_PARTICLE, NEGATION, DENIED))
DENIAL = "deny"  # the kind of claim whose content is told as untrue
DENIAL_REACH = 8  # words from a denial to what is denied (نفت الوزارة استهداف...)


class StatusReader:
    """Decides the status of acts with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def read(self, draft: Draft) -> None:
        """Set the status of every act of the draft."""
        cues = self._cues(draft)
        for act in draft.acts:
            self._decide(draft, act, cues)
        for claim in draft.claims:
            if claim.kind == DENIAL:
                self._deny(draft, claim)

    def _deny(self, draft: Draft, claim: ClaimMention) -> None:
        """Set the first act that a denial covers: it is told only as not having happened."""
        for act in draft.acts:
            if claim.marker < act.word <= claim.marker + DENIAL_REACH and claim.scope[0] <= act.word < claim.scope[1]:
                if act.type not in UTTERED:
                    self._set(draft, act, "negated", DENIED, None, claim.marker)
                return

    def _cues(self, draft: Draft) -> list[tuple[int, int, Cue]]:
        """The cues of the text: first word, word after the last, cue."""
        words = draft.document.words
        keys = [(word.key, word.bare) if word.kind == WORD else ("", "") for word in words]
        first = self.lexicon.cue_phrases.first
        found: list[tuple[int, int, Cue]] = []
        for word in words:
            if word.kind != WORD:
                continue
            match = None
            if word.bare in first or word.key in first:
                match = self.lexicon.cue_phrases.longest(keys, word.index, len(words))
            if match:
                found.append((word.index, word.index + match[0], match[1][0]))
            elif word.tag in ("VERB", ""):
                for form in self.lexicon.cues.get(word.key):
                    if form.form is not None and form.form.kind == "verb":
                        found.append((word.index, word.index + 1, form.entry))
                        break
        return found

    def _decide(self, draft: Draft, act: ActMention, cues: list[tuple[int, int, Cue]]) -> None:
        words = draft.document.words
        sentence = draft.document.sentences[draft.document.sentence_of(act.word)]
        anchors = [act.word] + ([act.light_word] if act.light_word >= 0 else [])
        for anchor in anchors:
            word = words[anchor]
            if "س" in word.proclitics and act.type != "THREATEN":  # ستدفعون الثمن: the threat itself is uttered
                self._set(draft, act, "future", FUTURE_PARTICLE, None, anchor)
                return
            before = words[anchor - 1] if anchor > sentence.start else None
            # لن نقبل is no refusal that was not made.
            if before is not None and before.norm in ("لم", "لن") and act.type != "REJECT":
                self._set(draft, act, "negated", NEGATION, None, anchor - 1)
                return
        first_anchor = min(anchors)
        best: tuple[int, Cue] | None = None
        for start, end, cue in cues:
            if start >= sentence.end or end <= sentence.start or start in anchors:
                continue
            if cue.scope == "sentence":
                inside = True
            elif cue.scope == "clause":
                inside = self._same_clause(draft, start, first_anchor)
            else:
                inside = (
                    end <= first_anchor and first_anchor - end <= CUE_REACH and self._next(draft, end, first_anchor)
                )
            if not inside:
                continue
            if (best is None or start > best[0]) and (start < first_anchor or cue.scope != "next"):
                best = (start, cue)
        if best is not None:
            self._set(draft, act, best[1].status, f"cue {best[1].id}", best[1].where, best[0])

    def _next(self, draft: Draft, start: int, act_word: int) -> bool:
        """Whether no other verb or hard stop lies between a cue and the act it governs."""
        words = draft.document.words
        verbs = 0
        for at in range(start, act_word):
            word = words[at]
            if word.kind == PUNCTUATION and word.text in HARD:
                return False
            verbs += word.tag == "VERB"
        return verbs <= (1 if words[act_word].tag != "VERB" else 0)

    def _same_clause(self, draft: Draft, cue: int, act_word: int) -> bool:
        words = draft.document.words
        between = words[min(cue, act_word) : max(cue, act_word)]
        return not any(word.kind == PUNCTUATION and word.text in HARD for word in between)

    @staticmethod
    def _set(draft: Draft, act: ActMention, status: str, rule: str, lexicon: str | None, word: int) -> None:
        span = draft.document.words[word]
        tell(act, status, Why("status", rule, lexicon, span.start, span.end))


def tell(act: ActMention, status: str, why: Why) -> None:
    """Give an act its status, with the one reason for it."""
    act.status = status
    act.why = [*(other for other in act.why if other.field != "status"), why]


def date_status(act: ActMention, published: date | None) -> None:
    """Make an act historical whose own date lies long before the report."""
    if published is None or act.status != "actual" or act.time is None or not act.time.edtf:
        return
    end = act.time.edtf.split("/")[-1].rstrip("?~%")
    if len(end) == 4:
        last = date(int(end), 12, 31)
    elif len(end) == 7:
        year, month = int(end[:4]), int(end[5:7])
        last = date(year + month // 12, month % 12 + 1, 1)
    else:
        try:
            last = date.fromisoformat(end)
        except ValueError:
            return
    if (published - last).days > LONG_AGO:
        act.status = "historical"
        act.why.append(
            Why("status", "its date lies more than a month before the report", None, act.time.start, act.time.end)
        )


def foresee(act: ActMention, published: date | None, *, surely: bool) -> None:
    """Make an act planned whose own time begins after the report; a time that it cannot have is none of its own.

    :param surely: whether it has surely happened, by all but that time.
    """
    time = act.time
    if published is None or time is None or not time.edtf or act.status not in ("actual", "historical"):
        return
    first = time.edtf.split("/")[0].rstrip("?~%")
    if first <= published.isoformat()[: len(first)]:
        return
    past = act.verbal and act.form.form is not None and act.form.form.tense == "past"
    if past or (surely and act.type not in UTTERED):
        act.time = None
    elif act.type not in UTTERED:
        tell(act, "future", Why("status", "its time lies after the report", None, time.start, time.end))
