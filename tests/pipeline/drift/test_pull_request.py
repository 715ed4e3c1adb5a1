"""The flow of the workflow: each morning a comparison, and one pull request that is opened, updated or closed."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.drift import prepare, pull_request
from scripts.drift.pull_request import BODY, LABEL, PATCH, RESULT, TITLE
from tests.definitions import operation
from webcrm_ext.definition.canonical import canonicalise

from .github import Hub
from .sample import TEXT, sample
from .test_command_line import ROOT, breaking

DEFINITION, CLIENT = "swagger/webcrm.json", "generated/webcrm_api/client.py"
OURS = "Regenerate from the live definition"
PASSES = "true"
FAILS = shlex.join(["sh", "-c", "echo 'FAILED tests/unit/test_a.py::test_b - KeyError'; exit 1"])
REFUSES = shlex.join(["sh", "-c", "echo 'regenerate: /paths/~1Users/get: no naming rule.' >&2; exit 1"])


def additive(number: int = 1) -> dict[str, Any]:
    document = sample()
    for each in range(number):
        document["paths"][f"/Users/Active{'e' * each}"] = {"get": operation("Users", answer=TEXT)}
    return document


class Workflow:
    """The two jobs of the workflow, with quick commands in place of `make`."""

    def __init__(self, hub: Hub, folder: Path) -> None:
        self.hub, self._folder, self._runs = hub, folder, 0

    def run(self, definition: dict[str, Any], *, write: str = "", log: str = PASSES, check: str = PASSES) -> Path:
        """Run on one morning, and return the folder between the two jobs."""
        self._runs += 1
        source = self._folder / f"live-{self._runs}.json"
        source.write_text(json.dumps(definition), encoding="utf-8")
        write = write or shlex.join(["sh", "-c", f"cp {source} {DEFINITION} && cksum < {source} > {CLIENT}"])
        results = self._folder / f"results-{self._runs}"
        arguments = ["--root", str(self.hub.clone()), "--source", str(source), "--write", write]
        arguments += ["--write", log, "--check", check]
        assert prepare.main([str(results), *arguments]) == 0
        assert self.publish(results) == 0
        return results

    def publish(self, results: Path) -> int:
        """Run the second job."""
        return pull_request.main([str(results), "--root", str(self.hub.clone())])


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    files = {
        DEFINITION: canonicalise(sample()).decode(),
        CLIENT: "0\n",
        "swagger/overlay.yaml": "actions: []\n",
        "CHANGELOG.md": "# Changelog\n",
        "scripts/a.py": "",
    }
    made = Hub(tmp_path, files)
    monkeypatch.setenv("PATH", f"{made.programs}{os.pathsep}{os.environ['PATH']}")
    return made


@pytest.fixture
def workflow(hub: Hub, tmp_path: Path) -> Workflow:
    return Workflow(hub, tmp_path)


def labels(hub: Hub) -> list[str]:
    [request] = hub.requests
    return [each["name"] for each in request["labels"]]


def test_without_drift_nothing_is_proposed(workflow: Workflow, hub: Hub) -> None:
    results = workflow.run(sample())
    assert json.loads((results / RESULT).read_text("utf-8")) == {"drifted": False, "failed": []}
    assert hub.requests == []
    assert hub.tip("drift") is None


def test_additive_drift_opens_one_pull_request_and_updates_it(workflow: Workflow, hub: Hub) -> None:
    workflow.run(additive())
    [request] = hub.requests
    assert (request["title"], request["state"], request["labels"]) == (TITLE, "open", [])
    assert request["body"].startswith("## Drift of the API\n")
    assert request["body"].endswith("`: success\n- `true`: success\n- `true`: success\n")
    assert hub.messages("drift") == [OURS]
    assert hub.changed("drift") == [CLIENT, DEFINITION]
    first = hub.tip("drift")
    # The same definition: nothing is pushed, so that a review stays valid.
    workflow.run(additive())
    assert hub.tip("drift") == first
    workflow.run(additive(2))
    assert hub.messages("drift") == [OURS]
    assert "/Users/Activee" in hub.read("drift", DEFINITION)
    assert len(hub.requests) == 1
    assert hub.requests[0]["body"] != request["body"]


def test_failing_tests_are_named_in_the_first_lines(workflow: Workflow, hub: Hub) -> None:
    workflow.run(breaking(), check=FAILS)
    body = hub.requests[0]["body"]
    assert body.startswith(f"**A person is needed**: `{FAILS}` failed.\n\n`{FAILS}`: exit code 1\n\n```text\nFAILED ")
    assert "\nFAILED tests/unit/test_a.py::test_b - KeyError\n" in body
    assert "## Drift of the API" in body
    assert labels(hub) == [LABEL]
    assert hub.changed("drift") == [CLIENT, DEFINITION]
    # A later morning on which the tests pass: the label goes.
    workflow.run(breaking())
    assert labels(hub) == []
    assert hub.requests[0]["body"].startswith("## Drift of the API\n")


def test_a_refused_regenerate_proposes_the_definition_alone(workflow: Workflow, hub: Hub) -> None:
    results = workflow.run(breaking(), write=REFUSES, check=FAILS)
    assert hub.changed("drift") == [DEFINITION]
    assert hub.read("drift", DEFINITION) == canonicalise(breaking()).decode().strip()
    start = hub.requests[0]["body"].partition("## Drift of the API")[0]
    assert start.startswith(
        f"**A person is needed**: `{REFUSES}` failed. This pull request contains the new definition "
    )
    assert "\nregenerate: /paths/~1Users/get: no naming rule.\n" in start
    assert labels(hub) == [LABEL]
    # The checks of a client that was not regenerated say nothing.
    assert json.loads((results / RESULT).read_text("utf-8"))["failed"] == [REFUSES]


def test_a_changelog_entry_is_proposed_or_its_failure_reported(workflow: Workflow, hub: Hub) -> None:
    workflow.run(additive(), log=shlex.join(["sh", "-c", "echo '- A method.' >> CHANGELOG.md; touch scripts/b.py"]))
    assert hub.changed("drift") == ["CHANGELOG.md", CLIENT, DEFINITION]
    assert labels(hub) == []
    workflow.run(additive(), log=FAILS)
    assert hub.changed("drift") == [CLIENT, DEFINITION]
    body = hub.requests[0]["body"]
    assert body.startswith(f"**A person is needed**: `{FAILS}` failed.\n")
    assert body.endswith("\n- `true`: success\n")
    assert labels(hub) == [LABEL]


def test_a_commit_that_starts_ci_is_kept_below_the_next_one(workflow: Workflow, hub: Hub) -> None:
    workflow.run(additive())
    theirs = hub.commit("drift", {}, message="Run CI")
    workflow.run(additive())
    assert hub.tip("drift") == theirs
    workflow.run(additive(2))
    assert hub.messages("drift") == [OURS, "Run CI", OURS]
    assert hub.read("drift", DEFINITION) == json.dumps(additive(2))
    assert hub.changed("drift") == [CLIENT, DEFINITION]
    assert labels(hub) == []


def test_what_a_person_generated_is_kept(workflow: Workflow, hub: Hub) -> None:
    workflow.run(additive(), check=FAILS)
    fixed = {"swagger/overlay.yaml": "actions: [a]\n", CLIENT: "by hand\n", "scripts/a.py": "# fixed\n"}
    theirs = hub.commit("drift", fixed, message="Fix")
    # The same definition: the branch stays as it is, and so does the label, which a person can remove.
    workflow.run(additive(), check=FAILS)
    assert hub.tip("drift") == theirs
    assert hub.requests[0]["body"].startswith("The branch has commits that change what is generated, ")
    assert labels(hub) == [LABEL]
    for _ in range(2):
        workflow.run(additive(2))
        assert hub.messages("drift") == [OURS, "Fix", OURS]
        assert hub.read("drift", DEFINITION) == json.dumps(additive(2))
        assert {name: hub.read("drift", name) + "\n" for name in fixed} == fixed
        start = hub.requests[0]["body"].partition("## Drift of the API")[0]
        assert start.startswith("**A person is needed**: the branch has commits that change what is generated. ")
        assert labels(hub) == [LABEL]


def test_the_pull_request_is_closed_when_the_drift_is_gone(workflow: Workflow, hub: Hub) -> None:
    workflow.run(additive())
    tip = hub.tip("drift")
    workflow.run(sample())
    [request] = hub.requests
    assert request["state"] == "closed"
    assert request["comment"].startswith("The drift is gone")
    assert hub.tip("drift") == tip
    # New drift opens a new one.
    workflow.run(additive(2))
    assert [each["state"] for each in hub.requests] == ["closed", "open"]


def test_a_push_at_the_same_time_is_kept(workflow: Workflow, hub: Hub, tmp_path: Path) -> None:
    workflow.run(additive())
    theirs = hub.commit("other", {"scripts/a.py": "# theirs\n"}, message="Theirs")
    # The person's push arrives between the fetch and the push of the workflow.
    race = tmp_path / "race"
    race.touch()
    git = shutil.which("git")
    push = f"rm {race} && {git} -C {hub.bare} update-ref refs/heads/drift {theirs}"
    hub.add_program("git", f'case " $* " in *" push "*) [ ! -e {race} ] || {{ {push}; }};; esac\nexec {git} "$@"')
    workflow.run(additive(2))
    assert hub.messages("drift") == [OURS, "Theirs"]
    assert hub.read("drift", "scripts/a.py") == "# theirs"
    assert not race.exists()
    assert hub.read("drift", DEFINITION) == json.dumps(additive(2))


def test_a_branch_that_was_squashed_is_begun_anew(workflow: Workflow, hub: Hub) -> None:
    workflow.run(additive())
    tip = hub.commit("drift", {CLIENT: "by hand\n"}, message="Fix")
    state = hub.state
    state["requests"][0] |= {"state": "merged", "headRefOid": tip}
    hub.write_state(state)
    hub.commit("main", {DEFINITION: json.dumps(additive()), CLIENT: "by hand\n"}, message="Squashed")
    workflow.run(additive(2))
    assert hub.messages("drift") == [OURS]
    assert len(hub.requests) == 2


def test_a_pull_request_of_a_fork_is_not_touched(workflow: Workflow, hub: Hub) -> None:
    state = hub.state
    fork = {"number": 1, "head": "drift", "state": "open", "labels": [], "isCrossRepository": True}
    hub.write_state(state | {"requests": [fork]})
    workflow.run(additive())
    workflow.run(sample())
    assert hub.requests[0] == fork
    assert hub.requests[1]["state"] == "closed"


def folder_with(patch: str, folder: Path) -> Path:
    folder.mkdir()
    (folder / RESULT).write_text('{"drifted": true, "failed": []}', encoding="utf-8")
    (folder / BODY).write_text("## Drift of the API\n", encoding="utf-8")
    (folder / PATCH).write_text(patch, encoding="utf-8")
    return folder


def new_file(path: str, mode: str = "100644") -> str:
    return f"diff --git a/{path} b/{path}\nnew file mode {mode}\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+x\n"


FORBIDDEN = {
    "a script": new_file("scripts/b.py"),
    "a workflow": new_file(".github/workflows/a.yml"),
    "a name that begins alike": new_file("swagger2.json"),
    "a link": new_file("swagger/link", "120000"),
    "a file of each kind": new_file("swagger/b.json") + new_file("Makefile"),
    "a path outside": new_file("../outside"),
    "nothing": "",
}


@pytest.mark.parametrize("case", FORBIDDEN)
def test_a_patch_of_other_files_is_refused(
    case: str, workflow: Workflow, hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert workflow.publish(folder_with(FORBIDDEN[case], tmp_path / "results")) == 1
    assert capsys.readouterr().err.startswith("drift: ")
    assert hub.tip("drift") is None
    assert hub.requests == []


def test_a_missing_permission_is_explained(
    workflow: Workflow, hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.write_state(hub.state | {"refuse": True})
    assert workflow.publish(folder_with(new_file("swagger/b.json"), tmp_path / "results")) == 1
    error = capsys.readouterr().err
    assert "is not permitted to create or approve pull requests" in error
    assert "Actions, General, Workflow permissions" in error


def test_the_job_that_may_write_needs_no_packages() -> None:
    # Without site-packages, as in the workflow.
    command = [sys.executable, "-S", "-E", "-m", "scripts.drift.pull_request", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert "Open, update or close the pull request for drift" in done.stdout


def test_a_command_that_hangs_is_a_failure(tmp_path: Path) -> None:
    outcome = prepare.run("sh -c 'echo begun; sleep 600 & wait'", tmp_path, 0.3)
    assert outcome.problem.startswith("not finished after ")
    assert prepare.run("no-such-command", tmp_path, 1).problem == "not started"


def test_nothing_is_prepared_without_a_comparison(hub: Hub, tmp_path: Path) -> None:
    arguments = ["--root", str(hub.clone()), "--source", str(tmp_path / "missing.json"), "--write", PASSES]
    assert prepare.main([str(tmp_path / "results"), *arguments]) == 3
    assert not (tmp_path / "results").exists()


def test_uncommitted_changes_are_not_overwritten(hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clone = hub.clone()
    (clone / CLIENT).write_text("mine\n", encoding="utf-8")
    assert prepare.main([str(tmp_path / "results"), "--write", PASSES, "--root", str(clone)]) == 3
    assert "there are uncommitted changes" in capsys.readouterr().err
    assert prepare.main([str(tmp_path / "results"), "--write", PASSES, "--root", str(tmp_path / "nowhere")]) == 3
