"""Places told by what they are instead of by a name: العاصمة الصينية, الأراضي التركية, شمال البلاد, الحدود مع الأردن.

The gazetteer's names have been found before; what is described stands beside them and never takes a town's place. A
description gives no finer point than it tells: a side of a country has a computed one, a border none. Which country
``البلاد`` and ``العاصمة`` alone mean is that which the report speaks of most, and none where no country is so.
"""

from __future__ import annotations

from collections import Counter

from masdar.arabic.document import WORD, Word
from masdar.coding.placing import BEARINGS, QUOTES, SIDE, WORDS, PlaceMention, direction, shift
from masdar.knowledge.gazetteer import Entry, Gazetteer

CHIEFLY = 0.4  # the least share of all that a report says of countries which makes it one on a country
_CAPITAL, _LANDS, _SIDES = WORDS["the-capital"], WORDS["land"], WORDS["side"]
_HOME, _WHOLES, _PARTS = WORDS["home"], WORDS["whole"], WORDS["part"]
_BORDERS, _FENCES, _AT_BORDER = WORDS["border"], WORDS["fence"], WORDS["at-border"]
_HEADS = _CAPITAL | _LANDS | _SIDES | _HOME | _WHOLES | _BORDERS | _FENCES


def find_described(words: list[Word], gazetteer: Gazetteer, named: list[PlaceMention]) -> list[PlaceMention]:
    """The places of a report, named and described, in the order of the text; none overlaps another.

    :param named: the named places, in the order of the text. A country named as one side of a border goes into it.
    """
    heads = [index for index, word in enumerate(words) if word.bare in _HEADS and word.kind == WORD]
    return _Reader(words, gazetteer, named).read(heads) if heads else named


def _chiefly(words: list[Word], gazetteer: Gazetteer, named: list[PlaceMention]) -> str:
    """The country that a report speaks of most, "" where there is none."""
    told = Counter(place.country for place in named if place.country)
    told.update(gazetteer.demonyms[word.bare] for word in words if word.bare in gazetteer.demonyms and word.definite)
    best = max(told, key=lambda country: told[country], default="")
    return best if told[best] >= CHIEFLY * told.total() else ""


