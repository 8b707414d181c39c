"""Where a report is: its place names, which place each one is, and how sure its point is.

A name of the gazetteer is not yet a place: ``صالح`` is a town and a man, ``الباب`` a city and a door, ``دوما`` lies in
Syria and in the West Bank. So each name is first weighed by what stands around it (a preposition of place, the noun of
a kind of place, a place coordinated with it, against a title, a first name or the noun of an organisation), and then
the place is chosen by what else the report tells: the country of its other places and of its people, the unit said to
contain it, the nearness of its other places; population comes last. A name that no gazetteer has is a place where the
noun of its kind stands before it (``قرية الدريعاء``); its point is then that of the place that contains it. Directions
and distances (``جنوبي سوريا``, ``على بعد 120 كيلومترا شمال شرق تمبكتو``) give a computed point of lower precision.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log10

from masdar.arabic.document import NUMBER, PUNCTUATION, WORD, Document, Word
from masdar.arabic.script import key
from masdar.coding.placing import BEARINGS, BEFORE, QUOTES, SIDE, WORDS, PlaceMention, direction, keys, shift
from masdar.knowledge.gazetteer import Entry, Gazetteer, Kind, kilometres

_LOCATING, _NEAR, _BODIES = WORDS["locating"], WORDS["near"], WORDS["body"]
_FIRST_NAMES, _PERSONS = WORDS["first-name"], WORDS["first-name"] | WORDS["title"]
_NOT_NAMES, _NAME_BEGINNINGS, _SUFFIXES = WORDS["no-name"], WORDS["name-beginning"], WORDS["suffix"]
_BESIDE, _LEAVING, _VISITING = WORDS["beside"], WORDS["leaving"], WORDS["visiting"]
_AFTER_BODY, _CLAUSES = WORDS["after-body"], WORDS["clause"]
_CAPITAL = key("عاصمة")


_PARTICLES = keys("دي دو لا لو ذا فان دا ديل لاس لوس سانتا نيو")  # inside names of other languages
_ADJECTIVES = frozenset(word for word in BEARINGS if word.startswith("ال"))
_DATELINE = frozenset("(-–:/")
_AREAS = frozenset(("country", "admin1", "region", "water"))
# Quarters and streets are often named after places elsewhere, and say nothing of where the report is.
_BORROWING = frozenset(("neighbourhood", "street", "square", "road", "hospital", "mosque", "hotel", "market", "bridge"))
# Endings of indefinite adjectives, after a masculine and after a feminine noun.
_DESCRIBING = (re.compile("(?:ة|ي|ات|ين|ون|ا)$"), re.compile("(?:ة|ات|ين|ون|ا)$"))
_LENGTHS = (("كيلومتر", 1.0), ("كيلو", 1.0), ("كلم", 1.0), ("كم", 1.0), ("ميل", 1.609), ("اميال", 1.609))


@dataclass(slots=True, eq=False)
class _Candidate:
    """A name of the gazetteer where it stands in the text, before it is known to be a place."""

    start_word: int
    end_word: int
    start: int
    name: str
    entries: tuple[Entry, ...]
    prefix: str
    kind: Kind | None = None  # of the noun before it
    kind_word: int = -1
    evidence: float = 0.0
    located: bool = False
    rejected: bool = False
    chosen: Entry | None = None
    others: list[Entry] = field(default_factory=list)


def find_places(document: Document, gazetteer: Gazetteer, source: str | None = None) -> list[PlaceMention]:
    """The place names of a document, in the order of the text; none overlaps another.

    :param source: the outlet's short name, a weak hint at the country where nothing else tells.
    """
    words = document.words
    found = _candidates(words, gazetteer)
    _weigh(words, found, gazetteer)
    countries = _countries(words, found, gazetteer, source)
    accepted = _accept(found, countries, gazetteer)
    _choose(accepted, countries)
    unlikely = {candidate.name for candidate in accepted if not _plausible(candidate, countries)}
    accepted = [candidate for candidate in accepted if candidate.name not in unlikely]
    mentions = [_mention(document, candidate) for candidate in accepted]
    mentions = _extend(document, gazetteer, mentions, accepted)
    mentions += _unknown(document, gazetteer, mentions)
    mentions.sort(key=lambda mention: mention.start_word)
    _settle(document, mentions)
    return mentions


# --------------------------------------------------------------------------------------------------------------------
# Names of the gazetteer in the text.


@lru_cache(maxsize=1 << 16)
def _forms(norm: str, proclitics: tuple[str, ...], stem: str, enclitic: str) -> tuple[tuple[str, str], ...]:
    """The keys a word with proclitics may be looked up by, each with what is cut off: as analysed, and as it stands."""
    forms = [(key(stem + enclitic), "".join(proclitics))]
    if proclitics[-1] == "ل" and stem.startswith("ال") and norm.endswith(stem[1:] + enclitic):
        forms.append((key(stem[1:] + enclitic), "".join(proclitics)))  # للندن is ل and لندن, too
    if len(proclitics) > 1 and proclitics[0] == "و":
        forms.append((key(norm[1:]), "و"))  # وكفر بطنا is no "and like"
    return *forms, (key(norm), "")


def _prominence(entries: tuple[Entry, ...]) -> float:
    return max(entry.prominence for entry in entries)


def _candidates(words: list[Word], gazetteer: Gazetteer) -> list[_Candidate]:
    """Every name of the gazetteer, the longest from each word on."""
    found: list[_Candidate] = []
    index, count = 0, len(words)
    longest, named = gazetteer.lengths.get, gazetteer.named
    while index < count:
        word = words[index]
        step = 1
        if word.kind == WORD:
            best: tuple[int, str, str] | None = None
            forms = _forms(word.norm, word.proclitics, word.stem, word.enclitic) if word.proclitics else None
            glued = not forms and word.text[0] == "و" and len(word.norm) > 4 and not longest(word.whole, 0)
            if glued:
                forms = ((key(word.norm[1:]), "و"),)  # "and", where the rest of the word is a name that few know
            for form, prefix in forms or ((word.whole, ""),):
                length = longest(form, 0)
                if not length:
                    continue
                name, matched = form, 0
                if named(form):
                    matched, best_name = 1, form
                end = index + 1
                for _ in range(length - 1):
                    if end < count and words[end].text == "-" and words[end].start == words[end - 1].end:
                        end += 1
                    if end >= count or words[end].kind not in (WORD, NUMBER):
                        break
                    name = f"{name} {words[end].whole}"
                    end += 1
                    if named(name):
                        matched, best_name = end - index, name
                if matched and (
                    best is None
                    or matched > best[0]
                    or (matched == best[0] and _prominence(named(best_name)) > _prominence(named(best[1])))
                ):
                    best = (matched, best_name, prefix)
            if best is not None:
                step, name, prefix = best
                start = word.stem_start if prefix else word.start
                if prefix and (glued or (forms and name.partition(" ")[0] != forms[0][0])):
                    start = word.start + len(prefix)
                found.append(_Candidate(index, index + step, start, name, named(name), prefix))
        index += step
    return found


def _weigh(words: list[Word], found: list[_Candidate], gazetteer: Gazetteer) -> None:
    """What stands around each name: the evidence that it is a place, and what rules it out."""
    ends: dict[int, _Candidate] = {}
    for candidate in found:
        first = candidate.start_word
        if words[first].hashtag and _in_slogan(words, candidate, gazetteer):
            candidate.rejected = True
            continue
        prefix = candidate.prefix
        evidence = 0.0
        if "ب" in prefix:
            evidence = 2.0
            candidate.located = True
        elif "ل" in prefix:
            evidence = 0.5
        elif "ك" in prefix:
            evidence = -1.0
        at = first - 1
        while at >= 0 and words[at].text in QUOTES:
            at -= 1
        before = words[at] if at >= 0 else None
        if before is not None and before.kind == WORD and not prefix:
            kind = gazetteer.kinds.get(before.key) if not before.enclitic else None
            if kind is not None and kind.kind == "road" and at and words[at - 1].norm == "عن":
                kind = None
            if kind is not None and kind.kind in ("position", "station") and at + 1 < first:
                kind, candidate.rejected = None, True  # محطة "روسيا اليوم"
            if kind is not None:
                candidate.kind, candidate.kind_word, candidate.located = kind, at, True
                evidence = 3.0
            elif not before.enclitic:
                evidence = max(evidence, BEFORE.get(before.key, 0.0))
                candidate.located = before.key in _LOCATING or (
                    before.norm == "من" and at > 0 and words[at - 1].key in _NEAR
                )
            bodied = words[at - 1] if at and before.key in BEARINGS else before  # حلف شمال الأطلسي
            if bodied.key in _BODIES and (kind is None or kind.kind == "district"):
                candidate.rejected = True
            elif kind is None and before.norm not in ("على", "إلى") and before.key in _PERSONS:
                # A person's name; but a country or a great city may follow a title's end: الرئيس + السوري.
                country = before.key in _FIRST_NAMES and candidate.entries[0].level == "country"  # زار أحمد إريتريا
                single = candidate.end_word - first == 1 and not country
                candidate.rejected = single or gazetteer.doubt(candidate.name) != ""
        after = words[candidate.end_word] if candidate.end_word < len(words) else None
        opening = before is None or before.kind == PUNCTUATION or at < 2
        if opening and first < 12 and after is not None and not prefix and _dateline(words, candidate.end_word):
            evidence = max(evidence, 2.0)  # a dateline
            candidate.located = True
        # Coordination: و, a comma or the second of two in a row takes over what the first has.
        previous = None
        if "و" in prefix and first:
            previous = ends.get(first)
        elif before is not None and before.text in "،,-" and at > 0:
            previous = ends.get(at)
        if previous is not None and not previous.rejected:
            if previous.evidence > evidence:
                evidence = previous.evidence * 0.9
                candidate.located = previous.located
            if previous.kind is not None and previous.kind.several and candidate.kind is None:
                candidate.kind = previous.kind
        if before is not None and any(w.bare == _CAPITAL for w in words[max(0, at - 2) : at]) and not prefix:
            if (
                before.text in "،,"
                or before.tag == "ADJ"
                or before.key in gazetteer.cues
                or before.bare in gazetteer.cues
            ):
                evidence, candidate.located = 3.0, True  # العاصمة السورية دمشق; with a comma too
        if after is not None and after.kind == WORD and (after.norm in ("بن", "ابن", "آل") or after.key in _AFTER_BODY):
            candidate.rejected = True
        if not prefix and words[first].proclitics and evidence < 1.5 and _stem_common(words[first], gazetteer):
            candidate.rejected = True  # بعقوبة is with a penalty, فإن is "for"
        if "ب" in prefix and after is not None and after.key in _CLAUSES and gazetteer.doubt(candidate.name):
            candidate.rejected = True  # بحجة أن is under the pretext that
        if not _same_madda(words[first], candidate):
            candidate.rejected = True
        if candidate.end_word - first == 1 and (candidate.name in gazetteer.kinds or candidate.name in _NOT_NAMES):
            candidate.rejected = True
        elif candidate.end_word - first == 1 and candidate.kind is None:
            bare = words[first].bare
            if bare in gazetteer.kinds or candidate.name in _FIRST_NAMES:
                candidate.rejected = True
            elif words[first].enclitic and _is_common(key(words[first].stem), gazetteer, _strong(candidate, gazetteer)):
                candidate.rejected = True  # داخله is inside it, not the town of that spelling
        if candidate.end_word - first == 1 and words[first].tag == "VERB" and evidence < 2:
            candidate.rejected = candidate.rejected or not _strong(candidate, gazetteer)
        candidate.evidence = evidence
        ends[candidate.end_word] = candidate


def _dateline(words: list[Word], at: int) -> bool:
    """Whether what follows a name at the head of a text closes a dateline: دمشق (رويترز), موسكو، روسيا (CNN)."""
    if words[at].text in "،,":
        return any(word.text == "(" for word in words[at + 1 : at + 5])
    return words[at].text in _DATELINE


def _stem_common(word: Word, gazetteer: Gazetteer) -> bool:
    """Whether what is left of a word without its particles is an everyday word."""
    stem = key(word.stem)
    return stem in gazetteer.common or stem in _NOT_NAMES


def _same_madda(word: Word, candidate: _Candidate) -> bool:
    """Whether a name that a report writes with madda is written so by the gazetteer too: آب is August, إب a town."""
    if len(candidate.name) > 3 or not word.norm[word.stem_start - word.start :].startswith("آ"):
        return True
    return any(entry.name.startswith("آ") for entry in candidate.entries)


def _is_common(folded: str, gazetteer: Gazetteer, strong: bool) -> bool:
    """Whether a stem is a word that pronouns are written onto, rather than the beginning of a name."""
    return (len(folded) < 4 and not strong) or folded in gazetteer.common or folded in BEFORE


def _in_slogan(words: list[Word], candidate: _Candidate, gazetteer: Gazetteer) -> bool:
    """Whether a name is only part of a hashtag that says something else, as in #انفجار_بيروت."""
    first, last = candidate.start_word, candidate.end_word
    while first and words[first - 1].hashtag and words[first].start - words[first - 1].end == 1:
        first -= 1
    while last < len(words) and words[last].hashtag and words[last].start - words[last - 1].end == 1:
        last += 1
    others = [*words[first : candidate.start_word], *words[candidate.end_word : last]]
    return any(word.key not in gazetteer.kinds and word.key not in _SUFFIXES for word in others)


