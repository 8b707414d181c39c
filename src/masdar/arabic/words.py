"""From text to words: what is one token, and what is written onto it.

Arabic runs conjunctions, prepositions and pronouns into the word they stand by, and news adds hashtags, vowel signs,
direction marks, two kinds of digits and Latin names. Every later stage counts in the tokens made here, and shows its
evidence by their offsets, so the one promise of this module is that ``text[word.start:word.end] == word.text``
whatever the text holds.
"""

from __future__ import annotations

import re
from functools import lru_cache

from masdar.arabic.clitics import ARTICLE, split
from masdar.arabic.document import NUMBER, PUNCTUATION, WORD, Word
from masdar.arabic.script import COMPOSED, INVISIBLE, TATWEEL, VOWEL_SIGNS, key, normalise, normalise_with_offsets

_DIGIT = "0-9\N{ARABIC-INDIC DIGIT ZERO}-\N{ARABIC-INDIC DIGIT NINE}"
_DIGIT += "\N{EXTENDED ARABIC-INDIC DIGIT ZERO}-\N{EXTENDED ARABIC-INDIC DIGIT NINE}"
_JOIN = ".,/:\N{ARABIC DECIMAL SEPARATOR}\N{ARABIC THOUSANDS SEPARATOR}"  # what may stand between two digits
_MARK = re.escape(VOWEL_SIGNS + "".join(sorted({pair[1] for pair in COMPOSED})))
_SILENT = re.escape(INVISIBLE)
_ARABIC = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)

# A token is the first of these that matches. Within a word of Arabic an invisible character or tatweel may stand
# anywhere; after its last letter only what is written onto that letter belongs to it (the tatweel of ``1440 هـ``).
_TOKEN = re.compile(
    rf"""
    \s* (?:
    (?P<arabic> [{_ARABIC}]+(?:[{_MARK}{TATWEEL}{_SILENT}]+[{_ARABIC}]+)*[{_MARK}{TATWEEL}]* )
    | (?P<address> (?:https?://|www\.)[^\s"'<>«»“”()،؛]*[\w/]
                 | [A-Za-z0-9._+-]{{1,64}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z]+)+
                 | [A-Za-z][A-Za-z0-9-]{{0,62}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,4}}
                   \.(?:com|net|org|info|tv|sy|sa|ae|eg)\b )
    | (?P<number> [{_DIGIT}]+ (?: [{_JOIN}][{_DIGIT}]+ | ،[{_DIGIT}]{{3}}(?![{_DIGIT}]) )* )
    | (?P<other> [^\W\d_{_ARABIC}] (?: [^\W_{_ARABIC}{_MARK}] | ['’.&-](?=[^\W\d_{_ARABIC}]) )* )
    | (?P<skipped> [\s_\#{_SILENT}{_MARK}] )
    | (?P<dash> {TATWEEL}+ )
    | (?P<mark> . )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_HASHTAG = re.compile(rf"[#\N{{FULLWIDTH NUMBER SIGN}}](?:[\w{_MARK}{TATWEEL}]|[{_SILENT}](?=\w))+")


#: The key of a stem, whether it carries the article, the key without it, and that of the whole word.
_Keys = tuple[str, bool, str, str]


@lru_cache(maxsize=1 << 17)
def _taken_apart(surface: str) -> tuple[str, tuple[str, ...], str, str, int, int, _Keys]:
    """Light form, proclitics, stem and enclitic of a word as written, start and end of the stem in it, and its keys."""
    norm = normalise(surface)
    parts = split(norm)
    before = len("".join(parts.proclitics))
    if before and parts.proclitics[-1] == "ل" and parts.stem.startswith("ال") and not norm.startswith("ال", before):
        # للجيش: the preposition has swallowed the alef of the article, so no letter of its own can be cut off.
        before -= 1
    after = len(parts.enclitic)
    if before + after >= len(norm):
        before = after = 0
    start, end = before, len(surface) - after
    if norm != surface and (before or after):
        _, offsets = normalise_with_offsets(surface)
        start = offsets[before] if before else 0
        end = offsets[len(norm) - after] if after else len(surface)
    return norm, parts.proclitics, parts.stem, parts.enclitic, start, end, _keys(parts.stem, norm)


def _keys(stem: str, norm: str) -> _Keys:
    folded, definite = key(stem), stem.startswith(ARTICLE) and len(stem) > 3
    return folded, definite, folded[2:] if definite else folded, key(norm)


@lru_cache(maxsize=1 << 12)
def _mark(group: str, surface: str) -> tuple[str, str, _Keys]:
    """Light form, kind and keys of what is no word of Arabic."""
    norm = "-" if group == "dash" else normalise(surface)
    kind = NUMBER if group == "number" else PUNCTUATION if group in ("mark", "dash") else WORD
    return norm, kind, _keys(norm, norm)


def tokenise(text: str) -> list[Word]:
    """The words, numbers and punctuation marks of a text, clitics told apart.

    Each punctuation mark is a word of its own. White space, invisible characters and the ``#`` and ``_`` of hashtags
    are no words. Numbers keep their separators (``1,500``, ``12/8/2018``, ``10:30``) and have their ``norm`` in ASCII
    digits. An address of the Web or of mail is one word.
    """
    tagged = [match.span() for match in _HASHTAG.finditer(text)] if "#" in text or "＃" in text else []
    words: list[Word] = []
    for match in _TOKEN.finditer(text):
        group = match.lastgroup or ""
        if group == "skipped":
            continue
        start, end = match.span(group)
        surface = text[start:end]
        index = len(words)
        if group == "arabic":
            norm, proclitics, stem, enclitic, before, after, keys = _taken_apart(surface)
            word = Word(
                index,
                start,
                end,
                surface,
                norm,
                WORD,
                proclitics,
                stem,
                enclitic,
                start + before,
                start + after,
                *keys,
            )
        else:
            norm, kind, keys = _mark(group, surface)
            word = Word(index, start, end, surface, norm, kind, (), norm, "", start, end, *keys)
        words.append(word)
    if tagged:
        spans = iter(tagged)
        first, last = next(spans)
        for word in words:
            while word.start >= last:
                first, last = next(spans, (len(text) + 1, len(text) + 1))
            word.hashtag = word.start >= first and word.kind != PUNCTUATION
    return words