class _Reader:
    """Reads the described places of one report."""

    def __init__(self, words: list[Word], gazetteer: Gazetteer, mentions: list[PlaceMention]) -> None:
        self.words = words
        self.gazetteer = gazetteer
        self.named = {at: mention for mention in mentions for at in range(mention.start_word, mention.end_word)}
        self.mentions = mentions
        self.chiefly = _chiefly(words, gazetteer, mentions)

    def read(self, heads: list[int]) -> list[PlaceMention]:
        found: list[PlaceMention] = []
        end = 0
        for index in heads:
            if index < end or index in self.named:
                continue
            mention = self._at(index)
            if mention is not None:
                found.append(mention)
                end = mention.end_word
        within = {at for mention in found for at in range(mention.start_word, mention.end_word)}
        kept = [mention for mention in self.mentions if mention.start_word not in within]
        return sorted([*kept, *found], key=lambda mention: mention.start_word)

    def _at(self, index: int) -> PlaceMention | None:
        """The place that a noun describes, with what stands around it."""
        word = self.words[index]
        if word.bare in _BORDERS:
            return self._border(index)
        if not word.definite:
            return None
        if word.bare in _CAPITAL:
            return self._capital(index)
        if word.bare in _HOME:
            return self._home(index)
        if word.bare in _WHOLES:
            return self._part(index)
        if word.bare in _LANDS:
            return self._land(index)
        if word.bare in _FENCES:
            at = index + 1
            fenced = at < len(self.words) and self.words[at].definite and self.words[at].bare in _AT_BORDER
            return self._border(index, at + 1) if fenced else None
        return self._side(index)

    # -- what belongs to a country -----------------------------------------------------------------------------------

    def _origins(self, at: int, most: int = 1) -> tuple[list[str], int]:
        """The countries that definite adjectives from ``at`` on tell, and where these end."""
        words, told = self.words, self.gazetteer.demonyms
        found: list[str] = []
        while len(found) < most and at < len(words) and at not in self.named:
            start = at + (bool(found) and words[at].text == "-")
            word = words[start] if start < len(words) else words[at]
            if not word.definite or word.enclitic or (word.proclitics and not (found and word.proclitics == ("و",))):
                break
            end = start + 1
            country = told.get(f"{word.bare} {words[end].bare}") if end < len(words) else None
            if country is not None:
                end += 1
            else:
                country = told.get(word.bare)
            if country is None:
                break
            found.append(country)
            at = end
        return found, at

    def _capital(self, index: int) -> PlaceMention | None:
        """العاصمة الصينية, or العاصمة alone; none where the town is named beside it, or another town is meant."""
        told, end = self._origins(index + 1)
        country = told[0] if told else self.chiefly
        if self._beside(index - 1, -1) or self._beside(end, 1):
            return None
        described = end < len(self.words) and self.words[end].definite and self.words[end].tag == "ADJ"
        if described and not self.words[end].proclitics:
            return None  # العاصمة الاقتصادية, العاصمة اليمنية المؤقتة
        return self._entry(self._first(index), end, self.gazetteer.capital(country))

    def _beside(self, at: int, step: int) -> bool:
        """Whether a named place stands at a word, or behind marks and adjectives from it on."""
        words = self.words
        while 0 <= at < len(words) and at not in self.named:
            word = words[at]
            adjective = step > 0 and word.definite and word.tag == "ADJ" and not word.proclitics
            if not adjective and word.text not in QUOTES and word.text not in "،,":
                return False
            at += step
        mention = self.named.get(at)
        return mention is not None and mention.level != "country"

    def _land(self, index: int) -> PlaceMention | None:
        """الأراضي التركية: the country."""
        told, end = self._origins(index + 1)
        return self._entry(index, end, self.gazetteer.country(told[0])) if told else None

    def _side(self, index: int) -> PlaceMention | None:
        """الشمال السوري, الجنوب الشرقي الليبي, الساحل السوري."""
        end = index + 1
        if self.words[index].bare in BEARINGS and end < len(self.words) and self.words[end].key in BEARINGS:
            end += 1
        told, last = self._origins(end)
        if not told:
            return None
        return self._part_of(index, last, (index, end), self.gazetteer.country(told[0]))

    def _home(self, index: int) -> PlaceMention | None:
        """البلاد, شمال البلاد, أنحاء البلاد: the country that the report is chiefly about."""
        if index and self.words[index - 1].key in WORDS["body"]:
            return None  # صحيفة البلاد
        first = self._first(index)
        country = self.gazetteer.country(self.chiefly)
        if any(self.words[at].key in BEARINGS for at in range(first, index)):
            return self._part_of(first, index + 1, (first, index), country)
        return self._entry(first, index + 1, country) or self._mention(first, index + 1, "country", None)

    def _part(self, index: int) -> PlaceMention | None:
        """جنوب القطاع, محيط المدينة: of the place of that kind told last."""
        first = self._first(index)
        whole = next((m for m in reversed(self._before(index)) if self._called(m, self.words[index].bare)), None)
        if first == index or whole is None:
            return None
        return self._part_of(first, index + 1, (first, index), whole.entry, whole)

    def _before(self, index: int) -> list[PlaceMention]:
        return [mention for mention in self.mentions if mention.end_word <= index]

    def _called(self, mention: PlaceMention, noun: str) -> bool:
        """Whether a place is called by the noun of a kind: قطاع غزة by قطاع."""
        first = self.words[mention.start_word]
        return first.key == noun and mention.end_word - mention.start_word > 1

    def _first(self, index: int) -> int:
        """Where the directions and words for a part before a noun begin: شمال شرقي, أنحاء."""
        first = index
        while first and index - first < 2 and not self.words[first].proclitics and first - 1 not in self.named:
            word = self.words[first - 1]
            if word.definite or word.enclitic or (word.key not in BEARINGS and word.key not in _PARTS):
                break
            first -= 1
        return first

    # -- borders -----------------------------------------------------------------------------------------------------

    def _border(self, index: int, end: int = 0) -> PlaceMention | None:
        """الحدود مع الأردن, حدود البلاد, السياج الحدودي: no point, and the only country told."""
        words = self.words
        word = words[index]
        countries: list[str] = []
        if not end:
            end = index + 1
            if not word.definite and not word.enclitic:
                # حدود alone is a limit.
                if end < len(words) and words[end].definite and words[end].bare in _HOME | _WHOLES:
                    countries, end = [self.chiefly] if words[end].bare in _HOME else [], end + 1
                elif self._country_at(end) is None:
                    return None
                else:
                    countries, end = self._absorbed(end)
        while end < len(words) and words[end].definite and words[end].key in BEARINGS:
            end += 1
        told, end = self._origins(end, 2)
        countries += told
        while end < len(words) and words[end].definite and words[end].key in BEARINGS:
            end += 1
        if end + 1 < len(words) and words[end].norm in ("مع", "بين") and self._country_at(end + 1):
            sides, end = self._absorbed(end + 1)
            countries += sides
            if len(sides) == 1 and not told:
                countries.append("")  # the other side is not told
        only = countries[0] if len(set(countries)) == 1 else ""
        return self._mention(index, end, "country", only or None, "border")

    def _country_at(self, at: int) -> PlaceMention | None:
        mention = self.named.get(at)
        return mention if mention is not None and mention.start_word == at and mention.level == "country" else None

    def _absorbed(self, at: int) -> tuple[list[str], int]:
        """The countries named from a word on, one or two joined by و, and where they end."""
        countries: list[str] = []
        while len(countries) < 2 and (mention := self._country_at(at)) is not None:
            if countries and "و" not in self.words[at].proclitics:
                break
            countries.append(mention.country or "")
            at = mention.end_word
        return countries, at

    # -- mentions ----------------------------------------------------------------------------------------------------

    def _mention(self, first: int, end: int, level: str, country: str | None, kind: str = "") -> PlaceMention:
        words = self.words
        return PlaceMention(
            first, end, words[first].stem_start, words[end - 1].end, None, None, None, None, level, "location",
            "unknown", [], country, kind,
        )  # fmt: skip

    def _entry(self, first: int, end: int, entry: Entry | None) -> PlaceMention | None:
        """A mention of a place of the gazetteer itself."""
        if entry is None:
            return None
        mention = self._mention(first, end, entry.level, entry.country or None, entry.kind)
        mention.entry, mention.geonameid, mention.lat, mention.lon = entry, entry.geonameid, entry.lat, entry.lon
        mention.precision = entry.precision
        return mention

    def _part_of(
        self, first: int, end: int, told: tuple[int, int], entry: Entry | None, whole: PlaceMention | None = None
    ) -> PlaceMention:
        """A mention of a part of a place; with a point where a direction tells one.

        :param told: the words of the direction.
        :param whole: the mention of the place, where it is none of the gazetteer.
        """
        place = whole or entry
        level = place.level if place is not None else "country"
        # A side of a country is as wide as countries are: it is no named place below one.
        mention = self._mention(
            first, end, level if level == "country" else "region", (place.country or None) if place else None, "side"
        )
        angle = direction(self.words, *told)
        if angle is not None and place is not None and place.lat is not None and place.lon is not None:
            mention.lat, mention.lon = shift(place.lat, place.lon, angle, SIDE[level])
            mention.precision = "approximate"
        return mention
