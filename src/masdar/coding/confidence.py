"""Confidence: how sure the coder is of an event, and below what it says nothing."""

from __future__ import annotations

from masdar.coding.draft import ActMention, Draft

LEAST = 0.35


def rate(draft: Draft, act: ActMention) -> bool:
    """Set the act's confidence, 0 to 1; returns whether the event is worth telling."""
    score = act.act.weight / 100
    if act.actors:
        score += 0.1
    if act.recipients:
        score += 0.05
    if not act.actors and not act.recipients:
        score -= 0.25
    if act.light is not None or act.verbal:
        score += 0.05
    score += 0.05 * min(len(act.also), 2)
    act.confidence = max(0.01, min(0.99, score))
    return act.confidence >= LEAST
