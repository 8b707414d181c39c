"""The keys that words are searched by, so that one form of a word finds the others.

A word loses what is written onto it (:mod:`masdar.arabic.clitics`) and its article, its spelling is folded
(:func:`masdar.arabic.script.key`), a form of a verb becomes that verb's past (:mod:`masdar.arabic.paradigms`), and a
noun loses its endings as in Light10, the stemmer that serves Arabic retrieval best (Larkey, Ballesteros, Connell 2007,
"Light Stemming for Arabic Information Retrieval"). Broken plurals stay apart. Text and question are cut by the same
function; the databases only compare what it gives.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from importlib.resources import files

from masdar.arabic import paradigms
from masdar.arabic.document import PUNCTUATION, Word
from masdar.arabic.words import tokenise
from masdar.knowledge.lexicon import bare

# Light10's endings in its order, with two that it lacks: the alef of the indefinite accusative (قتيلا) and the dual of
# what ends in teh marbuta. Each is taken off once where so many letters are left. Teh marbuta and alef maksura are
# folded into heh and yeh already.
_ENDINGS = {"ها": 2, "ا": 3, "تان": 2, "تين": 2, "ان": 2, "ات": 2, "ون": 2, "ين": 2, "يه": 2, "ه": 2, "ي": 2}
_NOT_A_LETTER = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 16)
def _stem(word: str, definite: bool) -> str:
    stem = (None if definite else paradigms.past(word)) or word
    for ending, left in _ENDINGS.items():
        if stem.endswith(ending) and len(stem) - len(ending) >= left:
            stem = stem[: -len(ending)]
    return stem


def word_keys(words: list[Word]) -> list[str]:
    """The search keys of words, in order; punctuation has none, and a number its digits."""
    found = []
    for word in words:
        if word.kind != PUNCTUATION:
            key = _NOT_A_LETTER.sub("", _stem(word.bare or word.key, word.definite))
            if key:
                found.append(key)
    return found


def text_keys(text: str) -> list[str]:
    """The search keys of a text's words, in order."""
    return word_keys(tokenise(text))


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """The key of a name: its words' folded spellings without article, blanks between."""
    return " ".join(filter(None, map(bare, _NOT_A_LETTER.sub(" ", name).split())))


@cache
def fingerprint() -> str:
    """Tells one way of making keys from another: a digest of the rules and tables that they are made by."""
    return digest_of("masdar.store/keys.py", "masdar.arabic/words.py", "masdar.arabic/data/paradigms.tsv")


#: What everything depends on that is made of words.
_WORDS = (
    "masdar.arabic/script.py",
    "masdar.arabic/clitics.py",
    "masdar.learning/models/clitics-known.txt",
    "masdar.learning/models/clitics-weights.tsv",
    "masdar.learning/models/clitics-words.txt",
)


def digest_of(*parts: str) -> str:
    """Tells one state of these files (package/path), and of those that words are cut by, from another."""
    digest = hashlib.sha256()
    for part in (*parts, *_WORDS):
        package, _, path = part.partition("/")
        digest.update(files(package).joinpath(path).read_bytes())
    return digest.hexdigest()[:16]


# --- what a person asks for -------------------------------------------------------------------------------------------

_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')


def terms(asked: str) -> list[list[tuple[bool, tuple[str, ...]]]]:
    """What is asked for, as alternatives (``|`` or ``OR`` between them) of terms that must all hold.

    A term is whether it is wanted (or, after ``-``, unwanted) and its keys, which must stand one after the other:
    words in quotation marks, or a word that has several (من_أجل).
    """
    found: list[list[tuple[bool, tuple[str, ...]]]] = [[]]
    for match in _TERM.finditer(asked.replace("”", '"').replace("“", '"').replace("«", '"').replace("»", '"')):
        written = match["quoted"] if match["quoted"] is not None else match["bare"]
        if match["quoted"] is None and written in ("|", "OR"):
            found.append([])
            continue
        keys = tuple(text_keys(written))
        if keys:
            found[-1].append((not match["minus"], keys))
    return [one for one in found if any(wanted for wanted, _ in one)]


def fts5(alternatives: list[list[tuple[bool, tuple[str, ...]]]]) -> str:
    """The question as SQLite's FTS5 has it."""
    parts = []
    for all_of in alternatives:
        wanted = " AND ".join(_fts5_phrase(keys) for yes, keys in all_of if yes)
        unwanted = " OR ".join(_fts5_phrase(keys) for yes, keys in all_of if not yes)
        parts.append(f"(({wanted}) NOT ({unwanted}))" if unwanted else f"({wanted})")
    return " OR ".join(parts)


def _fts5_phrase(keys: tuple[str, ...]) -> str:
    return '"' + " ".join(keys) + '"'


def tsquery(alternatives: list[list[tuple[bool, tuple[str, ...]]]]) -> str:
    """The question as PostgreSQL's tsquery."""
    return " | ".join(
        "(" + " & ".join(("" if yes else "!") + _ts_phrase(keys) for yes, keys in all_of) + ")"
        for all_of in alternatives
    )


def _ts_phrase(keys: tuple[str, ...]) -> str:
    return "(" + " <-> ".join(f"'{key}'" for key in keys) + ")"


_MOST_POSITIONS = 16383  # of one tsvector; later words are found, but not as parts of a phrase


def tsvector(keys: list[str]) -> str:
    """Keys and their positions as PostgreSQL's tsvector is written."""
    places: dict[str, list[str]] = {}
    for position, key in enumerate(keys, 1):
        places.setdefault(key, []).append(str(min(position, _MOST_POSITIONS)))
    # No word keeps more than 256 positions.
    return " ".join(f"'{key}':{','.join(at[:256])}" for key, at in places.items())
