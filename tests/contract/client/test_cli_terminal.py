"""The command `webcrm` in a terminal: questions, the progress bar, emphasis, and Ctrl-C."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.client.command_line import environment, in_terminal, run
from webcrm_ext.sandbox import Sandbox

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(records=1100, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.fixture
def env(sandbox: Sandbox, tmp_path: Path) -> dict[str, str]:
    return environment(sandbox, tmp_path, TERM="xterm")


def test_login_asks_for_the_token_without_showing_it(sandbox: Sandbox, env: dict[str, str], tmp_path: Path) -> None:
    del env["WEBCRM_APPLICATION_TOKEN"]
    answers = {"(not shown): ": f"{sandbox.application_token}\n"}
    code, shown = in_terminal("login", "--profile", "test", env=env, folder=tmp_path, answers=answers)
    assert code == 0, shown
    assert "Logged in to system 1" in shown
    assert sandbox.application_token not in shown
    del env["WEBCRM_BASE_URL"]
    found = run("get", "user", "1", "--columns", "UserId", env=env, folder=tmp_path)
    assert (found.stdout, found.stderr) == ("UserId  1\n", "")


def test_login_without_an_answer_writes_nothing(env: dict[str, str], tmp_path: Path) -> None:
    code, shown = in_terminal("login", env=env, folder=tmp_path, answers={"(not shown): ": "\n"})
    assert code == 2
    assert "No token was typed" in shown
    assert not (tmp_path / "config").exists()


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("\n", 1), ("\x04", 1), ("\x03", 130)])
def test_delete_asks_first(sandbox: Sandbox, env: dict[str, str], tmp_path: Path, answer: str, code: int) -> None:
    id_ = min(sandbox.tenant.store.ids("Products"))
    ended, shown = in_terminal("delete", "product", str(id_), env=env, folder=tmp_path, answers={"[y/N] ": answer})
    assert ended == code, shown
    assert f"Delete Product {id_}?" in shown
    assert (sandbox.record("Products", id_) is None) == (code == 0)


@pytest.mark.parametrize(
    "command", [["delete", "product", "9"], ["hooks", "remove", "persons", "1"], ["login"]], ids=" ".join
)
def test_no_input_asks_nothing(env: dict[str, str], tmp_path: Path, command: list[str]) -> None:
    code, shown = in_terminal(*command, "--no-input", env=env, folder=tmp_path)
    assert code == 2
    assert "There is no terminal to ask" in shown


def test_progress_bar_is_shown_and_removed(env: dict[str, str], tmp_path: Path) -> None:
    command = ["export", "persons", "users", "--to", "out", "--format", "jsonl"]
    code, shown = in_terminal(*command, env=env, folder=tmp_path)
    assert code == 0, shown
    assert "[........................] 0 of 2 tables, persons: 1000 rows, 2 requests" in shown
    assert "[############............] 1 of 2 tables, users: " in shown
    assert "left" in shown.partition("1 of 2 tables")[2].partition("\r")[0]
    assert shown.rpartition("\x1b[K")[2].startswith("persons ")  # the report follows on an empty line
    for options, others in (["--quiet"], {}), ([], {"TERM": "dumb"}):
        _, shown = in_terminal(*command, *options, env={**env, **others}, folder=tmp_path)
        assert "[####" not in shown
        assert "\x1b" not in shown


def test_list_into_a_file_shows_progress(sandbox: Sandbox, env: dict[str, str], tmp_path: Path) -> None:
    command = ["list", "persons", "--limit", "1050", "--format", "jsonl", "--columns", "PersonId"]
    code, shown = in_terminal(*command, env=env, folder=tmp_path, out=tmp_path / "persons.jsonl")
    assert code == 0, shown
    assert "[######################..] 1000 of 1050 rows, " in shown
    assert " requests, about " in shown
    assert shown.endswith("\r\x1b[K")
    assert len((tmp_path / "persons.jsonl").read_text().splitlines()) == 1050
    assert "rows" not in in_terminal(*command, env=env, folder=tmp_path)[1]  # the rows on the terminal are the progress


def test_table_in_a_terminal_cuts_long_values(env: dict[str, str], tmp_path: Path) -> None:
    command = ("fields", "persons")
    assert "…" not in run(*command, env=env, folder=tmp_path).stdout
    assert "…" in in_terminal(*command, env=env, folder=tmp_path)[1]


def test_no_color_turns_emphasis_off(env: dict[str, str], tmp_path: Path) -> None:
    _, plain = in_terminal("tables", env=env, folder=tmp_path)
    del env["NO_COLOR"]
    _, emphasised = in_terminal("tables", env=env, folder=tmp_path)
    assert "\x1b" not in plain
    assert emphasised.startswith("\x1b[1mentity")
