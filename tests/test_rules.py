"""Rules of roles, sources and counts: what they say of a sentence before anything is weighed."""

from __future__ import annotations

import pytest

from masdar.coding.coder import Coder
from masdar.coding.counts import TollReader
from masdar.coding.decide import Decider
from masdar.coding.draft import ActMention, Draft


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def roles(coder: Coder, text: str, word: str) -> tuple[list[str], list[str]]:
    """Those whom the rules give the parts of the act that a word tells."""
    draft: Draft = coder.prepare(text)[0]
    act: ActMention = next(act for act in draft.acts if draft.document.words[act.word].stem == word)
    return (
        [text[a.mention.start : a.mention.end] for a in act.actors],
        [text[a.mention.start : a.mention.end] for a in act.recipients],
    )


@pytest.mark.parametrize(
    ("text", "word", "actors", "recipients"),
    [
        # the name between commas is the subject's, the object stands behind it
        ("هدد الرئيس الفرنسي، إيمانويل ماكرون، إيران بعقوبات جديدة.", "هدد", ["إيمانويل ماكرون"], ["إيران"]),
        ("اغتال القيادي في الحركة، أبو خالد، خمسة جنود.", "اغتال", None, ["خمسة جنود"]),
        # the title between commas behind the name
        ("قصف سيرغي لافروف، وزير الخارجية الروسي، مواقع المسلحين.", "قصف", ["سيرغي لافروف"], ["مواقع المسلحين"]),
        # the light verb in the relative clause of its noun
        ("وأدى هجوم نفذه مسلحون على نقطة تفتيش إلى مقتل جنديين.", "هجوم", ["مسلحون"], None),
        # who comes on a visit makes it
        (
            "وصل وزير الدفاع الإيراني، العميد سعيد كريمي، إلى دمشق في زيارة تستمر يومين.",
            "زيارة",
            ["العميد سعيد كريمي"],
            None,
        ),
        # a verb that needs an object and has none is a passive
        ("اعتقل الناشط سمير حداد في القاهرة عام 2014.", "اعتقل", [], ["الناشط سمير حداد"]),
        # a verb of speech is none
        ("حذر مندوب روسيا من التصعيد.", "حذر", ["مندوب روسيا"], []),
        # whose bullets they were
        ("استشهد ثلاثة متظاهرين وقتل رابع برصاص القوات الإسرائيلية.", "قتل", ["القوات الإسرائيلية"], None),
        # a preposition that has its pronoun governs nothing behind it
        ("وصدر بيان طالبت فيه الولايات المتحدة روسيا بوقف القصف.", "طالبت", ["الولايات المتحدة"], ["روسيا"]),
        # خبراء ends like a feminine and is none
        ("واتهم خبراء في المنظمة الحكومة بقصف المدينة.", "اتهم", ["خبراء"], ["الحكومة"]),
    ],
)
def test_roles_by_rule(
    coder: Coder, text: str, word: str, actors: list[str] | None, recipients: list[str] | None
) -> None:
    found = roles(coder, text, word)
    assert actors is None or found[0] == actors
    assert recipients is None or found[1] == recipients


def test_a_dateline_is_no_part_of_the_sentence(coder: Coder) -> None:
    text = "دبي، الإمارات العربية المتحدة (CNN)-- قال وزير الدفاع الفرنسي إن بلاده قصفت مواقع المسلحين."
    draft, _ = coder.prepare(text)
    assert [text[c.speaker.mention.start : c.speaker.mention.end] for c in draft.claims if c.speaker] == [
        "وزير الدفاع الفرنسي"
    ]


def test_the_name_of_an_agency_is_no_hearsay(coder: Coder) -> None:
    draft, _ = coder.prepare("ذكرت وكالة الأنباء السورية أن الجيش قصف القرية.")
    assert all(claim.content != "hearsay" for claim in draft.claims)


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("وقال القائد: ستدفعون الثمن غاليا وسنهدد مصالحكم.", "THREATEN", "actual"),  # the threat itself is uttered
        ("وقال الرئيس إنه لن يقبل بالاتفاق.", "REJECT", "actual"),  # nor is a refusal one that was not made
    ],
)
def test_what_is_uttered_is_told_whatever_its_own_particle(coder: Coder, text: str, kind: str, status: str) -> None:
    draft, _ = coder.prepare(text, published="2018-05-20")
    acts = [act for act in draft.acts if act.type == kind]
    assert all(act.status == status for act in acts)


def decided(coder: Coder, text: str) -> tuple[Decider, list[ActMention]]:
    draft, around = coder.prepare(text, published="2018-05-20")
    decider = coder.decider(draft, around)
    return decider, decider.events()


def test_one_who_speaks_twice_is_one_teller(coder: Coder) -> None:
    text = "قصف الجيش القرية، بحسب مصادر عسكرية. وقالت المصادر إن القصف أوقع خمسة قتلى في القرية."
    decider, events = decided(coder, text)
    for event in events:
        tellers = [teller.mention for _, teller in decider.tellers(event)]
        assert len(tellers) == len({id(mention) for mention in tellers}) <= 1


def test_places_are_looked_for_around_every_word_that_tells_an_event(coder: Coder) -> None:
    text = (
        "هز انفجار كبير السوق صباح الأحد. وهرعت سيارات الإسعاف. ونقل المصابون. وأغلقت الطرق. وتوقف العمل."
        " ووقع الانفجار في مدينة تعز."
    )
    decider, _ = decided(coder, text)
    blasts = [act for act in decider.draft.acts if "انفجار" in decider.draft.document.words[act.word].stem]
    assert len(blasts) == 2
    event = decider.merge(blasts, blasts[0])
    assert [text[place.start : place.end] for _, place, _ in decider.places(event)] == ["تعز"]


def test_the_only_one_killed_is_counted(coder: Coder) -> None:
    text = "اغتال مسلحون القيادي سمير حداد في تعز."
    draft, _ = coder.prepare(text)
    act = next(act for act in draft.acts if draft.document.words[act.word].stem == "اغتال")
    act.recipients = act.recipients[:1]
    toll = TollReader(coder.lexicon).lone(draft, act)
    assert toll is not None
    assert (toll.key, toll.low, toll.high) == ("killed", 1, 1)
