"""Whether a text is Arabic at all.

The coder knows Arabic only. What is in another language, or in another language of the Arabic script, must be told and
not coded: it would give records that look right and mean nothing. The test is cheap because every report passes it.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4_000
_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
# Letters of other languages in Arabic script. Persian kaf and yeh are left out: Arabic is often typed with them.
_FOREIGN = re.compile("[پچژگٹڈڑںےھہەێۆڵڕېۍټډړښڼګ]")
# The commonest short words of each language that the others do not have.
_PERSIAN = frozenset("از به که را این است با برای آن می شد کرد شده بود های اند نیز هم خود یک بر تا".split(" "))
_URDU = frozenset("کے کی ہے میں اور کا سے نے کو پر یہ ہیں کہ اس بھی تھا ایک نہیں گیا کر".split(" "))
_ARABIC_WORDS = frozenset(
    "في من على إلى الى عن أن ان إن التي الذي مع هذا هذه بعد قبل بين قال كما لا ما لم كان كانت أو ثم حتى وقد".split()
)
_FUNCTION_WORDS = {"Persian": _PERSIAN, "Urdu": _URDU}
# Words with the article and the two commonest prepositions: a third of the words of Arabic news, none of any other
# language. A text where they are a fifth needs no further test.
_SURE = re.compile(r"(?<!\w)(?:[وفبك]?ال\w\w|[وف]?لل\w|في\b|من\b)")
_ARTICLE = re.compile("(?:[وفبك]?ال|[وف]?لل)..")
_FOLD = str.maketrans("كيى", "کیی")


def foreign(text: str) -> str | None:
    """What the text is in, if not in Arabic: ``"not in Arabic"``, ``"in Persian"``, …; None for Arabic."""
    sample = text[:_SAMPLE]
    if len(_SURE.findall(sample)) > 0.2 * (len(sample.split()) + 1):
        return None
    letters = len(_LETTER.findall(sample))
    if not letters:
        return "without a single word"
    arabic = len(_ARABIC.findall(sample))
    if arabic < 0.5 * letters:
        return "not in Arabic" if arabic < 0.1 * letters else "mostly not in Arabic"
    words = _WORD.findall(sample)
    own = sum(word in _ARABIC_WORDS or _ARTICLE.match(word) is not None for word in words)
    folded = [word.translate(_FOLD) for word in words]
    hits = {name: sum(word in known for word in folded) for name, known in _FUNCTION_WORDS.items()}
    name = max(hits, key=lambda language: hits[language])
    if hits[name] >= 2 and hits[name] > own and hits[name] > 0.08 * len(words):
        return f"in {name}, not in Arabic"
    if len(words) >= 8 and own < 0.06 * len(words) and len(_FOREIGN.findall(sample)) > 0.025 * arabic:
        return "in another language of the Arabic script, not in Arabic"
    return None
