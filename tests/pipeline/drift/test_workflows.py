"""Static checks of the workflows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from .test_command_line import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
OWN = "actions/"


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

    def test_every_action_is_pinned(self, path: Path) -> None:
        used = [step["uses"] for step in steps(read(path)) if "uses" in step]
        assert used
        for action in used:
            exact = r"[0-9a-f]{40}|v\d+(\.\d+){2}" + (r"|v\d+" if action.startswith(OWN) else "")
            assert re.fullmatch(rf"[\w-]+/[\w-]+@({exact})", action)

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


def test_drift_runs_daily_and_fails_without_a_comparison() -> None:
    workflow = read(ROOT / ".github/workflows/drift.yml")
    assert re.fullmatch(r"\d+ \d+ \* \* \*", workflow["on"]["schedule"][0]["cron"])
    assert "workflow_dispatch" in workflow["on"]
    check_script = next(step["run"] for step in steps(workflow) if "scripts.drift" in step.get("run", ""))
    # Every other exit code fails the run with that code.
    assert re.search(r'\*\) exit "\$code" ;;', check_script)
    # The reports are written and uploaded even if regenerating fails.
    check = workflow["jobs"]["check"]["steps"]
    assert '--keep "$RUNNER_TEMP/drift"' in check_script
    [uploaded] = [step for step in check if step.get("uses", "").startswith("actions/upload-artifact@")]
    assert uploaded["if"].startswith("always() && ")
    assert uploaded["with"]["path"] == "${{ runner.temp }}/drift"
    # The body comes from the script that limits its length.
    body_script = next(step["run"] for step in check if "scripts.drift.pull_request" in step.get("run", ""))
    assert '"$RUNNER_TEMP/drift" --tests' in body_script
    propose_scripts = [step.get("run", "") for step in workflow["jobs"]["propose"]["steps"]]
    assert re.findall(r"--body-file (\S+)", "".join(propose_scripts)) == ['"$RUNNER_TEMP/drift/body.md"'] * 2
    # The job with the write token runs no code of the repository.
    assert not re.search(r"python|make ", " ".join(propose_scripts))
    assert workflow["jobs"]["propose"]["env"]["BRANCH"] == "drift"
