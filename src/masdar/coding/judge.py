"""What is learned: how much each sign in a text speaks for and against a decision.

A judge is one logistic model a question (is this word an event? do these two words tell the same one? is this mention
its doer?). Its features are strings that a person can read, its weights stand in one JSON file, and a decision is the
sum of a few of them, so what was decided can be explained. Trained by :mod:`masdar.learning.judge`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MODELS = Path(__file__).parent.parent / "learning" / "models" / "judge.json"


@dataclass(frozen=True, slots=True)
class Question:
    """One logistic model: the weights of its features, its bias, and the probability from which it says yes."""

    weights: dict[str, float]
    bias: float
    threshold: float

    def probability(self, features: Iterable[str]) -> float:
        """How likely the answer is yes, 0 to 1."""
        get = self.weights.get
        total = self.bias
        for feature in features:
            total += get(feature, 0.0)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Judge:
    """All questions by name; ``status`` questions are named ``status:future`` and so on."""

    questions: dict[str, Question]

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