# --------------------------------------------------------------------------------------------------------------------
# Which are places, and which places they are.


def _strong(candidate: _Candidate, gazetteer: Gazetteer) -> bool:
    """Whether the name is a place wherever it stands, unless something rules it out."""
    if gazetteer.doubt(candidate.name):
        return False
    best = max(candidate.entries, key=lambda entry: entry.prominence)
    if best.level == "country" or best.own:
        return True
    if candidate.end_word - candidate.start_word > 1:
        return best.prominence >= 20_000
    return best.prominence >= 250_000


def _countries(
    words: list[Word], found: list[_Candidate], gazetteer: Gazetteer, source: str | None
) -> dict[str, float]:
    """How much of the report speaks of each country, from 0 to 1."""
    weights: defaultdict[str, float] = defaultdict(float)
    seen: Counter[str] = Counter()
    cues = gazetteer.cues
    for word in words:
        if word.kind == WORD:
            told = cues.get(word.bare) or cues.get(word.key)
            if told and seen[word.bare] < 3:
                seen[word.bare] += 1
                for country in told:
                    weights[country] += 1.0 / len(told)
    for candidate in found:
        if candidate.rejected or not _strong(candidate, gazetteer) or seen[candidate.name] >= 3:
            continue
        if candidate.kind is not None and candidate.kind.kind in _BORROWING:
            continue
        places = {entry.country for entry in candidate.entries if entry.country}
        if len(places) == 1:
            seen[candidate.name] += 1
            (country,) = places
            weights[country] += 1.2 if candidate.entries[0].level == "country" else 1.0
    if source and "saudi" in source.lower():
        weights["SAU"] += 0.3
    total = sum(weights.values())
    return {country: weight / total for country, weight in weights.items()} if total else {}


