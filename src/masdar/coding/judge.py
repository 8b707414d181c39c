"""What is learned: how much each sign in a text speaks for and against a decision.

A judge is one logistic model a question (is this word an event? do these two words tell the same one? is this mention
its doer?). Its features are strings that a person can read, its weights stand in one JSON file, and a decision is the
sum of a few of them, so what was decided can be explained. Trained by :mod:`masdar.learning.judge`.

Most features of an event and a candidate are made of the same few facts, which come again and again: those are handed
over as a group, spelled out and summed up the first time only.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any

MODELS = Path(__file__).parent.parent / "learning" / "models" / "judge.json"
KEPT = 1 << 16  # groups whose sums are kept
PLACES = 32  # bits for the sum of one question's weights, in thousandths

#: Features that the same facts make: the function that spells them out, then the facts, which are its arguments.
Group = tuple[Any, ...]
#: One feature, or a group of them.
Sign = str | Group


def spell(signs: Iterable[Sign]) -> list[str]:
    """The features one by one, those of groups spelled out."""
    found: list[str] = []
    for sign in signs:
        if isinstance(sign, str):
            found.append(sign)
        else:
            found += sign[0](*sign[1:])
    return found


@dataclass(frozen=True, slots=True)
class Question:
    """One logistic model: the weights of its features, its bias, and the probability from which it says yes."""

    weights: dict[str, float]
    bias: float
    threshold: float

    def probability(self, features: Iterable[str], weight: float = 0.0) -> float:
        """How likely the answer is yes, 0 to 1; ``weight`` is that of features that have been summed up before."""
        # Added up exactly, so that the order of the features does not matter.
        total = math.fsum(map(self.weights.get, features, repeat(0.0))) + weight + self.bias
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


class Joint:
    """Several questions that look at the same features, so that each feature is looked up once for all of them.

    A feature's weights for all the questions stand side by side in one whole number, :data:`PLACES` bits and
    thousandths for each, as the file has them. So adding up a feature is one addition, exact in any order, and reads
    one object: most of the time goes into fetching weights from all over the memory.
    """

    def __init__(self, questions: Sequence[Question]) -> None:
        self._shifts = [PLACES * number for number in range(len(questions))]
        rows: dict[str, int] = {}
        for shift, question in zip(self._shifts, questions, strict=True):
            for feature, weight in question.weights.items():
                rows[feature] = rows.get(feature, 0) + (round(weight * 1000) << shift)
        self._rows = rows
        self._of_group = lru_cache(maxsize=KEPT)(lambda group: self._total(group[0](*group[1:])))
        self._raised = sum(1 << shift + PLACES - 1 for shift in self._shifts)  # no part is negative with this added

    def _total(self, signs: Iterable[Sign]) -> int:
        known, of_group = self._rows.get, self._of_group
        return sum([known(sign, 0) if sign.__class__ is str else of_group(sign) for sign in signs])

    def sums(self, signs: Iterable[Sign]) -> list[float]:
        """What the weights of the features come to for each question."""
        total = self._total(signs) + self._raised
        return [((total >> shift & (1 << PLACES) - 1) - (1 << PLACES - 1)) / 1000 for shift in self._shifts]


@dataclass(frozen=True, slots=True)
class Judge:
    """All questions by name; ``status`` questions are named ``status:future`` and so on."""

    questions: dict[str, Question]
    joined: dict[tuple[str, ...], Joint] = field(default_factory=dict, compare=False, repr=False)

    def joint(self, *names: str) -> Joint:
        """Some questions taken together."""
        if names not in self.joined:
            self.joined[names] = Joint([self.questions[name] for name in names])
        return self.joined[names]

    @classmethod
    @cache
    def load(cls, path: Path = MODELS) -> Judge:
        """Read the weights.

        :raises FileNotFoundError: where the file is missing, which is a broken installation.
        """
        with path.open(encoding="utf-8") as file:
            data = json.load(file)
        return cls(
            {
                name: Question(question["weights"], question["bias"], question["threshold"])
                for name, question in data["questions"].items()
            }
        )

    def __getitem__(self, name: str) -> Question:
        return self.questions[name]
