"""Tokens: what is one word, where it stands, and where its stem stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masdar.arabic import analyse
from masdar.arabic.document import NUMBER, PUNCTUATION, WORD
from masdar.arabic.words import tokenise


def texts(text: str) -> list[str]:
    return [word.text for word in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("قال الوزير، أمس.", ["قال", "الوزير", "،", "أمس", "."]),
        ("قُتِلَ ثـلاثة", ["قُتِلَ", "ثـلاثة"]),  # vowel signs and tatweel stay inside
        ("#قوات_النظام تقصف", ["قوات", "النظام", "تقصف"]),  # a hashtag's marks are no words
        ("عام ٢٠١٨ و2019", ["عام", "٢٠١٨", "و", "2019"]),  # a conjunction before digits
        ("1,500 و1.5 و12/8/2018 و10:30", ["1,500", "و", "1.5", "و", "12/8/2018", "و", "10:30"]),
        ("50%", ["50", "%"]),
        ("8-12", ["8", "-", "12"]),
        ("انتهى في 2018.", ["انتهى", "في", "2018", "."]),  # a full stop after digits
        ("\u200fالجيش\u200f قال", ["الجيش", "قال"]),  # direction marks outside
        ("مي\u200cدان", ["مي\u200cدان"]),  # a joiner inside
        ("شبكة CNN وطائرة F16", ["شبكة", "CNN", "وطائرة", "F16"]),
        ("1440 هـ", ["1440", "هـ"]),
        ("انظر https://example.org/a?b=1، ثم", ["انظر", "https://example.org/a?b=1", "،", "ثم"]),
        ("...", [".", ".", "."]),
        ("سوريا.,\nوقال", ["سوريا", ".", ",", "وقال"]),
        ("", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert texts(text) == tokens


def test_kinds_and_norms() -> None:
    words = tokenise("قُتِل ١٢ جندياً!")
    assert [word.kind for word in words] == [WORD, NUMBER, WORD, PUNCTUATION]
    assert [word.norm for word in words] == ["قتل", "12", "جنديا", "!"]


def test_hashtag_words_are_flagged() -> None:
    words = tokenise("في #خان_شيخون، اليوم")
    assert [(word.text, word.hashtag) for word in words] == [
        ("في", False),
        ("خان", True),
        ("شيخون", True),
        ("،", False),
        ("اليوم", False),
    ]


@pytest.mark.parametrize(
    ("text", "proclitics", "stem", "enclitic", "shown"),
    [
        ("لمواقعهم", ("ل",), "مواقع", "هم", "مواقع"),
        ("بِقُوَّاتِهِم", ("ب",), "قوات", "هم", "قُوَّاتِ"),  # offsets go around the vowel signs
        ("للجيش", ("ل",), "الجيش", "", "للجيش"),  # the article's alef is not written
        ("وللجيش", ("و", "ل"), "الجيش", "", "للجيش"),
        ("الجيش", (), "الجيش", "", "الجيش"),
        ("وزير", (), "وزير", "", "وزير"),
    ],
)
def test_clitics(text: str, proclitics: tuple[str, ...], stem: str, enclitic: str, shown: str) -> None:
    (word,) = tokenise(text)
    assert (word.proclitics, word.stem, word.enclitic) == (proclitics, stem, enclitic)
    assert text[word.stem_start : word.stem_end] == shown


ODD = 'قال|وقواتهم|#هجوم_جديد|َُِ|ـ|12|٣٫٥|1,500|.,|"|«|(|\n| |\u200f|CNN|%|😀'.split("|")
PIECES = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=3),
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_offsets_are_exact_whatever_the_text(text: str) -> None:
    document = analyse(text)
    end = 0
    for index, word in enumerate(document.words):
        assert word.index == index
        assert text[word.start : word.end] == word.text != ""
        assert end <= word.start <= word.stem_start <= word.stem_end <= word.end
        end = word.end
    # Sentences make up the text, and clauses each sentence.
    flat = [place for sentence in document.sentences for place in range(sentence.start, sentence.end)]
    assert flat == list(range(len(document.words)))
    for sentence in document.sentences:
        assert [place for start, stop in sentence.clauses for place in range(start, stop)] == list(
            range(sentence.start, sentence.end)
        )
