"""What the judge weighs when it codes is what it was taught: the same features, in groups or one by one."""

from __future__ import annotations

import pytest

from masdar import Coder
from masdar.coding.decide import ROLE_QUESTIONS
from masdar.coding.features import Pair, Scene, of_both_roles, of_one_role, of_rank, of_role
from masdar.coding.judge import Joint, Question, Sign, spell

TEXT = (
    "قال المتحدث باسم الجيش اليمني عبده مجلي إن القوات الحكومية شنت هجوما على مواقع الحوثيين في تعز صباح الأحد. "
    "وأضاف أن المسلحين ردوا بقصف حي سكني وقتلوا خمسة مدنيين. واتهمت جماعة الحوثي التحالف بقيادة السعودية بقصف المدينة."
)


def _pair(one: str, other: str) -> list[str]:
    return [f"{one}+{other}", f"first={one}"]


def weight(question: Question, features: list[str]) -> float:
    return sum(question.weights.get(feature, 0.0) for feature in features)


def test_groups_weigh_as_their_features_for_every_question() -> None:
    one = Question({"a+b": 0.125, "first=a": -2.5, "alone": 30.001}, 0.5, 0.5)
    other = Question({"a+b": -0.001, "first=c": 7.0}, -1.0, 0.5)
    joint = Joint([one, other])
    groups: list[list[Sign]] = [
        [(_pair, "a", "b"), "alone"],
        [(_pair, "c", "b")],
        [(_pair, "a", "b"), (_pair, "a", "b")],
        ["unknown"],
        [],
    ]
    for signs in groups:
        spelled = spell(signs)
        assert joint.sums(signs) == joint.sums(spelled)
        assert joint.sums(signs) == pytest.approx([weight(one, spelled), weight(other, spelled)], abs=1e-9)


def test_roles_are_taught_by_the_features_they_are_weighed_by() -> None:
    coder = Coder()
    draft, around = coder.prepare(TEXT, published="2018-08-27")
    decider = coder.decider(draft, around)
    joint = coder.judge.joint(*ROLE_QUESTIONS)
    weighed = 0
    for event in decider.events():
        scene = Scene(around, event)
        others = [argument.mention for argument in event.recipients]
        for candidate in decider.candidates(event):
            rules, rank, nth = candidate.rules, candidate.rank, candidate.nth
            pair = Pair(scene, candidate.mention)
            signs = of_both_roles(pair, rules, rank, nth) + of_one_role(pair, "actor", rules, others)
            taught = of_role(around, event, candidate.mention, "actor", rules, others, rank, nth)
            signs += of_rank(event.type, 0.4, [0.1, 0.6])
            taught += spell(of_rank(event.type, 0.4, [0.1, 0.6]))
            expected = [weight(coder.judge[name], taught) for name in ROLE_QUESTIONS]
            assert joint.sums(signs) == pytest.approx(expected, abs=1e-9)
            weighed += 1
    assert weighed > 5
