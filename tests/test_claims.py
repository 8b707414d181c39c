"""Claims: who speaks, by which words he is given, and what he is given as the source of."""

from __future__ import annotations

import pytest

from masdar.coding.coder import Coder
from masdar.coding.draft import Draft


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def told(coder: Coder, text: str) -> list[tuple[str, str, list[str]]]:
    """Marker, speaker and carriers of each claim."""
    draft: Draft = coder.prepare(text)[0]
    return [
        (
            draft.document.words[claim.marker].stem,
            text[claim.speaker.mention.start : claim.speaker.mention.end] if claim.speaker else "",
            [text[carrier.mention.start : carrier.mention.end] for carrier in claim.carriers],
        )
        for claim in draft.claims
    ]


def speakers(coder: Coder, text: str) -> list[str]:
    return [speaker for _, speaker, _ in told(coder, text)]


def test_unnamed_spokesperson_is_given_with_the_body(coder: Coder) -> None:
    # متحدث باسم: the prepositional phrase belongs to the speaker's description
    assert speakers(coder, "وقال متحدث باسم الشرطة البلدية، إنها أوقفت رجلين.") == ["متحدث باسم الشرطة البلدية"]


def test_name_in_apposition_after_the_body(coder: Coder) -> None:
    # title, body, comma, name: the name is preferred
    text = "وأعلنت المتحدثة باسم وزارة الدفاع الكندية، ليلى سمير، أن الجيش قصف المدينة."
    assert speakers(coder, text) == ["ليلى سمير"]


def test_agency_quoting_somebody_carries(coder: Coder) -> None:
    # نقلت الوكالة عن X inside an according phrase: X speaks, the agency carries
    (claim,) = told(coder, "قصف الجيش القرية، بحسب ما نقلت وكالة رويترز عن الناطق باسم الجيش.")
    assert claim[1] == "الناطق باسم الجيش"
    assert claim[2] == ["وكالة رويترز"]


def test_participle_of_first_form_carries_on(coder: Coder) -> None:
    # قائلة: a participle that does not begin with م
    text = "فرضت قوات سوريا الديمقراطية حظر تجول، وأعلنت حالة طوارئ، قائلة إن مسلحين تسللوا إلى المدينة."
    assert "قوات سوريا الديمقراطية" in speakers(coder, text)


def test_mention_ends_before_the_quotation(coder: Coder) -> None:
    # the agency's name must not run into what is quoted right after it
    (claim,) = told(coder, 'قال حاكم المدينة لوكالة الأنباء الفرنسية "أوقفنا أربعة أشخاص".')
    assert claim[1] == "حاكم المدينة"
    assert claim[2] in ([], ["وكالة الأنباء الفرنسية"])


def test_hearsay(coder: Coder) -> None:
    # أنباء عن: nobody is named who says it
    assert speakers(coder, "تأجل اللقاء وسط أنباء عن قصف المدينة.") == ["أنباء"]


def test_saying_without_content_is_no_claim(coder: Coder) -> None:
    # a verb of saying that is followed by nothing said
    assert speakers(coder, "تحدث الوزير في القاعة طويلا.") == []


def test_understood_speaker_agrees(coder: Coder) -> None:
    # وأضافت after a man's claim goes back to the woman who spoke before him
    text = "قالت الوزيرة ليلى سمير إن الجيش تقدم. وقال الرئيس كمال نادر إن الهجوم فشل. وأضافت أن القصف توقف."
    assert speakers(coder, text)[-1] == "الوزيرة ليلى سمير"
