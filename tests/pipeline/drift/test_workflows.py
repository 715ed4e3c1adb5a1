"""Static checks of the workflows."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.drift import prepare

from .test_command_line import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def read(path: Path) -> Any:
    # BaseLoader: YAML 1.1 takes the key `on` for true.
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def steps(workflow: Any) -> list[Any]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_the_workflows_are_ci_drift_and_release() -> None:
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "drift.yml", "release.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
class TestEach:
    def test_every_target_exists(self, path: Path) -> None:
        called = [
            target
            for step in steps(read(path))
            for line in step.get("run", "").splitlines()
            if (made := re.match(r"\s*make ((?:[a-z-]+ ?)+)", line))
            for target in made[1].split()
        ]
        assert called
        assert set(called) <= TARGETS

    def test_permissions_are_declared_and_minimal(self, path: Path) -> None:
        workflow = read(path)
        assert workflow["permissions"] == {"contents": "read"}
        writing = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
        allowed = {
            "ci": {},
            "drift": {"propose": {"contents": "write", "pull-requests": "write"}},
            "release": {"publish": {"id-token": "write", "attestations": "write", "contents": "read"}},
        }
        assert writing == allowed[path.stem]

    def test_every_action_is_pinned_by_hash_with_its_version(self, path: Path) -> None:
        used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
        assert used
        for action in used:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)

    def test_jobs_time_out_and_scripts_interpolate_nothing(self, path: Path) -> None:
        workflow = read(path)
        assert all("timeout-minutes" in job for job in workflow["jobs"].values())
        assert not any("${{" in step.get("run", "") for step in steps(workflow))

    def test_jobs_that_run_code_keep_no_credentials(self, path: Path) -> None:
        for job in read(path)["jobs"].values():
            runs_code = any(re.search(r"make |python", step.get("run", "")) for step in job["steps"])
            for step in job["steps"]:
                if step.get("uses", "").startswith("actions/checkout@") and runs_code:
                    assert step["with"]["persist-credentials"] == "false"


def test_ci_tests_every_change_once_with_all_pythons_installed() -> None:
    workflow = read(ROOT / ".github/workflows/ci.yml")
    assert "strategy" not in workflow["jobs"]["ci"]
    [setup] = [step["with"] for step in steps(workflow) if step.get("uses", "").startswith("actions/setup-python@")]
    assert sorted(setup["python-version"].split()) == ["3.11", "3.12", "3.13"]
    assert any(step.get("run", "").startswith("make ci") for step in steps(workflow))
    assert not re.search(r"paths(-ignore)?:", (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))


def test_an_action_has_one_version_in_all_workflows() -> None:
    used = {each for path in WORKFLOWS for each in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))}
    assert len({each.partition("@")[0] for each in used}) == len(used)


def test_updates_wait_for_seven_days() -> None:
    updates = read(ROOT / ".github/dependabot.yml")["updates"]
    assert {each["package-ecosystem"] for each in updates} == {"github-actions", "pip"}
    assert all(each["cooldown"]["default-days"] == "7" for each in updates)


def test_drift_runs_daily_in_two_jobs() -> None:
    workflow = read(ROOT / ".github/workflows/drift.yml")
    assert re.fullmatch(r"\d+ \d+ \* \* \*", workflow["on"]["schedule"][0]["cron"])
    assert "workflow_dispatch" in workflow["on"]
    check, propose = (workflow["jobs"][name] for name in ("check", "propose"))
    [prepared] = [each["run"] for each in check["steps"] if "scripts.drift.prepare" in each.get("run", "")]
    # No step is skipped or ignored: a run without a comparison fails, and every other one reaches the second job.
    assert not any({"if", "continue-on-error"} & each.keys() for each in (*check["steps"], *propose["steps"], propose))
    [uploaded] = [
        each["with"] for each in check["steps"] if each.get("uses", "").startswith("actions/upload-artifact@")
    ]
    [loaded] = [
        each["with"] for each in propose["steps"] if each.get("uses", "").startswith("actions/download-artifact@")
    ]
    assert uploaded["name"] == loaded["name"]
    assert uploaded["path"] == loaded["path"] == "${{ runner.temp }}/drift"
    assert "$RUNNER_TEMP/drift" in prepared


def test_the_commands_of_the_drift_check_fit_into_its_time() -> None:
    check = read(ROOT / ".github/workflows/drift.yml")["jobs"]["check"]
    [prepared] = [each["run"] for each in check["steps"] if "scripts.drift.prepare" in each.get("run", "")]
    commands = [after for option, after in pairwise(shlex.split(prepared)) if option in ("--write", "--check")]
    assert commands[0] == "make regenerate"
    assert {each.split()[1] for each in commands} <= TARGETS
    assert len(commands) * prepare.MINUTES < int(check["timeout-minutes"])


def test_the_job_that_may_write_runs_one_script_without_packages() -> None:
    steps_of_job = read(ROOT / ".github/workflows/drift.yml")["jobs"]["propose"]["steps"]
    commands = [line for each in steps_of_job for line in each.get("run", "").splitlines()]
    assert commands == ["gh auth setup-git", 'python3 -m scripts.drift.pull_request "$RUNNER_TEMP/drift"']
    [checkout] = [each["with"] for each in steps_of_job if each.get("uses", "").startswith("actions/checkout@")]
    # The branch's own commits are found in the history.
    assert checkout["fetch-depth"] == "0"


def test_contributing_names_the_setting_that_pull_requests_need() -> None:
    text = " ".join((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    assert "Allow GitHub Actions to create and approve pull requests" in text
