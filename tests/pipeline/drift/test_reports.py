"""The formats of the drift report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scripts.drift.__main__ import KEPT
from scripts.drift.body import Outcome, body, excerpt
from scripts.drift.documentation import DOCUMENT, documentation
from tests.definitions import at, operation
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import pointer
from webcrm_ext.drift.codes import CODES, Judgement
from webcrm_ext.drift.compare import compare
from webcrm_ext.drift.reports import FORMATS
from webcrm_ext.drift.reports.github import line_number
from webcrm_ext.drift.reports.json import CHANGE_SHAPE, SHAPE, UNCOMPARED_SHAPE
from webcrm_ext.drift.reports.report import Report

from .sample import TEXT, sample
from .test_command_line import ROOT


def changed() -> dict[str, Any]:
    """Changes of each judgement and of documentation, and a name with markup."""
    document = sample()
    person = document["definitions"]["PersonDto"]["properties"]
    person["PersonGivenName"] = person.pop("PersonFirstName")
    document["definitions"]["CompanyDto"]["properties"]["New<b>@someone|`x`"] = TEXT
    person["PersonId"]["description"] = "Another description."
    document["info"]["version"] = "v2"
    document["paths"]["/Deliveries"]["get"]["parameters"][1]["minimum"] = 5
    document["paths"]["/Users/AllActive"] = {"get": operation("Users", answer=TEXT)}
    del document["paths"]["/Persons/{id}"]["delete"]
    for number in range(10):
        document["definitions"]["TokenDto"]["properties"][f"Token{number}"] = TEXT
    return document


def report(after: dict[str, Any] | None = None, **options: Any) -> Report:
    before = sample()
    return Report(
        compare(before, changed() if after is None else after, was="old.json", now="new.json"), before, **options
    )


def errors_everywhere() -> dict[str, Any]:
    document = sample()
    for item in document["paths"].values():
        for each in item.values():
            each["responses"]["404"] = {"description": "No"}
    return document


def test_text_starts_with_counts_and_breaking_changes() -> None:
    output = FORMATS["text"](report(advice="Do this."))
    lines = output.splitlines()
    assert lines[0] == "Drift: 3 breaking, 12 additive, 1 neutral"
    assert lines[1:4] == [
        "  was  old.json: 12 operations, 6 models",
        "  now  new.json: 12 operations, 6 models",
        "  1 change of documentation; list with --docs.",
    ]
    assert [line for line in lines if line.isupper()] == ["BREAKING", "ADDITIVE", "NEUTRAL"]
    assert lines.index("  Deliveries") < lines.index("  Persons") < lines.index("ADDITIVE")
    assert "    PersonDto.PersonGivenName: a property was probably renamed  [property-renamed, a guess]" in lines
    assert (
        "        was PersonFirstName, is PersonGivenName, at /definitions/PersonDto/properties/PersonGivenName" in lines
    )
    assert [line for line in lines if line.startswith("        touches crm.persons.delete;")]
    assert max(map(len, lines)) <= 110
    assert lines[-1] == "Do this."


def test_documentation_is_listed_on_request() -> None:
    output = FORMATS["text"](report(with_documentation=True))
    assert "[documentation-changed]" in output
    assert "--docs" not in output.partition("\n\n")[0]
    document = sample()
    document["definitions"]["PersonDto"]["description"] = document["info"]["description"] = "Another description."
    assert "2 changes of documentation; " in FORMATS["text"](report(document))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_reports_no_drift(name: str) -> None:
    output = FORMATS[name](report(sample(), advice="Unused advice."))
    assert "Unused advice." not in output
    assert re.search(r"No drift|no entry is needed|\"same\"", output)


def test_many_equal_changes_become_one_entry() -> None:
    text, markdown = (FORMATS[name](report(errors_everywhere())) for name in ("text", "markdown"))
    assert "12 times: " in text
    assert text.count("error-responses-changed") < 5
    assert "- 12 times: error responses changed (was 401, is 401, 404)" in markdown
    assert "<details><summary>Where</summary>`" in markdown


def test_markdown_suits_a_pull_request() -> None:
    output = FORMATS["markdown"](report(headline="You are behind."))
    assert "\n| breaking | additive | neutral |\n| ---: | ---: | ---: |\n| 3 | 12 | 1 |\n" in output
    assert (
        output.index("### Breaking")
        < output.index("### Additive")
        < output.index("<details><summary>Neutral</summary>")
    )
    assert "`crm.persons.delete`" in output
    assert "You are behind." in output
    # Names in a definition are not trusted: markup and mentions have no effect.
    assert "``CompanyDto.New<b>@someone|`x```" in output.replace("\u200b", "")


def test_markdown_fits_into_the_body_of_a_pull_request() -> None:
    document = sample()
    for number in range(1000):
        document["definitions"]["PersonDto"]["properties"][f"PersonNew{number}"] = TEXT
    output = FORMATS["markdown"](report(document))
    assert len(output) < 65_536
    assert "… cut here: " in output[-100:]


def test_cut_markdown_closes_its_folds() -> None:
    # Many neutral changes that differ, so they are folded and not merged.
    document = sample()
    for number in range(400):
        document["paths"]["/Users"]["get"][f"x-{number}"] = "long " * 20
    output = FORMATS["markdown"](report(document))
    assert "… cut here: " in output[-100:]
    assert output.count("<details>") == output.count("</details>") > 0
    assert output.index("… cut here: ") > output.rindex("</details>")


def grown(number: int) -> dict[str, Any]:
    document = sample()
    for index in range(number):
        document["definitions"]["PersonDto"]["properties"][f"PersonNew{index}"] = TEXT
    return document


@pytest.mark.slow
@pytest.mark.parametrize(("number", "fits"), [(1, True), (300, False), (3000, False)])
def test_the_pull_request_body_is_never_too_long(number: int, fits: bool, tmp_path: Path) -> None:
    for name, form in KEPT.items():
        (tmp_path / name).write_text(FORMATS[form](report(grown(number))), encoding="utf-8")
    files = [(tmp_path / name).read_text(encoding="utf-8") for name in ("report.md", "changelog.md")]
    failed = Outcome("make test", "exit code 1", "FAILED tests/unit/test_a.py::test_b - AssertionError\n" * 900)
    output = body(*files, [failed] * 5, regenerated=True)
    assert len(output) <= 65_536
    assert output.startswith("**A person is needed**: `make test`, ")
    assert "\n## Drift of the API\n" in output
    assert ("\nFor CHANGELOG.md:\n\n```markdown\n### Added\n" in output) == fits
    assert ("see `changelog.md`" in output) != fits
    assert output.endswith("\nOn the regenerated client:\n\n" + "- `make test`: exit code 1\n" * 5)


def test_a_changelog_entry_cannot_close_its_fence() -> None:
    output = body("", "- `a`\n```\n", [], regenerated=True)
    assert "\n````markdown\n- `a`\n```\n````\n" in output


def test_json_has_the_documented_shape() -> None:
    content = json.loads(FORMATS["json"](report(with_documentation=True)))
    assert content.keys() == SHAPE.keys()
    assert (content["format"], content["version"], content["verdict"]) == ("webcrm-drift", 1, "breaking")
    assert content["counts"] == {"breaking": 3, "additive": 12, "neutral": 1}
    assert content["was"] == {"name": "old.json", "operations": 12, "models": 6}
    assert all(each.keys() == CHANGE_SHAPE.keys() for each in content["changes"] + content["documentation"])
    renamed = next(each for each in content["changes"] if each["code"] == "property-renamed")
    assert renamed["guess"] is True
    assert renamed["touches"]["models"] == ["PersonDto.person_first_name", "PersonDto.person_given_name"]
    assert "persons.list" in renamed["touches"]["methods"]
    assert [each["subject"] for each in content["documentation"]] == ["PersonDto.PersonId"]
    assert json.loads(FORMATS["json"](report()))["documentation"] == []


def test_annotations_have_their_lines() -> None:
    lines = FORMATS["github"](report(before_file="swagger/webcrm.json")).splitlines()
    assert lines[0].startswith("::notice title=Drift::Drift of the API: 3 breaking, ")
    canonical = canonicalise(sample()).decode().splitlines()
    removed = next(line for line in lines if "operation-removed" in line)
    matched = re.fullmatch(
        r"::error file=swagger/webcrm\.json,line=(\d+),title=operation-removed%3A DELETE /Persons/\{id\}::(.*)", removed
    )
    assert matched
    assert canonical[int(matched[1]) - 1] == '      "delete": {'
    assert all(line.startswith("::error ") for line in lines[1:4])
    assert not any(line.startswith("::error ") for line in lines[4:])
    assert " file=" not in "".join(FORMATS["github"](report()).splitlines()[1].partition("title")[0])


def test_every_address_has_its_line_number() -> None:
    document = json.loads(canonicalise(sample()))
    lines = canonicalise(document).decode().splitlines()

    def check(value: Any, path: tuple[Any, ...]) -> None:
        members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in members:
            line = lines[line_number(pointer(*path, key), document) - 1].strip()
            start = json.dumps(item)[0] if isinstance(item, dict | list) else json.dumps(item)
            assert line.startswith(f'"{key}": {start}' if isinstance(value, dict) else start)
            check(item, (*path, key))

    check(document, ())
    assert line_number("", document) == 1
    assert at(document, ("info", "version")) == "v1"


def test_changelog_lists_changes_by_section() -> None:
    output = FORMATS["changelog"](report())
    assert re.findall(r"^### (\w+)$", output, re.MULTILINE) == ["Added", "Changed", "Removed"]
    assert "- `crm.users.all_active` (`GET /Users/AllActive`): an operation was added." in output
    assert "- **Breaking:** `crm.persons.delete` (`DELETE /Persons/{id}`): an operation was removed." in output
    assert "This is a guess." in output
    assert "- 1 change of the API without effect on programs." in output


def test_changelog_lists_deprecations() -> None:
    document = sample()
    document["paths"]["/Persons/{id}"]["delete"]["deprecated"] = True
    output = FORMATS["changelog"](report(document))
    assert output == (
        "### Deprecated\n\n- `crm.persons.delete` (`DELETE /Persons/{id}`): an operation was deprecated "
        "(was false, is true).\n"
    )


def test_the_table_of_codes_is_complete() -> None:
    for code in CODES.values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", code.name)
        assert code.section in ("Added", "Changed", "Deprecated", "Removed")
        for verdict in (code.sent, code.received):
            assert isinstance(verdict.judgement, Judgement)
            assert verdict.why.endswith(".")
        assert code.verdict(frozenset()).judgement.weight == max(
            code.sent.judgement.weight, code.received.judgement.weight
        )


def test_the_documentation_is_generated_from_the_tables() -> None:
    assert (ROOT / DOCUMENT).read_text(encoding="utf-8") == documentation()
    for code in CODES:
        assert f"| `{code}` |" in documentation()


def test_an_excerpt_says_where_a_command_failed() -> None:
    pytest_output = "....F\n" + "E   assert 1 == 2\n" + "FAILED tests/unit/test_a.py::test_b - assert 1 == 2\n"
    assert excerpt(pytest_output) == ["FAILED tests/unit/test_a.py::test_b - assert 1 == 2"]
    assert excerpt("scripts/a.py:3: error: No\nFound 1 error\n") == ["scripts/a.py:3: error: No"]
    refused = "\x1b[31mregenerate: /paths/~1Users: no rule.\x1b[0m\nmake: *** [Makefile:84: regenerate] Error 1\n"
    assert excerpt(refused) == ["regenerate: /paths/~1Users: no rule."]
    assert excerpt("\n".join(f"a.py:{number}: error" for number in range(12)))[-2:] == ["a.py:9: error", "… 2 more"]
    assert [len(line) for line in excerpt("x" * 5000)] == [200]


def test_a_success_says_nothing_of_a_person() -> None:
    output = body("## Drift of the API\n", "### Added\n", [Outcome("make test", "", "")], regenerated=True)
    assert output.startswith("## Drift of the API\n")
    assert "person" not in output
    assert output.endswith("\nOn the regenerated client:\n\n- `make test`: success\n")


def uncompared_parts() -> dict[str, Any]:
    """Parts that mean nothing to a client, and one that no rule reads."""
    document = sample()
    document["webhooks"] = {"created": {}}
    document["definitions"]["UnusedDto"]["type"] = "@record`"
    return document


def test_every_format_lists_what_was_not_compared() -> None:
    drift = report(uncompared_parts())
    output = {name: render(drift) for name, render in FORMATS.items()}
    assert "\nNOT COMPARED\n\n    UnusedDto at /definitions/UnusedDto\n" in output["text"]
    assert "\n    webhooks at /webhooks\n        The client receives no calls.\n" in output["text"]
    markdown = output["markdown"].partition("\n### Not compared\n\n")[2]
    assert markdown.startswith("- `UnusedDto at /definitions/UnusedDto`: it cannot be read: type ")
    assert "- `webhooks at /webhooks`: the client receives no calls.\n" in output["markdown"]
    assert "@record`" not in markdown
    assert "::notice title=Not compared::webhooks at /webhooks: the client receives no calls.\n" in output["github"]
    assert "\n- Not compared: `UnusedDto`, `webhooks`.\n" in output["changelog"]
    listed = json.loads(output["json"])["uncompared"]
    assert all(each.keys() == UNCOMPARED_SHAPE.keys() for each in listed)
    assert listed[1] == {
        "subject": "webhooks", "why": "The client receives no calls.", "was": None, "now": "/webhooks",
    }  # fmt: skip
    unchanged = {name: render(report(sample())).lower() for name, render in FORMATS.items()}
    assert not any("not compared" in text for text in unchanged.values())