def _accept(found: list[_Candidate], countries: dict[str, float], gazetteer: Gazetteer) -> list[_Candidate]:
    """The candidates that are read as places."""
    accepted = []
    good: set[str] = set()
    for candidate in found:
        if candidate.rejected:
            continue
        doubt = gazetteer.doubt(candidate.name)
        needed = {"": 0.0, "context": 0.0, "both": 1.5, "preposition": 1.5, "kind": 2.9, "never": 9.0}[doubt]
        share = max(countries.get(entry.country, 0.0) for entry in candidate.entries)
        known = share > 0
        if doubt == "preposition" and share >= 0.25:
            needed = 1.0  # in a report on its country even a weaker preposition will do: سيطر على الباب
        if doubt in ("context", "both") and not known:
            continue
        large = max(entry.population for entry in candidate.entries) >= 100_000
        if doubt == "preposition" and not known and candidate.evidence < (1.6 if large else 2.9):
            continue  # nothing else leads there: only a large town is believed
        if not doubt and not _strong(candidate, gazetteer):
            needed = 1.5
            if not known and candidate.evidence < 2.9 and max(e.population for e in candidate.entries) < 40_000:
                continue
        if candidate.evidence >= needed or candidate.name in good:
            if candidate.evidence >= 2 and doubt != "kind":
                good.add(candidate.name)
            accepted.append(candidate)
    return accepted


