"""Joining: one event once, at the mention that says most, the other mentions kept beside it."""

from __future__ import annotations

from masdar.coding.draft import ActMention, Draft, Why
from masdar.coding.places import PlaceMention
from masdar.knowledge.lexicon import Lexicon

SLOTS = ("actors", "recipients")


def _place_key(draft: Draft, place: PlaceMention) -> str:
    return " ".join(word.bare for word in draft.document.words[place.start_word : place.end_word])


class Joiner:
    """Joins the acts of a draft into events."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def join(self, draft: Draft) -> list[ActMention]:
        """The events: acts that stand for themselves, in text order, each with its other mentions in ``also``."""
        light_words = {act.light_word: act for act in draft.acts if act.light_word >= 0}
        events: list[ActMention] = []
        for act in draft.acts:
            carried = light_words.get(act.word)
            if carried is not None and carried is not act and carried.act.type == act.act.type:
                continue
            for event in reversed(events):
                if self._same(draft, event, act):
                    self._merge(draft, events, event, act)
                    break
            else:
                events.append(act)
        events.sort(key=lambda event: event.word)
        return events

    def _outcome(self, draft: Draft, act: ActMention) -> bool:
        """Whether the act word tells only what became of people (مقتل، إصابة), not what was done."""
        word = draft.document.words[act.word]
        entries = self.lexicon.casualties.get(word.key) or self.lexicon.casualties.get(word.bare)
        return any(entry.entry.key in ("killed", "injured") for entry in entries)

    def _same(self, draft: Draft, event: ActMention, act: ActMention) -> bool:
        if event.act.type != act.act.type or event.status != act.status:
            return False
        document = draft.document
        one, other = document.sentence_of(event.word), document.sentence_of(act.word)
        if one == other:
            if event.act.type == "ASSAULT" and (self._outcome(draft, event) or self._outcome(draft, act)):
                return not self._conflict(draft, event, act)
            near = abs(event.word - act.word) <= 12
            return near and not self._conflict(draft, event, act) and (event.act.id == act.act.id or event.mode == act.mode)
        word = document.words[act.word]
        referring = word.definite or bool(word.enclitic)
        if event.act.type == "ASSAULT":
            if self._conflict(draft, event, act):
                return False
            return (referring or self._shares(event, act)) and other - one <= 4
        if self._conflict(draft, event, act):
            return False
        return (event.act.id == act.act.id or referring) and (referring or self._shares(event, act))

    @staticmethod
    def _keys(act: ActMention, slot: str) -> set[str]:
        return {argument.mention.resolved.key for argument in getattr(act, slot)}

    def _shares(self, event: ActMention, act: ActMention) -> bool:
        return any(self._keys(event, slot) & self._keys(act, slot) for slot in SLOTS)

    def _conflict(self, draft: Draft, event: ActMention, act: ActMention) -> bool:
        """Whether something told of both differs: parties, place or day."""
        for slot in SLOTS:
            one, other = self._keys(event, slot), self._keys(act, slot)
            if one and other and not one & other and not self._contained(one, other):
                return True
        if event.time is not None and act.time is not None and event.time.edtf and act.time.edtf:
            if event.time.edtf != act.time.edtf:
                return True
        if event.places and act.places:
            names = [{_place_key(draft, place) for place, _, _ in told.places} for told in (event, act)]
            if not names[0] & names[1] and not self._contained(names[0], names[1]):
                return True
        return False

    @staticmethod
    def _contained(one: set[str], other: set[str]) -> bool:
        return any(set(a.split()) & set(b.split()) for a in one for b in other)

    def _merge(self, draft: Draft, events: list[ActMention], event: ActMention, act: ActMention) -> None:
        """Let the mention that says most stand, with what the other adds."""
        main, added = event, act
        if self._outcome(draft, event) and not self._outcome(draft, act):
            main, added = act, event
            events[events.index(event)] = act
        main.also += [added, *added.also]
        added.also = []
        for slot in SLOTS:
            if not getattr(main, slot):
                setattr(main, slot, getattr(added, slot))
        if not main.places:
            main.places = added.places
        if main.time is None:
            main.time = added.time
        main.mode = main.mode or added.mode
        for key, value in added.counts.items():
            main.counts.setdefault(key, value)
        known = {id(t.mention.resolved) for t in main.sources}
        main.sources += [t for t in added.sources if id(t.mention.resolved) not in known]
        word = draft.document.words[added.word]
        main.why.append(Why("also", "told again", added.act.where, word.start, word.end))
