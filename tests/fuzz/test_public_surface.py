"""Random calls of everything public: only errors of the tree, or `TypeError` for a wrong signature.

A failure names the number of its call. `pytest tests/fuzz --fuzz-call NUMBER` makes that call alone.
"""

from __future__ import annotations

import faulthandler
import gc
from collections import defaultdict

import pytest

from tests.fuzz.calls import SEED, Failure, failure_of
from tests.fuzz.surface import World

CALLS = {"pairwise": 2_000, "full": 20_000}
"""The number of calls, by the option `--matrix`."""
PARTS = 4
"""The tests that share the calls, so that several processes can make them."""
SHOWN = 20
SECONDS = 300
"""Real time after which a call is stuck; the stacks of all threads are printed then."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzz")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        world = World(folder)
        yield world
        world.close()


@pytest.fixture(autouse=True)
def _time_limit():
    faulthandler.dump_traceback_later(SECONDS, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def numbers(config: pytest.Config, part: int) -> range:
    only = config.getoption("--fuzz-call")
    if only is not None:
        return range(only, only + 1) if part == 0 else range(0)
    return range(part, CALLS[config.getoption("--matrix")], PARTS)


def report(failures: list[Failure]) -> str:
    """Describe the failures, one for each kind and line of code."""
    by_kind: dict[tuple[str, str], list[Failure]] = defaultdict(list)
    for each in failures:
        by_kind[each.problem.partition(":")[0], each.where or each.problem].append(each)
    shown = [f"{each[0]}\n    {len(each)} calls" for each in list(by_kind.values())[:SHOWN]]
    return f"{len(failures)} calls of the seed {SEED} failed, in {len(by_kind)} ways:\n\n" + "\n\n".join(shown)


@pytest.mark.parametrize("part", range(PARTS))
def test_random_arguments_raise_only_errors_of_the_tree(part, world, request):
    failures = [failure for number in numbers(request.config, part) if (failure := failure_of(world, number))]
    gc.collect()  # a coroutine in a cycle warns only now, and fails the test
    assert not failures, report(failures)