def _fits(entry: Entry, kind: Kind) -> bool:
    if kind.level == entry.level or kind.kind == entry.kind:
        return True
    return kind.level in ("locality", "admin2", "region") and entry.level in ("locality", "admin2", "region")


def _choose(accepted: list[_Candidate], countries: dict[str, float]) -> None:
    """Give each candidate its place: by country, kind and containing unit; then by nearness; population last."""
    anchors: list[Entry] = []
    units: Counter[str] = Counter()
    scored: list[tuple[_Candidate, list[tuple[float, Entry]]]] = []
    for candidate in accepted:
        ranking = []
        for entry in candidate.entries:
            score = log10(entry.prominence + 1000) + 5.0 * countries.get(entry.country, 0.0) ** 0.5
            if candidate.kind is not None:
                score += 2.0 if _fits(entry, candidate.kind) else -1.0
            elif entry.level == "locality" and entry.population:
                score += 0.8  # a city rather than the unit of its name
            if entry.level == "locality" and not entry.own and entry.population < 200_000 and entry.kind != "capital":
                # A town of the new world named after a great city of the old is meant only where the report says so.
                greater = max((e for e in candidate.entries if e.level == "locality"), key=lambda e: e.population)
                if greater.country != entry.country and greater.population > 8 * max(entry.population, 20_000):
                    score -= 4.5
            if entry.level == "country":
                score += 5.0  # towns abroad that bear a country's name are hardly ever meant
            if (
                entry.level == "country"
                and entry.own
                and " " in entry.name
                and candidate.end_word - candidate.start_word == 1
            ):
                score -= 6.5  # a country that mostly goes by a longer name: سلطنة عمان, beside Jordan's عمان
            ranking.append((score, entry))
        ranking.sort(key=lambda item: -item[0])
        scored.append((candidate, ranking))
        if len(ranking) == 1 or ranking[0][0] - ranking[1][0] > 2.0 or ranking[0][1].country == ranking[1][1].country:
            anchor = ranking[0][1]
            if anchor.level != "country" and anchor.lat is not None:
                anchors.append(anchor)
            if anchor.admin1:
                units[anchor.admin1] += 1
    settled: dict[tuple[str, str], Entry] = {}
    for candidate, ranking in scored:
        if len(ranking) > 1:
            reranked = []
            for score, entry in ranking:
                near = 0.0
                if entry.lat is not None and entry.lon is not None and entry.level != "country":
                    distances = [
                        kilometres(entry.lat, entry.lon, anchor.lat, anchor.lon)
                        for anchor in anchors
                        if anchor is not entry and anchor.lat is not None and anchor.lon is not None
                    ]
                    if distances:
                        near = 1.5 * exp(-min(distances) / 80)
                if entry.admin1 and units[entry.admin1]:
                    near += 0.7
                reranked.append((score + near, entry))
            reranked.sort(key=lambda item: -item[0])
        else:
            reranked = ranking
        kind = candidate.kind.level if candidate.kind is not None else ""
        # One name is one place throughout a report, unless its kinds differ (محافظة حلب, مدينة حلب).
        chosen = settled.setdefault((candidate.name, kind), reranked[0][1])
        candidate.chosen = chosen
        candidate.others = [entry for _, entry in reranked if entry is not chosen]


