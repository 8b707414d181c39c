"""Acts: the words that may tell an event, each in the sense that its context allows.

A word's senses are lexicon rows; a row applies where what it ``needs`` stands nearby and nothing that it is ``unless``
does. Of the rows that apply the one whose needs are most particular wins. An act noun carried by a light verb (شن
هجوما) remembers that verb, since its subject is the act's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from masdar.arabic.document import NUMBER, PUNCTUATION, Document
from masdar.arabic.syntax import AUXILIARIES, HARD, RELATIVES
from masdar.coding.draft import ActMention, Draft, Mention
from masdar.coding.mentions import ARMED
from masdar.knowledge.lexicon import BLOCKED, Act, Lexicon, LightVerb, VerbForm

BEFORE, AFTER = 4, 7  # words around an act that its needs are looked for in
SPEECH = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT", "AGREE", "CONSULT", "CONCEDE", "COOPERATE"))
LIGHT_REACH = 9
LIGHT_AFTER = 4  # words behind the noun phrase of an act
# What an act of a type may be by the guidelines where it is only planned, announced or carried out by law.
NEIGHBOURS = {
    "CONSULT": ("AGREE",), "SUPPORT": ("AGREE",), "AID": ("AGREE",), "COOPERATE": ("AGREE",), "AGREE": ("CONSULT",),
    "RETREAT": ("CONCEDE",), "CONCEDE": ("RETREAT",), "COERCE": ("SANCTION",), "SANCTION": ("COERCE",),
}  # fmt: skip
_CASUALTY_WORDS = frozenset(
    [
        "قتيل",
        "قتلي",
        "قتيلا",
        "قتيلان",
        "قتيلين",
        "جريح",
        "جرحي",
        "جريحا",
        "مصاب",
        "مصابين",
        "شهيد",
        "شهداء",
        "ضحيه",
        "ضحايا",
        "جثه",
        "جثث",
        "قتل",
        "مقتل",
    ]
)
_WEAPON_WORDS = frozenset(
    [
        "صاروخ",
        "صواريخ",
        "صاروخا",
        "صاروخين",
        "قذيفه",
        "قذايف",
        "قذائف",
        "قنبله",
        "قنابل",
        "رصاص",
        "مدفعيه",
        "سلاح",
        "اسلحه",
        "طايره",
        "طائره",
        "طايرات",
        "طائرات",
        "مدفع",
        "مدافع",
        "هاون",
        "عبوه",
        "عبوات",
        "متفجرات",
        "الغام",
        "لغم",
        "دبابه",
        "دبابات",
        "ذخيره",
        "ذخاير",
        "برميل",
        "براميل",
    ]
)


class ActFinder:
    """Finds act mentions with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def find(self, draft: Draft) -> None:
        """Fill the draft's acts, in the order of the text."""
        words = draft.document.words
        names = _inside_names(draft)
        known = self.lexicon.acts.get
        for word in words:
            if word.kind != "word" or word.index in names:
                continue
            forms = self._forms(draft, word.index) if known(word.key) or (word.definite and known(word.bare)) else []
            if not forms:
                continue
            fitting = self._fitting(draft, word.index, forms)
            if not fitting:
                continue
            chosen = fitting[0]
            types = [form.entry.type for form in fitting if form.entry.type != BLOCKED]
            types += [other for told in types for other in NEIGHBOURS.get(told, ())]
            act = ActMention(
                word.index,
                chosen.entry,
                chosen,
                chosen.entry.type,
                tuple(dict.fromkeys(types)),
                mode=chosen.entry.mode,
            )
            if not act.verbal:
                self._find_light_verb(draft, act)
            draft.acts.append(act)

    def _forms(self, draft: Draft, index: int) -> list[VerbForm[Act]]:
        """The lexicon's forms that the word can be in this text."""
        word = draft.document.words[index]
        found = self.lexicon.acts.get(word.key)
        if word.definite:
            found = (*found, *self.lexicon.acts.get(word.bare))
        forms = []
        for form in found:
            if form.kind == "noun":
                if word.tag == "VERB" and not word.definite and any(f.kind == "verb" for f in found):
                    continue
                forms.append(form)
            elif form.kind == "verb":
                # A tagger that has not seen a verb calls it a noun; one that never is a noun is believed to be a verb.
                if word.definite or (word.tag not in ("VERB", "") and any(f.kind == "noun" for f in found)):
                    continue
                if word.proclitics and any(p in ("ب", "ك") for p in word.proclitics):
                    continue
                forms.append(form)
            elif form.kind == "active participle" and form.entry.type in SPEECH:
                # مطالبا, داعية: the participle of accompanying circumstance tells an act of the clause's subject.
                if word.norm.endswith(("ا", "اً", "ة", "ين")) and not word.definite:
                    forms.append(form)
        return forms

    def _fitting(self, draft: Draft, index: int, forms: list[VerbForm[Act]]) -> list[VerbForm[Act]]:
        """The senses whose needs are met, the most particular first; none where a blocking sense is that."""
        ranked: list[tuple[tuple[int, int, int], VerbForm[Act]]] = []
        window: _Window | None = None
        for form in forms:
            act = form.entry
            if act.needs or act.unless:
                window = window or _Window(draft, index)
                if act.unless and window.has_any(act.unless):
                    continue
                if not all(window.has_any(group) for group in act.needs):
                    continue
            particular = sum(2 - bool(_parted(group).classes) for group in act.needs) if act.needs else 0
            ranked.append(((particular, act.type == BLOCKED, act.weight), form))
        ranked.sort(key=lambda item: item[0], reverse=True)
        if not ranked or ranked[0][1].entry.type == BLOCKED:
            return []
        return [form for _, form in ranked]

    def _find_light_verb(self, draft: Draft, act: ActMention) -> None:
        self._light_before(draft, act)
        self._light_after(draft, act)

    def _light_after(self, draft: Draft, act: ActMention) -> None:
        """The light verb of a relative clause, whose pronoun is the noun (هجوم شنه مسلحون، دعوة وجهها إليه الرئيس)."""
        words = draft.document.words
        sentence = draft.document.sentences[draft.document.sentence_of(act.word)]
        number = draft.phrase_at[act.word]
        end = draft.phrases[number].end if number >= 0 else act.word + 1
        for word in words[act.word + 1 : min(sentence.end, end + LIGHT_AFTER)]:
            if word.kind == PUNCTUATION:
                return
            if word.tag == "VERB" and word.stem not in AUXILIARIES:
                light = self._light(word.key, word.tag, "") if word.enclitic else None
                if light is not None and light.entry.subject in ("actor", "both"):
                    act.light, act.light_word = light, word.index
                return

    def _light_before(self, draft: Draft, act: ActMention) -> None:
        words = draft.document.words
        first = draft.document.sentences[draft.document.sentence_of(act.word)].start
        noun = words[act.word]
        preposition = next((p for p in reversed(noun.proclitics) if p in ("ب", "ل")), "")
        if not preposition and act.word > first and words[act.word - 1].stem in ("في", "من", "عن", "إلى", "الى", "على"):
            preposition = words[act.word - 1].stem.replace("الى", "إلى")
        for at in range(act.word - 1, max(first, act.word - LIGHT_REACH) - 1, -1):
            word = words[at]
            if word.kind == PUNCTUATION and word.text in HARD:
                return
            if word.norm in RELATIVES:
                return
            light = self._light(word.key, word.tag, preposition)
            if light is None and word.definite:
                light = self._light(word.bare, word.tag, preposition)
            if light is not None:
                if light.form is None and at < act.word - 2:
                    continue
                act.light, act.light_word = light, at
                return
            if word.tag == "VERB":
                return

    def _light(self, word_key: str, tag: str, preposition: str) -> VerbForm[LightVerb] | None:
        found = self.lexicon.light_verbs.get(word_key)
        if tag == "VERB" and any(light.kind == "verb" for light in found):
            # تمكن is verb and masdar; the tagger says which.
            found = tuple(light for light in found if light.kind == "verb")
        for light in found:
            if light.form is not None and (light.form.kind != "verb" or tag == "NOUN"):
                continue
            attached = light.entry.object
            if (attached in ("object", "") and not preposition) or attached == preposition:
                return light
        return None


