"""Ties: who belongs to whom, who leads, backs, speaks for, or is kin of whom, as far as the text states it."""

from __future__ import annotations

from masdar.coding.draft import Draft, Mention, Tie
from masdar.knowledge.lexicon import Lexicon, TieWord

_PERSONAL = frozenset(("person", "name"))
_BODIES = frozenset(("body", "people", "country", "capital"))


class TieReader:
    """Reads the ties of a draft with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def read(self, draft: Draft) -> None:
        """Fill the draft's ties, each pair once."""
        self.draft = draft
        self.by_phrase: dict[int, list[Mention]] = {}
        for mention in draft.mentions:
            self.by_phrase.setdefault(mention.phrase, []).append(mention)
        found = [*self._titles(), *self._words()]
        seen: set[tuple[str, int, int]] = set()
        for tie in found:
            head, tail = id(tie.head.resolved), id(tie.tail.resolved)
            pair = (tie.type, head, tail)
            if head == tail or pair in seen:
                continue
            if tie.type in ("kin_of", "allied_with") and (tie.type, tail, head) in seen:
                continue
            seen.add(pair)
            draft.ties.append(tie)

    def _titles(self) -> list[Tie]:
        """رئيس X Y, المتحدث باسم X Y, شقيق X Y."""
        ties = []
        for mention in self.draft.mentions:
            if not mention.office:
                continue
            person = self._person(mention)
            if person is None:
                continue
            kind = self._office_kind(mention)
            inside = [
                m
                for m in self.by_phrase.get(mention.phrase, ())
                if m is not mention and m.start_word > mention.start_word and m.start_word < person.start_word
            ] or [
                m
                for m in self.by_phrase.get(mention.phrase, ())
                if m is not mention and m.start_word > mention.start_word and m is not person and m.kind in _BODIES
            ]
            if kind == "kin":
                other = next((m for m in inside if m.kind in _PERSONAL), None)
                if other is not None:
                    ties.append(Tie("kin_of", person, other, "kinship title", mention.start_word))
                continue
            body = next((m for m in inside if m.kind in ("body",)), None)
            if kind == "spokesperson":
                body = body or next((m for m in inside if m.kind in _BODIES), None)
                if body is not None:
                    ties.append(Tie("spokesperson_of", person, body, "title of a spokesperson", mention.start_word))
                continue
            if kind == "head" and body is not None and body.sector not in ("GOV", None):
                ties.append(Tie("led_by", body, person, "title of a head", mention.start_word))
                continue
            state = next((m for m in inside if m.kind in ("country", "capital", "adjective")), None)
            tail = body or self._state(state, mention.country)
            if tail is not None and kind in ("head", "member", "rank"):
                ties.append(Tie("member_of", person, tail, "title of an office", mention.start_word))
        return ties

    def _state(self, inside: Mention | None, country: str | None) -> Mention | None:
        """The state that an office belongs to: by its name anywhere in the text, else by the adjective of the title."""
        if country is None:
            return inside
        for kinds in (("country",), ("capital",)):
            for mention in self.draft.mentions:
                if mention.kind in kinds and mention.country == country:
                    return mention
        return inside

    def _office_kind(self, mention: Mention) -> str:
        return mention.office.partition(":")[0]

    def _person(self, mention: Mention) -> Mention | None:
        """The name that a title belongs to: inside the phrase, or in apposition after a comma."""
        if mention.name_start >= 0:
            for other in self.by_phrase.get(mention.phrase, ()):
                if other.start_word == mention.name_start and other is not mention and other.kind in _PERSONAL:
                    return other
            return mention
        words = self.draft.document.words
        at = mention.end_word
        if at < len(words) and words[at].text in "،,":
            number = self.draft.phrase_at[at + 1] if at + 1 < len(words) else -1
            for other in self.by_phrase.get(number, ()):
                if other.start_word == at + 1 and other.kind in _PERSONAL and other.name_start >= 0:
                    return other
        return None

    def _words(self) -> list[Tie]:
        """X المدعومة من Y, X التابع لY, X بقيادة Y."""
        ties = []
        words = self.draft.document.words
        for word in words:
            entries = self.lexicon.tie_words.get(word.key) or self.lexicon.tie_words.get(word.bare)
            if not entries and word.proclitics:
                entries = self.lexicon.tie_words.get("".join(word.proclitics) + word.key)
            for entry in entries or ():
                tie = self._around(word.index, entry)
                if tie is not None:
                    ties.append(tie)
                    break
        return ties

    def _around(self, at: int, entry: TieWord) -> Tie | None:
        words = self.draft.document.words
        before = self._before(at)
        after = self._after(at, entry)
        if before is None or after is None:
            return None
        head, tail = (before, after) if entry.head_before else (after, before)
        return Tie(entry.type, head, tail, f"{entry.id} ({entry.where})", words[at].index)

    def _before(self, at: int) -> Mention | None:
        """The actor that the word describes: the last one that ends before it in its clause."""
        words = self.draft.document.words
        number = self.draft.phrase_at[at]
        best: Mention | None = None
        for mention in self.draft.mentions:
            if mention.start_word >= at:
                break
            if mention.kind == "adjective":
                continue
            if (mention.phrase == number and mention.start_word < at) or at - 4 <= mention.end_word <= at:
                if any(w.tag == "VERB" or w.text in ".؛:" for w in words[mention.end_word : at]):
                    continue
                if best is None or mention.start_word <= best.start_word or mention.end_word > best.end_word:
                    best = mention
        return best

    def _after(self, at: int, entry: TieWord) -> Mention | None:
        words = self.draft.document.words
        for mention in self.draft.mentions:
            if not at < mention.start_word <= at + 5 or mention.kind == "adjective":
                continue
            between = words[at + 1 : mention.start_word]
            if any(w.tag == "VERB" or w.text in ".؛:" for w in between):
                return None
            first = words[mention.start_word]
            if not entry.prepositions:
                return mention if not between or all(w.tag in ("NOUN", "ADJ", "X") for w in between) else None
            standing = [w.norm for w in between] + list(first.proclitics)
            standing += [clitic for w in between for clitic in w.proclitics]
            return mention if any(p in standing for p in entry.prepositions) else None
        return None