def _plausible(candidate: _Candidate, countries: dict[str, float]) -> bool:
    """Whether a small place may be meant: one abroad that nothing in the report leads to is left out."""
    entry = candidate.chosen
    if entry is None:
        return False
    if not countries or entry.country in countries or not entry.country or entry.level == "country":
        return True
    if candidate.kind is not None and entry.kind not in ("capital", candidate.kind.kind):
        # A street or a village of that name, but not this one: left to be a name without a point.
        large = candidate.kind.level == "admin1" or candidate.kind.kind in ("city", "town")
        return large and entry.population >= 100_000
    if entry.own or entry.kind == "capital" or entry.level == "admin1":
        return True
    return entry.population >= (100_000 if candidate.evidence >= 1.5 else 300_000)


# --------------------------------------------------------------------------------------------------------------------
# From candidates to mentions.


def _use(document: Document, candidate: _Candidate, entry: Entry) -> str:
    """``government`` where a capital, a seat or a country stands for those who govern; else ``location``."""
    words = document.words
    if entry.kind == "seat" and entry.level == "site":
        # The White House is named for those in it, unless something is said to be near it.
        before = words[candidate.start_word - 1] if candidate.start_word else None
        beside = before is not None and before.key in _BESIDE
        palace = candidate.located and candidate.name.startswith("قصر ")
        return "location" if beside or palace else "government"
    if candidate.located:
        return "location"
    if entry.kind in ("capital", "seat"):
        return "location" if _on_a_way(words, candidate) else "government"
    if entry.level == "country":
        before = words[candidate.start_word - 1] if candidate.start_word else None
        after = words[candidate.end_word] if candidate.end_word < len(words) else None
        if (before is not None and before.tag == "VERB") or (after is not None and after.tag == "VERB"):
            return "government"
    return "location"


