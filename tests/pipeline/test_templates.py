"""The templates of the generator that are replaced here, compared with the originals."""

from __future__ import annotations

import hashlib
import re
from importlib.metadata import version
from pathlib import Path

import openapi_python_client
import pytest

from scripts.generate import TOOLS

from .documents import GOLDEN, ROOT, read

OURS = ROOT / "scripts/templates"
UPSTREAM = Path(openapi_python_client.__file__).parent / "templates"
RECORDED = read(GOLDEN / "upstream_templates.json")

GENERATOR = sorted(path.name for path in (OURS / "generator").iterdir())
OVERRIDES = [name for name in GENERATOR if (UPSTREAM / name).exists()]
HELPERS = [name for name in GENERATOR if name not in OVERRIDES]


def kept() -> list[str]:
    """Return the generator's templates that are used unchanged."""
    return ["api_init.py.jinja", "endpoint_init.py.jinja"]


def imported_from_upstream() -> set[str]:
    """Return the generator's templates that ours import."""
    found = set()
    for name in GENERATOR:
        for imported in re.findall(r'{%-? *(?:from|import|include) "([^"]+)"', (OURS / "generator" / name).read_text()):
            if imported not in GENERATOR:
                found.add(imported)
    return found


@pytest.mark.parametrize("name", RECORDED["sha256"])
def test_upstream_template_is_unchanged(name: str) -> None:
    path = UPSTREAM / name
    assert path.exists(), f"openapi-python-client no longer has {name}: check whether ours is still used."
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    assert found == RECORDED["sha256"][name], (
        f"The template {name} of openapi-python-client changed. Compare the two versions, carry over to "
        f"scripts/templates/generator what matters, and then write {found} into "
        "tests/pipeline/golden/upstream_templates.json."
    )


def test_all_used_upstream_templates_are_recorded() -> None:
    assert RECORDED["sha256"].keys() == {*OVERRIDES, *imported_from_upstream(), *kept()}


def test_recorded_version_is_the_pinned_one() -> None:
    assert RECORDED["openapi-python-client"] == TOOLS["openapi-python-client"] == version("openapi-python-client")


def test_overrides_and_helpers_exist() -> None:
    assert {"model.py.jinja", "models_init.py.jinja", "endpoint_module.py.jinja", "types.py.jinja"} <= {*OVERRIDES}
    assert HELPERS == ["attribute.jinja", "converter.jinja", "reader.jinja", "signature.jinja", "values.jinja"]


@pytest.mark.parametrize("name", OVERRIDES)
def test_override_begins_with_its_reason(name: str) -> None:
    text = (OURS / "generator" / name).read_text(encoding="utf-8")
    assert text.startswith(("{# Speed", "{# Safety", "{# Size")), f"{name} must begin with {{# Speed: … or the like"
    comment = text[: text.index("#}")]
    assert "upstream" in comment
    assert len(comment.split()) > 8, f"{name} must say why it replaces the one of the generator"


@pytest.mark.parametrize("name", HELPERS)
def test_helper_begins_with_its_purpose(name: str) -> None:
    assert re.match(r"{# .{20}", (OURS / "generator" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted((OURS / "runtime").iterdir()), ids=lambda path: path.name)
def test_runtime_template_is_valid_python(path: Path) -> None:
    assert path.name.endswith(".py.jinja")
    text = path.read_text(encoding="utf-8")
    compile(text, path.name, "exec")
    assert text.startswith('"""')


def test_templates_have_no_other_folders() -> None:
    assert {path.name for path in OURS.iterdir()} == {"generator", "resources", "runtime"}
