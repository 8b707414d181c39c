"""Where an act happened: which of the places told are its own, and in which part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masdar.coding.draft import ActMention, Draft

if TYPE_CHECKING:
    from masdar.coding.placing import PlaceMention

REACH = 25
# Acts of force happen somewhere; what is said is rarely tied to a place.
_LOCAL = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "PROTEST", "SANCTION", "AID", "CONSULT", "AGREE"))
_DIRECTIONS = {
    "الى": "destination",
    "إلى": "destination",
    "نحو": "destination",
    "باتجاه": "destination",
    "صوب": "destination",
    "من": "origin",
}
_MOVING = frozenset(("MOBILIZE", "RETREAT"))


def place_acts(draft: Draft) -> None:
    """Fill the places of every act."""
    document = draft.document
    for act in draft.acts:
        sentence = document.sentences[document.sentence_of(act.word)]
        near = [p for p in draft.places if sentence.start <= p.start_word < sentence.end and _local(p)]
        chosen = _own(draft, act, near)
        if not chosen and act.type in _LOCAL:
            chosen = _of_context(draft, act)
        act.places = chosen


def _local(place: PlaceMention) -> bool:
    return (place.use != "government" and place.level is not None) or (
        place.geonameid is None and place.use != "government"
    )


def preposition_before(draft: Draft, place: PlaceMention) -> str:
    """The preposition that a place name stands behind, "" if none."""
    words = draft.document.words
    first = words[place.start_word]
    for clitic in reversed(first.proclitics):
        if clitic in ("ب", "ل"):
            return clitic
    if place.start_word:
        before = words[place.start_word - 1]
        if before.kind == "word":
            return before.norm if not before.proclitics else before.stem
    return ""


def role_of(draft: Draft, act: ActMention, place: PlaceMention) -> tuple[str, str]:
    """The preposition before a place, and whether that makes it the act's location, origin or destination."""
    preposition = preposition_before(draft, place)
    folded = preposition.replace("إ", "ا").replace("ى", "ي")
    marks = dict(act.act.marks)
    marked = marks.get(folded) or marks.get(preposition)
    if marked in ("origin", "destination"):
        return preposition, marked
    if act.type in _MOVING and preposition in _DIRECTIONS:
        return preposition, _DIRECTIONS[preposition]
    return preposition, "location"


def _own(draft: Draft, act: ActMention, near: list[PlaceMention]) -> list[tuple[PlaceMention, str, str]]:
    words = draft.document.words
    marks = dict(act.act.marks)
    ranked: list[tuple[float, PlaceMention, str, str]] = []
    argument_words = {
        at
        for a in (*act.actors, *act.recipients)
        if a.mention.kind in ("country", "capital")
        for at in range(a.mention.start_word, a.mention.end_word)
    }
    for place in near:
        if place.start_word in argument_words:
            continue
        preposition = preposition_before(draft, place)
        role, rule = "location", "nearest place of the sentence"
        folded = preposition.replace("إ", "ا").replace("ى", "ي")
        marked = marks.get(folded) or marks.get(preposition)
        if marked in ("origin", "destination", "location", "place"):
            role, rule = ("location" if marked == "place" else marked), f"after {preposition}"
        elif act.type in _MOVING and preposition in _DIRECTIONS:
            role, rule = _DIRECTIONS[preposition], f"after {preposition}"
        distance = place.start_word - act.word
        cost = float(distance if distance > 0 else -distance + 3)
        if any(w.tag == "VERB" for w in words[min(act.word, place.start_word) + 1 : max(act.word, place.start_word)]):
            cost += 6
        if (
            preposition not in ("في", "ب", "من", "إلى", "على", "قرب", "داخل", "شمال", "جنوب", "شرق", "غرب")
            and not marked
        ):
            cost += 4
        if place.level == "country":
            cost += 8
        ranked.append((cost, place, role, rule))
    ranked.sort(key=lambda item: item[0])
    chosen: list[tuple[PlaceMention, str, str]] = []
    for cost, place, role, rule in ranked:
        if cost > REACH:
            break
        if any(other_role == role for _, other_role, _ in chosen):
            continue
        if chosen and role == "location":
            continue
        chosen.append((place, role, rule))
        if role == "location":
            break
    return chosen


def _of_context(draft: Draft, act: ActMention) -> list[tuple[PlaceMention, str, str]]:
    """The place of the act told before, where the act's own sentence names none."""
    if act.type not in ("ASSAULT", "COERCE", "PROTEST"):
        return []
    for other in reversed(draft.acts):
        if other.word < act.word and other.places and other.type == act.type:
            place, role, _ = other.places[0]
            if role == "location":
                return [(place, role, "place of the act before")]
    return []