def _on_a_way(words: list[Word], candidate: _Candidate) -> bool:
    """Whether a name is one end of a way: من صنعاء إلى عدن, غادر صنعاء, زيارة الوزير لباريس."""
    first = candidate.start_word
    before = words[first - 1] if first else None
    if before is None:
        return False
    earlier = words[max(0, first - 7) : first]
    if before.norm == "من":
        if any(word.key in _LEAVING for word in earlier[:-1]):
            return True
        return any(word.norm in ("إلى", "الى", "نحو") for word in words[candidate.end_word : candidate.end_word + 2])
    if candidate.prefix.endswith("ل"):
        return any(word.key in _VISITING or word.bare in _VISITING for word in earlier)
    if candidate.prefix or before.tag == "ADP":
        return False
    # غادر المبعوث صنعاء: the last verb told is one of coming and going.
    last = next((word for word in reversed(earlier) if word.tag == "VERB"), None)
    return before.key in _VISITING or (last is not None and last.key in _VISITING)


def _mention(document: Document, candidate: _Candidate) -> PlaceMention:
    entry = candidate.chosen
    assert entry is not None
    words = document.words
    last = words[candidate.end_word - 1]
    alternatives: list[dict[str, object]] = [
        {"geonameid": e.geonameid, "name": e.name, "country": e.country or None, "lat": e.lat, "lon": e.lon}
        for e in candidate.others[:5]
    ]
    return PlaceMention(
        candidate.start_word,
        candidate.end_word,
        candidate.start,
        last.end,
        entry,
        entry.geonameid,
        entry.lat,
        entry.lon,
        entry.level,
        _use(document, candidate, entry),
        entry.precision,
        alternatives,
        entry.country or None,
        entry.kind,
    )


def _extend(
    document: Document, gazetteer: Gazetteer, mentions: list[PlaceMention], candidates: list[_Candidate]
) -> list[PlaceMention]:
    """Take the nouns of kinds, the directions and the adjectives that belong to a name into its span."""
    words = document.words
    out: list[PlaceMention] = []
    told: dict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        told[candidate.name].add(candidate.kind.level if candidate.kind is not None else "")
    for mention, candidate in zip(mentions, candidates, strict=True):
        kind = candidate.kind if candidate.kind_word >= 0 else None
        if _at_distance(words, mention, candidate):
            pass
        elif kind is not None and kind.joined == "joined" and mention.kind != kind.kind:
            _join(words, mention, candidate, kind, gazetteer)
        elif kind is not None and kind.joined == "unit" and not kind.several:
            # The noun belongs to the name where it tells a division from its town, or where nothing else is said.
            if "" not in told[candidate.name] if kind.level == "admin1" else "admin1" in told[candidate.name]:
                mention.start_word = candidate.kind_word
                mention.start = words[candidate.kind_word].stem_start
            if mention.level == "locality" and kind.level == "admin1":
                mention.level, mention.geonameid, mention.precision = "admin1", None, "approximate"
        elif mention.level in _AREAS and not candidate.prefix and not _in_apposition(words, out, mention):
            _direct(words, mention)
        out.append(mention)
    return out


def _in_apposition(words: list[Word], before: list[PlaceMention], mention: PlaceMention) -> bool:
    """Whether a side of a country only says where a place just told lies: مدينة منبج شمالي سوريا."""
    if not before or mention.level != "country":
        return False
    last = before[-1]
    between = words[last.end_word : mention.start_word]
    if last.level == "country" or len(between) > 4:
        return False
    return not any(word.kind == PUNCTUATION and word.text in ".؟!" for word in between)


def _suffixes(words: list[Word], mention: PlaceMention, limit: int = 2) -> int:
    """Take up to ``limit`` adjectives after a name into it; how many there were."""
    taken = 0
    while taken < limit and mention.end_word < len(words):
        word = words[mention.end_word]
        if word.kind != WORD or word.proclitics or word.key not in _SUFFIXES:
            break
        mention.end_word += 1
        mention.end = word.end
        taken += 1
    return taken


