"""From noun phrases to those they are about: which mention a phrase stands for, and what is coordinated to it."""

from __future__ import annotations

from masdar.coding.draft import Draft, Mention


class Nominals:
    """The mentions of one draft by the noun phrases that hold them."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.in_phrase: dict[int, list[Mention]] = {}
        for mention in draft.mentions:
            self.in_phrase.setdefault(mention.phrase, []).append(mention)

    def mention_in(self, number: int, after: int = -1) -> Mention | None:
        """The one that a phrase is about: the mention that heads it, else the first in its genitive."""
        best: Mention | None = None
        phrase = self.draft.phrases[number]
        for mention in self.in_phrase.get(number, ()):
            if mention.start_word <= after:
                continue
            if mention.start_word <= phrase.head and mention.kind != "adjective":
                return self.named(mention)
            if best is None or (best.kind == "adjective" and mention.kind != "adjective"):
                best = mention
        return self.named(best) if best is not None else None

    def named(self, mention: Mention) -> Mention:
        """The name in apposition after a comma, where a title stands without one (وزير الدفاع، العميد أمير حاتمي)."""
        if not mention.office or mention.name_start >= 0:
            return mention
        words = self.draft.document.words
        at = mention.end_word
        if at < len(words) - 1 and words[at].text in "،,":
            at += 1
        number = self.draft.phrase_at[at] if at < len(words) else -1
        if number > mention.phrase and number == mention.phrase + 1 and self.draft.phrases[number].start == at:
            phrase = self.draft.phrases[number]
            if phrase.preposition == "" or at == mention.end_word:
                for other in self.in_phrase.get(number, ()):
                    if other.start_word == phrase.start and other.kind in ("person", "name") and other.name_start >= 0:
                        other.sector = mention.sector or other.sector
                        other.country = other.country or mention.country
                        return other
        return mention

    def group(self, numbers: list[int]) -> list[Mention]:
        found = []
        for number in numbers:
            mention = self.mention_in(number)
            if mention is not None:
                found.append(mention)
            found += [m for m in (self.mention_in(n) for n in self.joined(number)) if m is not None and m not in found]
        return found

    def joined(self, number: int) -> list[int]:
        """Phrases coordinated to this one, one after the other."""
        found = []
        for other in range(number + 1, min(number + 12, len(self.draft.phrases))):
            joined_to = self.draft.phrases[other].coordinated
            if joined_to == number or joined_to in found:
                found.append(other)
            elif self.draft.phrases[other].coordinated < 0:
                break
        return found
