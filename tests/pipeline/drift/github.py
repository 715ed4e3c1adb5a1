"""A repository on this machine in place of GitHub, with a stand-in for the command `gh`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


class Hub:
    """A bare repository with pull requests. `programs` contains the stand-in, for the search path."""

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        self._folder = folder
        self._clones = 0
        self.bare = folder / "hub.git"
        self.programs = folder / "programs"
        self._state = folder / "state.json"
        self.programs.mkdir()
        self.add_program("gh", f'exec {sys.executable} -SE {Path(__file__).with_name("gh.py")} {self._state} "$@"')
        self.write_state({"calls": [], "requests": [], "labels": [], "refuse": False})
        _git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.bare))
        self.commit("main", files, message="First")

    def add_program(self, name: str, script: str) -> None:
        """Add a shell script to the programs."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    @property
    def state(self) -> dict[str, Any]:
        """The calls of `gh`, the pull requests and the labels."""
        found: dict[str, Any] = json.loads(self._state.read_text("utf-8"))
        return found

    def write_state(self, state: dict[str, Any]) -> None:
        self._state.write_text(json.dumps(state), encoding="utf-8")

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The pull requests."""
        found: list[dict[str, Any]] = self.state["requests"]
        return found

    def clone(self, branch: str = "main") -> Path:
        """Return a new clone, as a job has it."""
        self._clones += 1
        path = self._folder / f"clone-{self._clones}"
        _git(self._folder, "clone", "--quiet", "--branch", branch, str(self.bare), str(path))
        return path

    def commit(self, branch: str, files: dict[str, str], *, message: str) -> str:
        """Commit to a branch as a person, without a work tree, and return the commit."""
        index = {"GIT_INDEX_FILE": str(self._folder / "index")}
        tip = self.tip(branch)
        _git(self.bare, "read-tree", *([tip] if tip else ["--empty"]), **index)
        for name, content in files.items():
            blob = _git(self.bare, "hash-object", "-w", "--stdin", content=content)
            _git(self.bare, "update-index", "--add", "--cacheinfo", f"100644,{blob},{name}", **index)
        tree = _git(self.bare, "write-tree", **index)
        commit = _git(self.bare, "commit-tree", tree, *(["-p", tip] if tip else []), "-m", message)
        _git(self.bare, "update-ref", f"refs/heads/{branch}", commit)
        return commit

    def tip(self, branch: str) -> str | None:
        """Return the commit of a branch, or None."""
        return _git(self.bare, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}") or None

    def messages(self, branch: str) -> list[str]:
        """Return the messages of the commits that only this branch has, newest first."""
        return _git(self.bare, "log", "--format=%s", f"main..{branch}").splitlines()

    def changed(self, branch: str) -> list[str]:
        """Return the files in which a branch differs from the main one."""
        return _git(self.bare, "diff", "--name-only", f"main...{branch}").splitlines()

    def read(self, branch: str, name: str) -> str:
        """Return the content of a file of a branch."""
        return _git(self.bare, "show", f"{branch}:{name}")


def _git(folder: Path, *arguments: str, content: str = "", **environment: str) -> str:
    person = {"NAME": "A person", "EMAIL": "person@example.test", "DATE": "2026-11-28T04:17:00Z"}
    identity = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in person.items()}
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        input=content,
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, **identity, **environment},
    )
    return done.stdout.strip()