def _join(words: list[Word], mention: PlaceMention, candidate: _Candidate, kind: Kind, gazetteer: Gazetteer) -> None:
    """A place named after another (سجن حماة, ريف حماة الشمالي): its point is the other's, or near it."""
    noun = words[candidate.kind_word]
    name_end = mention.end_word
    mention.start_word, mention.start = candidate.kind_word, noun.stem_start
    taken = _suffixes(words, mention)
    entry = mention.entry
    mention.entry, mention.geonameid, mention.kind = None, None, kind.kind
    mention.level, mention.use = kind.level, "location"
    mention.precision = "approximate" if mention.lat is not None else "unknown"
    if entry is not None and entry.level in ("country", "admin1") and kind.level == "site":
        mention.precision = "admin"
        seat = gazetteer.seat(entry.admin1) if entry.admin1 else None
        if seat is not None:
            mention.lat, mention.lon = seat.lat, seat.lon
    bearing = direction(words, name_end, name_end + taken)
    if kind.kind == "countryside" and bearing is not None and mention.lat is not None and mention.lon is not None:
        mention.lat, mention.lon = shift(mention.lat, mention.lon, bearing, 25.0)


def _at_distance(words: list[Word], mention: PlaceMention, candidate: _Candidate) -> bool:
    """A point so far from a place in some direction (120 كيلومترا شمال شرق تمبكتو); whether it was one."""
    first = candidate.kind_word if candidate.kind_word >= 0 else mention.start_word
    at = first - 1
    if at >= 0 and words[at].norm == "من":
        at -= 1
    end = at + 1
    while at >= 0 and end - at <= 2 and words[at].key in BEARINGS:
        at -= 1
    bearing = direction(words, at + 1, end)
    if bearing is None or mention.lat is None or mention.lon is None:
        return False
    start = at + 1
    if at >= 0 and words[at].norm == "إلى":
        at -= 1
    length = next((factor for unit, factor in _LENGTHS if at >= 1 and words[at].key.startswith(unit)), 0.0)
    if not length or words[at - 1].kind != NUMBER:
        return False
    try:
        distance = float(words[at - 1].norm.replace(",", "")) * length
    except ValueError:
        return False
    mention.lat, mention.lon = shift(mention.lat, mention.lon, bearing, distance)
    mention.start_word, mention.start = start, words[start].stem_start
    mention.entry, mention.geonameid, mention.kind = None, None, "side"
    mention.level, mention.precision, mention.use = "region", "approximate", "location"
    return True


def _direct(words: list[Word], mention: PlaceMention) -> None:
    """A side of a large place is a place: جنوبي سوريا, شمال قطاع غزة."""
    first = mention.start_word
    while first > mention.start_word - 2 and first > 0 and words[first - 1].kind == WORD:
        word = words[first - 1]
        if word.key not in BEARINGS or word.key in _ADJECTIVES or word.key.endswith("ا"):
            break
        first -= 1
        if word.proclitics:
            break
    if first == mention.start_word or mention.lat is None or mention.lon is None:
        return
    bearing = direction(words, first, mention.start_word)
    if bearing is None:
        return
    mention.lat, mention.lon = shift(mention.lat, mention.lon, bearing, SIDE[mention.level])
    mention.start_word, mention.start = first, words[first].stem_start
    mention.entry, mention.geonameid, mention.kind = None, None, "side"
    # A side of a country is as wide as countries are: it is no named place below one.
    mention.level = "country" if mention.level == "country" else "region"
    mention.precision, mention.use = "approximate", "location"


# --------------------------------------------------------------------------------------------------------------------
# Names that no gazetteer has.


