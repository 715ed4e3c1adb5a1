"""Skipped actions are cut out of the overlay's text; comments and all other bytes stay."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml

from scripts.overlay import Skipped, Verdict, apply_overlay
from scripts.overlay.actions import parse_overlay
from scripts.overlay.prune import prune
from webcrm_ext.definition.document import PipelineError

from .documents import ROOT
from .test_overlay import TOGETHER
from .test_overlay import definition as definition_in_openapi
from .test_overlay import overlay as overlay_of

TEXT = """\
# About the file.
overlay: 1.0.0
actions:
  # Errors.

  # About the first.
  # In two lines.
  - target: $.a  # the target
    description: First
    # About the update.
    update:
      one: 1  # One.
      # About two.
      two: {three: 3, four: [4, 5], "six": 6}
      seven:
        - 7

        - eight
      nine: &nine
        - 9

  - target: $.b
    description: Second
    update: *nine

  # Observed.

  - target: $.c
    description: Third
    update: {one: *nine, two: [1, 2, 3]}
  - target: $.d
    description: Fourth
    update: |
      text
# The end.
"""
LINES = TEXT.splitlines(keepends=True)
NINE = "&nine [9]"


def skipped(index: int, *part: str | int) -> Skipped:
    return Skipped(Verdict.OVERRULED, index, part, "An action", "")


def without(*lines: int) -> str:
    """The text without these lines, from 1."""
    return "".join(line for number, line in enumerate(LINES, start=1) if number not in lines)


CASES: dict[str, tuple[list[Skipped], str]] = {
    "action with its comment, and its anchor moves": (
        [skipped(0)],
        without(*range(6, 22)).replace("update: *nine", f"update: {NINE}"),
    ),
    "action between empty lines": ([skipped(1)], without(22, 23, 24, 25)),
    "first of a section": ([skipped(2)], without(28, 29, 30)),
    "last action": ([skipped(3)], without(31, 32, 33, 34)),
    "member of a block": ([skipped(0, "one")], without(12)),
    "member with its comment": ([skipped(0, "two")], without(13, 14)),
    "member with several lines": ([skipped(0, "seven")], without(*range(15, 19))),
    "last member of a block": ([skipped(0, "nine")], without(19, 20).replace("update: *nine", f"update: {NINE}")),
    "item of a list": ([skipped(0, "seven", 0)], without(16)),
    "first in brackets": ([skipped(0, "two", "three")], TEXT.replace("three: 3, ", "")),
    "last in brackets": ([skipped(0, "two", "six")], TEXT.replace(', "six": 6', "")),
    "item in brackets": ([skipped(2, "two", 1)], TEXT.replace("[1, 2, 3]", "[1, 3]")),
    "all of a list": ([skipped(2, "two", index) for index in range(3)], TEXT.replace(", two: [1, 2, 3]", "")),
    "all of a block": ([skipped(0, "seven", index) for index in range(2)], without(15, 16, 18)),
    "part with an alias stays": ([skipped(0, "nine", 0), skipped(1, 0), skipped(2, "one", 0)], TEXT),
}


@pytest.mark.parametrize(("stale", "expected"), CASES.values(), ids=CASES)
def test_only_skipped_lines_are_removed(stale: list[Skipped], expected: str) -> None:
    assert prune(TEXT, stale) == expected


def test_anchor_moves_on_when_its_first_use_goes_too() -> None:
    pruned = prune(TEXT, [skipped(0), skipped(1)])
    assert f"update: {{one: {NINE}, two" in pruned
    assert "*nine" not in pruned


def test_all_actions_leave_the_headings() -> None:
    pruned = prune(TEXT, [skipped(index) for index in range(4)])
    assert parse_overlay(pruned, "overlay.yaml")["actions"] == []
    assert [line for line in pruned.splitlines() if line] == [
        "# About the file.", "overlay: 1.0.0", "actions: []", "  # Errors.", "  # Observed.", "# The end.",
    ]  # fmt: skip


def test_what_cannot_be_edited_raises() -> None:
    # The first key has no line of its own.
    text = "overlay: 1.0.0\nactions:\n- update:\n  - a: 1\n    b: 2\n"
    with pytest.raises(PipelineError, match=r"Removing action 1 .* failed\. Remove it by hand"):
        prune(text, [skipped(0, 0, "a")])


@pytest.mark.parametrize("seed", range(3))
def test_overlay_of_the_repository_can_be_pruned(overlay: dict[str, Any], seed: int) -> None:
    # Any parts of it, as a later definition may have them.
    text = (ROOT / "swagger/overlay.yaml").read_text(encoding="utf-8")
    chosen = random.Random(seed)
    stale = []
    for index, action in enumerate(overlay["actions"]):
        update = action.get("update")
        parts = list(update) if isinstance(update, dict) and "properties" in action["target"] else []
        if chosen.random() < 0.4:
            stale.append(skipped(index))
        elif len(parts) > 1:
            stale += [skipped(index, part) for part in chosen.sample(parts, len(parts) // 2)]
    pruned = prune(text, stale)
    whole = {each.action for each in stale if not each.part}
    actions = parse_overlay(pruned, "overlay.yaml")["actions"]
    assert [each["description"] for each in actions] == [
        each["description"] for index, each in enumerate(overlay["actions"]) if index not in whole
    ]
    assert set(pruned.splitlines()) - set(text.splitlines()) <= {line for line in pruned.splitlines() if "&" in line}


def test_pruned_overlay_gives_the_same_document() -> None:
    text = yaml.safe_dump(overlay_of(*TOGETHER), sort_keys=False)
    document = definition_in_openapi(properties={"Country": {"type": "string"}, "City": {"type": "boolean"}})
    corrected = apply_overlay(document, parse_overlay(text, "overlay.yaml"))
    assert len(corrected.skipped) == 2
    pruned = parse_overlay(prune(text, corrected.skipped), "overlay.yaml")
    assert pruned["actions"] == []
    document = definition_in_openapi(properties={"City": {"type": "boolean"}})
    corrected = apply_overlay(document, parse_overlay(text, "overlay.yaml"))
    pruned = parse_overlay(prune(text, corrected.skipped), "overlay.yaml")
    assert [list(each["update"]) for each in pruned["actions"]] == [["CountryDto"], ["Country"]]
    again = apply_overlay(document, pruned)
    assert (again.document, again.skipped) == (corrected.document, ())
