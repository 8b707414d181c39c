"""Roles: which mentions are the doers of an act and which are those it is done to.

The clause structure says what is subject, object, genitive or behind which preposition; the act's lexicon row says
what that means. A light verb lends its subject, a masdar in a purpose clause that of the verb before it.
"""

from __future__ import annotations

from masdar.arabic.phrases import NounPhrase
from masdar.arabic.syntax import Frame, Syntax
from masdar.coding.draft import ActMention, Argument, Draft, Mention
from masdar.coding.mentions import ARMED, quantified
from masdar.coding.nominals import Nominals
from masdar.coding.reference import Referents

_AGENT_PREPOSITIONS = frozenset(("بواسطة",))
_HANDS = frozenset(("يد", "ايدي", "ايد", "قبل", "طرف", "جانب"))
_WITH = frozenset(("ب", "في", "إثر", "اثر", "جراء", "نتيجة", "بعد"))
_MEANS = frozenset(
    "رصاص رصاصه رصاصات نيران نار قصف غاره غارات ضربه ضربات قذيفه قذائف قذايف صاروخ صواريخ مدفعيه اسلحه سلاح قنابل قنبله"
    " هجوم هجمات تفجير اعتداء عمليه طائرات طايرات طائره طايره".split()
)
# Types whose verbs are hardly ever read as passives, those that are where they lack an object, and what follows then.
_UTTERING = frozenset(("REQUEST", "THREATEN", "REJECT", "SUPPORT", "CONSULT", "AGREE", "PROTEST", "CONCEDE"))
_DOING = frozenset(("ASSAULT", "COERCE", "SANCTION", "ACCUSE"))
_AFTER_PASSIVE = frozenset(("في", "إلى", "الى", "على", "بعد", "خلال", "من", "عام"))
_VICTIM_SECTORS = frozenset(("CVL", "REF", None))