def _unknown(document: Document, gazetteer: Gazetteer, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Places told by the noun of their kind with a name that is in no table."""
    words = document.words
    taken = {index for mention in mentions for index in range(mention.start_word, mention.end_word)}
    found: list[PlaceMention] = []
    for index, word in enumerate(words[:-1]):
        if word.kind != WORD or word.enclitic or index in taken:
            continue
        kind = gazetteer.kinds.get(word.key)
        if kind is None or not kind.unknown or word.definite or word.tag in ("ADJ", "VERB"):
            continue
        if kind.kind == "road" and index and words[index - 1].norm == "عن":
            continue
        at = index + 1
        while at < len(words) and words[at].text in QUOTES:
            at += 1
        first = index if not kind.several else at
        while at < len(words):
            end = _name_end(words, at, gazetteer, taken, kind)
            if end == at:
                break
            found.append(_named(words, first, end, kind))
            taken.update(range(first, end))
            if end >= len(words) or words[end].proclitics != ("و",):
                break
            if not kind.several and not (words[end].definite and words[end].tag == "PROPN"):
                break  # مرتفعات مقيرع والميمنة: after one hill another, if it is surely a name
            first, at = end, end
    return found


def _name_end(words: list[Word], at: int, gazetteer: Gazetteer, taken: set[int], kind: Kind) -> int:
    """Where a name that begins at ``at`` ends; ``at`` where none begins."""
    word = words[at]
    if at in taken or word.kind != WORD:
        return at
    coordinated = word.proclitics == ("و",) and (kind.several or (word.definite and word.tag == "PROPN"))
    if not coordinated and word.proclitics:
        return at
    if word.key in _NAME_BEGINNINGS and at + 1 < len(words):
        following = words[at + 1]
        named = following.kind == WORD and not following.proclitics and following.key not in BEARINGS
        if named and following.key not in _NOT_NAMES:
            return at + 2
        if not word.definite:
            return at
    if word.key in gazetteer.kinds and not word.definite and not coordinated:
        return at  # مستشفى مدينة اللطامنة: the place is told by the noun after
    if (not word.definite and word.key in gazetteer.cues) or word.key in _AFTER_BODY:
        return at  # ميناء فيتنامي, دير شبيغل
    if word.key in _NOT_NAMES or word.key in gazetteer.common or len(word.stem) < 3 or word.tag == "VERB":
        return at
    if word.enclitic or not re.match("[ء-ي]", word.norm):
        return at
    if not word.definite and word.tag != "PROPN":
        # No name but what the noun is told to be: شارع مزدحم, قرية نائية; of sites hardly ever a name: سجن ناشط.
        describing = _DESCRIBING[words[at - 1].stem[-1:] == "ة" or kind.several]
        if word.tag == "ADJ" or kind.level == "site" or describing.search(word.stem):
            return at
    elif not word.definite and kind.several and word.stem.endswith(("ية", "ات", "ين", "ون")):
        return at  # مناطق ريفية
    end = at + 1
    foreign = not word.definite and word.tag == "PROPN" and not kind.several
    while end < len(words) and end - at < 4 and end not in taken and words[end].kind == WORD:
        following = words[end]
        if following.key in _SUFFIXES:
            foreign = False
        elif not foreign or not (words[end - 1].key in _PARTICLES or _goes_on(following, gazetteer)):
            break
        end += 1
    while end - at > 1 and words[end - 1].key in _PARTICLES:
        end -= 1
    return end


def _goes_on(word: Word, gazetteer: Gazetteer) -> bool:
    """Whether a word is one more of a foreign name: شلزفيك هولشتاين, جويز دي فورا."""
    if word.key in _PARTICLES:
        return True
    if word.proclitics or word.definite or word.tag != "PROPN" or word.key in BEARINGS or word.key in _PERSONS:
        return False
    return word.key not in _NOT_NAMES and word.key not in gazetteer.common and word.key not in gazetteer.kinds


def _named(words: list[Word], first: int, end: int, kind: Kind) -> PlaceMention:
    if end < len(words) and words[end].text in QUOTES and any(word.text in QUOTES for word in words[first:end]):
        end += 1  # the closing quotation mark of a name whose opening one stands inside
    return PlaceMention(
        first, end, words[first].stem_start, words[end - 1].end, None, None, None, None, kind.level, "location",
        "unknown", [], None, kind.kind,
    )  # fmt: skip


def _settle(document: Document, mentions: list[PlaceMention]) -> None:
    """Give a place without a point that of the place which contains it, or that the report has just told."""
    points: dict[int, list[PlaceMention]] = defaultdict(list)
    for mention in mentions:
        if mention.lat is not None and mention.level != "country" and mention.use == "location":
            points[document.sentence_of(mention.start_word)].append(mention)
    last: PlaceMention | None = None
    known: dict[str, PlaceMention] = {}
    for mention in mentions:
        sentence = document.sentence_of(mention.start_word)
        if mention.lat is not None:
            if mention.level != "country" and mention.use == "location":
                last = mention
            continue
        name = document.text[mention.start : mention.end]
        holder = known.get(name)
        if holder is None:
            here = points.get(sentence, [])
            after = [p for p in here if 0 <= p.start_word - mention.end_word <= 6]
            holder = min(after, key=lambda p: p.start_word, default=None)
            if holder is None:
                holder = min(here, key=lambda p: abs(p.start_word - mention.start_word), default=last)
        if holder is not None and holder.lat is not None:
            mention.lat, mention.lon, mention.country = holder.lat, holder.lon, holder.country
            mention.precision = "admin"
            known[name] = mention
