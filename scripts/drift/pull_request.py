"""Open, update or close the pull request for drift, from the folder that `scripts.drift.prepare` wrote.

    python -m scripts.drift.pull_request FOLDER

It runs in a job that may write to the repository, and so it uses git, `gh` and the standard library alone. Nothing that
the patch or the branch contains is run. The branch always has the newest definition:

- Only the workflow has committed to it: its one commit is replaced, if the branch is still as it was read.
- A person has committed to it: their commits stay, and a commit is added. It updates everything generated, or the
  definition alone if they have changed what is generated.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

BRANCH = "drift"
LABEL = "needs a person"
TITLE = "The API has changed: regenerate the client"

RESULT, BODY, PATCH = "result.json", "body.md", "changes.patch"
PATHS = ("swagger", "generated", "CHANGELOG.md")
"""What the pull request may change."""

_DEFINITION = "swagger/webcrm.json"
_BOT = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
_MESSAGE = "Regenerate from the live definition"
_FILE_MODES = {"000000", "100644", "100755"}
"""Modes of missing files and of files: no links and no submodules."""
_ATTEMPTS = 3
_GONE = "The drift is gone: for the client, the live definition is the committed one. The branch is kept."
_SETTING = (
    "If GitHub Actions is not permitted to create pull requests: allow it in the settings of the repository, under "
    "Actions, General, Workflow permissions."
)


class _Content(Enum):
    """What the branch contains of the newest state of the API."""

    EVERYTHING = "everything"
    DEFINITION = "the definition, below commits of a person"
    OF_A_PERSON = "the definition, and newer commits of a person"


_NOTES = {
    _Content.EVERYTHING: "",
    _Content.DEFINITION: "**A person is needed**: the branch has commits that change what is generated. They are kept, "
    f"and only `{_DEFINITION}` was updated. Run `make regenerate OFFLINE=1` on the branch.\n\n",
    _Content.OF_A_PERSON: "The branch has commits that change what is generated, and the definition is the same since. "
    "The rest of this text is about the default branch.\n\n",
}


class CommandError(Exception):
    """A command failed, or the patch is not allowed. The message says what to do."""


class _PullRequest(NamedTuple):
    number: int
    labels: frozenset[str]


def git(root: Path, *arguments: str) -> str:
    """Run git in a repository and return its output.

    Raises:
        CommandError: It failed.
    """
    return _output("git", "-C", str(root), *arguments)


def _output(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout.strip()


class Repository:
    """A clone, and the pull request of its branch for drift.

    Args:
        root: The clone, with the branch that the pull request is for checked out, and with full history.
        branch: The branch for drift.
        remote: The name of the remote repository.
    """

    def __init__(self, root: Path, *, branch: str = BRANCH, remote: str = "origin") -> None:
        self._root, self._branch, self._remote = root, branch, remote

    def update(self, folder: Path) -> str:
        """Open, update or close the pull request, and return what was done.

        Args:
            folder: The folder that `scripts.drift.prepare` wrote.

        Raises:
            CommandError: The patch is not allowed, or git or `gh` failed.
        """
        result = json.loads((folder / RESULT).read_bytes())
        request = self._open_request()
        if not result["drifted"]:
            if request is None:
                return "No drift, and no open pull request."
            self._gh("pr", "close", str(request.number), "--comment", _GONE)
            return f"No drift: closed pull request {request.number}."
        content = self._push(folder / PATCH, has_request=request is not None)
        with tempfile.TemporaryDirectory() as temporary:
            path = Path(temporary, BODY)
            path.write_text(_NOTES[content] + (folder / BODY).read_text(encoding="utf-8"), encoding="utf-8")
            done = "opened" if request is None else "updated"
            request = self._open(path) if request is None else self._edit(request, path)
        if content is not _Content.OF_A_PERSON:
            self._label(request, needs_person=bool(result["failed"]) or content is _Content.DEFINITION)
        return f"Drift: {done} pull request {request.number}."

    def _open(self, body: Path) -> _PullRequest:
        try:
            url = self._gh("pr", "create", "--head", self._branch, "--title", TITLE, "--body-file", str(body))
        except CommandError as error:
            raise CommandError(f"{error}\n{_SETTING}") from error
        return _PullRequest(int(url.rpartition("/")[2]), frozenset())

    def _edit(self, request: _PullRequest, body: Path) -> _PullRequest:
        self._gh("pr", "edit", str(request.number), "--title", TITLE, "--body-file", str(body))
        return request

    def _label(self, request: _PullRequest, *, needs_person: bool) -> None:
        if needs_person and LABEL not in request.labels:
            description = "The drift check could not do everything by itself"
            self._gh("label", "create", LABEL, "--force", "--color", "D93F0B", "--description", description)
            self._gh("pr", "edit", str(request.number), "--add-label", LABEL)
        elif not needs_person and LABEL in request.labels:
            self._gh("pr", "edit", str(request.number), "--remove-label", LABEL)

    def _open_request(self) -> _PullRequest | None:
        for each in self._requests("open", "number,labels"):
            return _PullRequest(each["number"], frozenset(label["name"] for label in each["labels"]))
        return None

    def _requests(self, state: str, keys: str) -> list[dict[str, Any]]:
        """Return the pull requests of the branch; a fork can have a branch of the same name."""
        listed = self._gh(
            "pr", "list", "--head", self._branch, "--state", state, "--json", f"{keys},isCrossRepository"
        )  # fmt: skip
        return [each for each in json.loads(listed) if not each["isCrossRepository"]]

    def _gh(self, *arguments: str) -> str:
        return _output("gh", *arguments, cwd=self._root)

    def _push(self, patch: Path, *, has_request: bool) -> _Content:
        """Push the patch to the branch, and return what the branch contains.

        If somebody pushes at the same time, it starts again from what they pushed.
        """
        with self._worktree() as worktree:
            proposal = self._proposal(worktree, patch.resolve())
            for attempt in range(1, _ATTEMPTS + 1):
                tip = self._fetch()
                commit, content = self._on_top(worktree, proposal, tip, has_request=has_request)
                if commit == tip:
                    return content
                try:
                    lease = f"--force-with-lease={self._branch}:{tip or ''}"
                    git(worktree, "push", lease, self._remote, f"{commit}:refs/heads/{self._branch}")
                except CommandError:
                    if attempt == _ATTEMPTS:
                        raise
                    continue
                return content
        raise AssertionError

    @contextmanager
    def _worktree(self) -> Iterator[Path]:
        """Yield a second work tree, so that the branch's files never replace those of this script."""
        with tempfile.TemporaryDirectory() as temporary:
            path = Path(temporary, "worktree")
            git(self._root, "worktree", "add", "--quiet", "--detach", str(path), "HEAD")
            try:
                yield path
            finally:
                git(self._root, "worktree", "remove", "--force", str(path))

    def _proposal(self, worktree: Path, patch: Path) -> str:
        """Commit the patch on top of the checked-out branch, and return the commit."""
        git(worktree, "apply", "--index", str(patch))
        for change in git(worktree, "diff", "--cached", "--raw", "--no-renames", "-z").split("\0:"):
            modes, path = change.lstrip(":").rstrip("\0").split("\0")
            if not _is_allowed(path) or not set(modes.split()[:2]) <= _FILE_MODES:
                raise CommandError(f"The patch may change only files of {', '.join(PATHS)}, but it changes {path}.")
        return self._commit(worktree)

    @staticmethod
    def _commit(worktree: Path) -> str:
        name, email = _BOT
        identity = ("-c", f"user.name={name}", "-c", f"user.email={email}", "-c", "commit.gpgsign=false")
        git(worktree, *identity, "commit", "--quiet", "--no-verify", "--message", _MESSAGE)
        return git(worktree, "rev-parse", "HEAD")

    def _fetch(self) -> str | None:
        """Return the commit of the remote branch, or None if there is no such branch."""
        ref = f"refs/heads/{self._branch}"
        if not git(self._root, "ls-remote", self._remote, ref):
            return None
        git(self._root, "fetch", "--quiet", self._remote, ref)
        return git(self._root, "rev-parse", "FETCH_HEAD")

    def _on_top(self, worktree: Path, proposal: str, tip: str | None, *, has_request: bool) -> tuple[str, _Content]:
        """Return the commit for the branch, and what it contains.

        Args:
            worktree: A work tree.
            proposal: The proposal on top of the checked-out branch.
            tip: The commit of the branch for drift, if it exists.
            has_request: Whether the branch has an open pull request.
        """
        if tip is None:
            return proposal, _Content.EVERYTHING
        commits = self._commits_since_base(tip)
        people = [commit for commit, is_ours in commits if not is_ours]
        is_merged = not has_request and bool(people) and self._is_merged(tip)
        if not people or is_merged:
            trees = {git(worktree, "rev-parse", f"{commit}^{{tree}}") for commit in (proposal, tip)}
            return (tip if len(trees) == 1 and commits else proposal), _Content.EVERYTHING
        git(worktree, "checkout", "--quiet", "--force", "--detach", tip)
        is_touched = any(git(worktree, "show", "--format=", "--name-only", each, "--", *PATHS) for each in people)
        paths, content = ((_DEFINITION,), _Content.DEFINITION) if is_touched else (PATHS, _Content.EVERYTHING)
        git(worktree, "rm", "-r", "--quiet", "--ignore-unmatch", "--", *paths)
        kept = git(worktree, "ls-tree", "--name-only", proposal, "--", *paths).splitlines()
        git(worktree, "checkout", "--quiet", proposal, "--", *kept)
        if not git(worktree, "status", "--porcelain"):
            has_answer = is_touched and commits[0][0] in people
            return tip, _Content.OF_A_PERSON if has_answer else content
        return self._commit(worktree), content

    def _commits_since_base(self, tip: str) -> list[tuple[str, bool]]:
        """Return the commits of the branch, newest first, and whether each is ours."""
        listed = git(self._root, "log", "--format=%H %ae %ce", f"HEAD..{tip}").splitlines()
        return [(line.split()[0], line.split()[1:] == [_BOT[1]] * 2) for line in listed]

    def _is_merged(self, tip: str) -> bool:
        """Return whether the branch was merged as it is, for example by a squash, and only remains."""
        return any(each["headRefOid"] == tip for each in self._requests("merged", "headRefOid"))


def _is_allowed(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in PATHS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.drift.pull_request", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("folder", type=Path, help="the folder that `scripts.drift.prepare` wrote")
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: this folder)")
    options = parser.parse_args(arguments)
    try:
        print(Repository(options.root.resolve()).update(options.folder))
    except CommandError as error:
        sys.stderr.write(f"drift: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