class RoleFiller:
    """Fills the roles of a draft's acts."""

    def __init__(self, draft: Draft, syntax: Syntax, referents: Referents, nominals: Nominals) -> None:
        self.draft = draft
        self.syntax = syntax
        self.referents = referents
        self.nominals = nominals

    def fill(self) -> None:
        """Set actors and recipients of every act."""
        for act in self.draft.acts:
            if act.verbal:
                self._verb(act)
            else:
                self._noun(act)
            self._tidy(act)

    # -- filling ------------------------------------------------------------------------------------------------

    def _add(self, act: ActMention, role: str, mentions: list[Mention], rule: str) -> None:
        if role in ("actor", "both"):
            slot = act.actors
        elif role == "recipient":
            slot = act.recipients
        else:
            return
        taken = {id(a.mention) for a in (*act.actors, *act.recipients)}
        for mention in mentions:
            if id(mention) not in taken:
                slot.append(Argument(mention, rule))

    def _verb(self, act: ActMention) -> None:
        form = act.form.form
        assert form is not None
        act.passive = form.voice == "passive"
        frame = self.syntax.verb_frame(act.word, act.passive)
        if not act.passive and (self._reads_passive(act, frame) or self._lacks_object(act, frame)):
            act.passive = True
            frame = self.syntax.verb_frame(act.word, True)
        subjects = self.nominals.group(frame.subject)
        self._add(act, act.act.subject, subjects, frame.subject_rule)
        if frame.subject and not subjects and not frame.objects and frame.subject_rule == "subject after the verb":
            # What follows is nobody (تحفر الخنادق): the object of a verb whose subject is understood.
            frame = Frame(objects=frame.subject, object_rule="object after the verb", oblique=frame.oblique)
        if frame.objects:
            role = act.act.object if not act.passive or act.act.object != "none" else "recipient"
            self._add(act, role, self.nominals.group(frame.objects), frame.object_rule)
        self._oblique(act, frame)
        self._pronouns(act, frame)
        if not act.actors and not act.passive and act.act.subject in ("actor", "both") and not frame.subject:
            topic = self.referents.understood_subject(act.word)
            if topic is not None:
                self._add(act, act.act.subject, [topic], "subject understood from the clause before")

    def _reads_passive(self, act: ActMention, frame: Frame) -> bool:
        """Whether an unvocalised verb is rather passive: one phrase after it, of the kind that suffers."""
        if act.act.object != "recipient" or frame.objects or not frame.subject or act.form.form is None:
            return False
        if act.form.form.voice not in ("either", "any", "both") or self.draft.document.words[act.word].enclitic:
            return False
        if frame.subject_rule != "subject after the verb" or act.act.type in _UTTERING:
            return False
        if act.act.type == "ACCUSE" and act.act.mode != "allege":
            return False
        mention = self.nominals.mention_in(frame.subject[0])
        if mention is None:
            return False
        return mention.sector in _VICTIM_SECTORS or quantified(self.draft, mention) or mention.kind == "people"

    def _lacks_object(self, act: ActMention, frame: Frame) -> bool:
        """Whether an unvocalised verb that needs an object has none but its subject: اتهمت بالإهمال, اعتقل عام 2014."""
        words = self.draft.document.words
        if act.act.object != "recipient" or act.act.type not in _DOING or act.form.form is None:
            return False
        if frame.objects or not frame.subject or words[act.word].enclitic:
            return False
        if act.form.form.voice not in ("either", "any", "both"):
            return False
        before = "before" in frame.subject_rule or "antecedent" in frame.subject_rule
        end = act.word + 1 if before else max(self.draft.phrases[number].end for number in frame.subject)
        following = words[end] if end < len(words) else None
        return following is not None and (
            following.proclitics[-1:] == ("ب",) or following.norm in _AFTER_PASSIVE or following.text in "،.,"
        )

    def _pronouns(self, act: ActMention, frame: Frame) -> None:
        word = self.draft.document.words[act.word]
        if not word.enclitic or frame.resumptive or act.act.object not in ("recipient", "actor", "both"):
            return
        if any(a.rule.startswith("object") for a in act.recipients):
            return
        taken = [a.mention for a in (*act.actors, *act.recipients)]
        referent = self.referents.pronoun(act.word, word.enclitic, taken)
        if referent is not None:
            self._add(act, act.act.object, [referent], "pronoun on the verb")

    def _oblique(self, act: ActMention, frame: Frame) -> None:
        words = self.draft.document.words
        marks = dict(act.act.marks)
        if act.light is not None:
            for preposition, role in act.light.entry.marks:
                marks.setdefault(preposition, role)
        for preposition, number in frame.oblique:
            phrase = self.draft.phrases[number]
            owner = self._owner(act, preposition, number)
            if owner is not None:
                self._add(act, "actor", [owner], "whose means it was")
                continue
            meaning = self._marked(marks, preposition, phrase)
            if meaning is None:
                continue
            if meaning == "agent":
                mention = self.nominals.mention_in(number)
                if mention is not None:
                    self._add(act, "actor", [mention], f"agent after {words[phrase.start - 1].text}")
                continue
            self._add(act, meaning, self.nominals.group([number]), f"after {preposition}")

    def _owner(self, act: ActMention, preposition: str, number: int) -> Mention | None:
        """Whose arms, fire or strike an act was done with, where nobody else did it (قتل برصاص القوات الإسرائيلية)."""
        head = self.draft.phrases[number].head
        if act.actors or preposition not in _WITH or head == act.word:
            return None
        if self.draft.document.words[head].bare not in _MEANS:
            return None
        inside = [m for m in self.nominals.in_phrase.get(number, ()) if m.start_word > head]
        return next((m for m in inside if m.kind != "adjective"), inside[0] if inside else None)

    def _marked(self, marks: dict[str, str], preposition: str, phrase: NounPhrase) -> str | None:
        words = self.draft.document.words
        head = words[phrase.head]
        if preposition in _AGENT_PREPOSITIONS:
            return "agent"
        if head.key in _HANDS and preposition in ("على", "علي", "من"):
            return "agent"
        if preposition == "قبل" and phrase.start >= 2 and words[phrase.start - 2].norm == "من":
            return "agent"
        folded = preposition.replace("إ", "ا").replace("ى", "ي")
        role = marks.get(folded) or marks.get(preposition)
        if role:
            return role
        if preposition in ("ضد", "بحق"):
            return "recipient"
        if preposition == "بين":
            return "both"
        return None

    def _noun(self, act: ActMention) -> None:
        word = self.draft.document.words[act.word]
        number = self.draft.phrase_at[act.word]
        frame = self.syntax.noun_frame(act.word)
        if act.form.kind == "active participle":
            self._participle(act, frame)
            return
        if act.light is not None:
            self._light(act, number)
        self._oblique(act, frame)
        if number >= 0:
            self._genitive(act, number, frame)
        if word.enclitic:
            taken = [a.mention for a in (*act.actors, *act.recipients)]
            referent = self.referents.pronoun(act.word, word.enclitic, taken)
            if referent is not None:
                role = act.act.genitive
                if role == "either":
                    role = (
                        "recipient" if act.actors or (act.act.object == "recipient" and not act.recipients) else "actor"
                    )
                self._add(act, role, [referent], "pronoun on the noun")
        if not act.actors and act.act.subject in ("actor", "both"):
            self._controlled(act)

    def _participle(self, act: ActMention, frame: Frame) -> None:
        self._oblique(act, frame)
        if frame.objects:
            self._add(act, act.act.object, self.nominals.group(frame.objects), "object of the participle")
        topic = self.referents.understood_subject(act.word)
        if topic is not None:
            self._add(act, act.act.subject, [topic], "the participle's clause tells of it")

    def _light(self, act: ActMention, number: int) -> None:
        assert act.light is not None
        light = act.light.entry
        if act.light.form is None:
            word = self.draft.document.words[act.light_word]
            if word.enclitic and light.subject in ("actor", "recipient", "both"):
                taken = [argument.mention for argument in (*act.actors, *act.recipients)]
                referent = self.referents.pronoun(act.light_word, word.enclitic, taken)
                if referent is not None:
                    self._add(act, light.subject, [referent], "pronoun on the light noun")
                    return
            # The light verb's own masdar (قررت الوزارة فرض عقوبات): its doer is the subject of the verb it hangs on.
            verb = self.syntax.governing_verb(act.light_word)
            if verb >= 0 and light.subject in ("actor", "recipient", "both"):
                outer = self.syntax.verb_frame(verb, False, number)
                self._add(
                    act, light.subject, self.nominals.group(outer.subject), "subject of the verb over a light noun"
                )
            return
        passive = act.light.form.voice == "passive"
        frame = self.syntax.verb_frame(act.light_word, passive, number)
        role = light.subject
        if role in ("actor", "recipient", "both"):
            target = role if role != "actor" else (act.act.subject if act.act.subject != "none" else "actor")
            if frame.subject:
                doers = self.nominals.group(self._beside(act, frame.subject))
                self._add(act, target, doers, f"subject of the light verb: {frame.subject_rule}")
            elif not passive:
                topic = self.referents.understood_subject(act.light_word)
                if topic is not None:
                    self._add(act, target, [topic], "understood subject of the light verb")
        own = set(self._beside(act, [number for _, number in frame.oblique]))
        self._oblique(act, Frame(oblique=[item for item in frame.oblique if item[1] in own]))

    def _beside(self, act: ActMention, numbers: list[int]) -> list[int]:
        """Those phrases of a light verb that do not stand behind the noun that it carries."""
        if act.light_word > act.word:
            return numbers
        return [number for number in numbers if self.draft.phrases[number].start < act.word]

    def _genitive(self, act: ActMention, number: int, frame: Frame) -> None:
        mentions = [m for m in self.nominals.in_phrase.get(number, ()) if m.start_word > act.word]
        if not mentions:
            return
        adjective = next((m for m in mentions if m.kind == "adjective" and m.start_word <= act.word + 2), None)
        others = [m for m in mentions if m.kind != "adjective"]
        if others:
            first = self.nominals.named(others[0])
            role = act.act.genitive
            if role == "either":
                role = self._which(act, first, frame)
            group = [first, *self.nominals.group(self.nominals.joined(number))] if role != "place" else []
            self._add(act, role, [m for m in group if m is not None], "genitive of the noun")
            if first.start_word > act.word + 3:
                return
        if adjective is not None and not act.actors and act.act.subject in ("actor", "both"):
            self._add(act, act.act.subject, [adjective], "adjective of the noun")

    def _which(self, act: ActMention, mention: Mention, frame: Frame) -> str:
        """Doer or done to: a genitive beside an object is the doer; alone, it is what the act is done to."""
        if act.actors:
            return "recipient"
        if act.recipients:
            return "actor"
        if any(p in ("ل", "على") and self.nominals.mention_in(n) is not None for p, n in frame.oblique):
            return "actor"
        if mention.kind == "people" and mention.sector in _VICTIM_SECTORS:
            return "recipient"
        if act.act.object == "recipient" and act.light is not None:
            return "recipient"
        return "actor" if mention.sector in ARMED or mention.kind in ("country", "capital") else "recipient"

    def _controlled(self, act: ActMention) -> None:
        """The subject of the verb that a noun goes with is its doer: a purpose (أرسل قوات لدعم) or what the verb's own
        act is part of (وصل الوزير في زيارة)."""
        word = self.draft.document.words[act.word]
        before = self.draft.document.words[act.word - 1] if act.word else None
        if "ل" in word.proclitics or (before is not None and before.norm in ("بهدف", "بغية", "أجل")):
            rule = "subject of the verb it is the purpose of"
        elif before is not None and before.norm == "في" and not word.definite:
            rule = "subject of the verb it goes with"
        else:
            return
        verb = self.syntax.governing_verb(act.word)
        if verb < 0:
            return
        frame = self.syntax.verb_frame(verb)
        if frame.subject:
            self._add(act, act.act.subject, self.nominals.group(frame.subject), rule)

    def _tidy(self, act: ActMention) -> None:
        """What the guidelines say of the two sides: a joint subject of `both` acts are all actors, none a recipient."""
        if act.act.subject == "both" and len(act.actors) > 1:
            act.recipients = [r for r in act.recipients if not r.rule.startswith("object")]
        seen: set[str] = set()
        for slot in (act.actors, act.recipients):
            kept = []
            for argument in slot:
                key = argument.mention.resolved.key
                if key and key in seen:
                    continue
                seen.add(key)
                kept.append(argument)
            slot[:] = kept
