"""The style check finds each violation in a small tree, and accepts a clean one."""

from __future__ import annotations

import subprocess

import pytest

from scripts.check_style import FORBIDDEN_WORDS, MAX_ENTRIES, MAX_LINES, MAX_MEDIAN_LINES, check, main

NAMES = ("rate_limiter", "Retry", "refresh_token", "file_lock", "prefetch", "CancelScope", "redaction", "responses")
CLEAN = {
    "webcrm_ext/transport.py": "".join(
        f"class {name}: ...\n" if name[0].isupper() else f"def {name}(): ...\n" for name in NAMES
    ),
    "webcrm_ext/quotation_lines/items.py": "def line():\n    '''Return a quotation line.'''\n",
    "tests/test_transport.py": "def test_" + "x" * 64 + "(): ...\n",
    "README.md": "Given a token, the client logs in.\n",
}


def rules(**sources: str) -> list[str]:
    return [problem.rule for problem in check({**CLEAN, **sources})]


def test_a_clean_tree_has_no_problems() -> None:
    assert check(CLEAN) == []


@pytest.mark.parametrize("word", FORBIDDEN_WORDS)
def test_a_forbidden_word_is_found_with_its_line(word: str) -> None:
    text = f"first\n{word.upper()}\n"
    (problem,) = check({**CLEAN, "docs/page.md": text})
    assert str(problem) == f"docs/page.md:2: replace {word!r} [word]"


def test_a_phrase_is_found_across_lines() -> None:
    phrase = next(word for word in FORBIDDEN_WORDS if word.endswith("."))
    text = "# a value " + phrase.replace(" ", "\n# ")
    assert rules(**{"scripts/one.py": text}) == ["word"]


def test_only_the_check_itself_may_contain_forbidden_words() -> None:
    text = "\n".join(f"# {word}" for word in FORBIDDEN_WORDS)
    assert check({**CLEAN, "scripts/check_style.py": text}) == []
    assert len(check({**CLEAN, "scripts/other.py": text})) == len(FORBIDDEN_WORDS)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("scripts/one.py", '"""Give the first."""\n'),
        ("scripts/one.py", 'class One:\n    """Gives one."""\n'),
        ("scripts/one.py", 'async def one():\n    """\n    Give one.\n    """\n'),
        ("scripts/templates/one.py.jinja", 'def {{ name }}():\n    """Give one."""\n'),
    ],
)
def test_docstrings_do_not_begin_with_give(path: str, text: str) -> None:
    assert rules(**{path: text}) == ["docstring"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("scripts/held.py", ""),
        ("scripts/turns/__init__.py", ""),
        ("scripts/one.py", "class Given: ..."),
        ("scripts/one.py", "class One:\n    async def _place(self): ..."),
        ("scripts/one.py", "def line(): ..."),
    ],
)
def test_forbidden_names_of_modules_classes_and_functions_are_found(path: str, text: str) -> None:
    assert rules(**{path: text}) == ["name"]


def test_a_long_test_name_is_found() -> None:
    assert rules(**{"tests/test_one.py": "def test_" + "x" * 65 + "(): ..."}) == ["test name"]


@pytest.mark.parametrize("name", NAMES)
def test_a_required_name_must_be_outside_the_sandbox(name: str) -> None:
    text = CLEAN["webcrm_ext/transport.py"].replace(f" {name}", " clock")
    sandbox = f"def {name}(): ..."
    problems = check({**CLEAN, "webcrm_ext/transport.py": text, "webcrm_ext/sandbox/one.py": sandbox})
    assert [problem.rule for problem in problems] == ["required name"]


def test_sizes_are_limited() -> None:
    assert rules(**{"webcrm_ext/one.py": "\n" * MAX_LINES}) == []
    assert rules(**{"webcrm_ext/one.py": "\n" * (MAX_LINES + 1)}) == ["size"]
    entries = {f"webcrm_ext/one{number}.py": "" for number in range(MAX_ENTRIES - 2)}
    assert rules(**entries) == []
    assert rules(**entries, **{"webcrm_ext/one_more.py": ""}) == ["size"]
    assert rules(**dict.fromkeys(list(entries)[:9], "\n" * MAX_MEDIAN_LINES)) == []
    assert rules(**dict.fromkeys(list(entries)[:9], "\n" * (MAX_MEDIAN_LINES + 1))) == ["size"]


def test_the_command_prints_problems_and_counts(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for path, text in {**CLEAN, "docs/one.md": "fine", ".gitignore": "ignored.md"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    word = next(iter(FORBIDDEN_WORDS))
    (tmp_path / "ignored.md").write_text(word, encoding="utf-8")
    (tmp_path / "image.png").write_bytes(b"\xff" + word.encode())
    assert main(["--root", str(tmp_path)]) == 0
    (tmp_path / "docs/one.md").write_text(word, encoding="utf-8")
    assert main(["--root", str(tmp_path)]) == 1
    assert capsys.readouterr().out == f"docs/one.md:1: replace {word!r} [word]\nword: 1\n"
    assert main(["--root", str(tmp_path), "--count"]) == 1
    assert capsys.readouterr().out == "word: 1\n"