def _inside_names(draft: Draft) -> set[int]:
    """Words that are part of a name or a title: دفاع in وزارة الدفاع tells no act."""
    inside: set[int] = set()
    for mention in draft.mentions:
        if mention.kind in ("country", "capital", "name") or (
            mention.actor_id is not None and mention.kind in ("body", "person")
        ):
            inside.update(range(mention.start_word, mention.end_word))
    for place in draft.places:
        inside.update(range(place.start_word, place.end_word))
    for time in draft.times:
        inside.update(range(time.start_word, time.end_word))
    return inside


class _Parts(NamedTuple):
    """A group of needs: its single words, its phrases between spaces, its classes."""

    words: frozenset[str]
    phrases: tuple[str, ...]
    classes: tuple[str, ...]


@lru_cache(maxsize=1 << 12)
def _parted(group: frozenset[str]) -> _Parts:
    classes = tuple(sorted(item for item in group if item.startswith("@")))
    words = group.difference(classes)
    return _Parts(words, tuple(sorted(f" {item} " for item in words if " " in item)), classes)


class _Window:
    """The words around an act, for its needs."""

    def __init__(self, draft: Draft, index: int) -> None:
        document = draft.document
        words = document.words
        sentence = document.sentences[document.sentence_of(index)]
        start, stop = max(sentence.start, index - BEFORE), min(sentence.end, index + AFTER + 1)
        self.draft = draft
        self.index = index
        self.start, self.stop = self._cut(document, start, stop)
        around = words[self.start : self.stop]
        self.words: set[str] = set()
        for word in around:
            if word.kind == "word" and word.index != index:
                self.words.add(word.bare)
                self.words.add(word.key)
        self.text = " " + " ".join([word.bare for word in around]) + " "
        self._classes: dict[str, bool] = {}

    def _cut(self, document: Document, start: int, stop: int) -> tuple[int, int]:
        words = document.words
        for at in range(self.index - 1, start - 1, -1):
            if words[at].kind == PUNCTUATION and words[at].text in HARD:
                start = at + 1
                break
        for at in range(self.index + 1, stop):
            if words[at].kind == PUNCTUATION and words[at].text in HARD:
                stop = at
                break
        return start, stop

    def has_any(self, group: frozenset[str]) -> bool:
        """Whether a word or class of the group is there."""
        parts = _parted(group)
        if not self.words.isdisjoint(parts.words):
            return True
        for phrase in parts.phrases:
            if phrase in self.text:
                return True
        return any(self._has_class(name) for name in parts.classes)

    def _has_class(self, name: str) -> bool:
        known = self._classes.get(name)
        if known is None:
            known = self._classes[name] = self._look(name)
        return known

    def _look(self, name: str) -> bool:
        if name == "@place":
            return any(p.start_word < self.stop and p.end_word > self.start for p in self.draft.places)
        if name == "@casualty":
            return not self.words.isdisjoint(_CASUALTY_WORDS)
        if name == "@weapon":
            return not self.words.isdisjoint(_WEAPON_WORDS)
        return any(
            mention.start_word < self.stop and mention.end_word > self.start and _of_class(mention, name)
            for mention in self.draft.mentions
        ) or (
            name == "@people"
            and any(self.draft.document.words[at].kind == NUMBER for at in range(self.start, self.stop))
            and any(
                m.kind == "people" and m.start_word < self.stop and m.end_word > self.start for m in self.draft.mentions
            )
        )


def _of_class(mention: Mention, name: str) -> bool:
    if name == "@actor":
        return True
    if name == "@armed":
        return mention.sector in ARMED
    if name == "@gov":
        return mention.sector in ("GOV", "LEG", "JUD", "IGO") or mention.kind in ("country", "capital")
    if name == "@country":
        return mention.kind in ("country", "capital")
    if name == "@person":
        return mention.kind in ("person", "name")
    if name == "@people":
        return mention.kind == "people"
    if name == "@body":
        return mention.kind == "body"
    return False
