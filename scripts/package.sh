#!/bin/sh
# Build the sdist, build the wheel from it, and use the wheel in a clean environment: package.sh PYTHON VENV
set -eu
python=$1
venv=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$venv/bin/python" -m build --no-isolation --outdir "$work/dist" . >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
# The sdist contains the sources of the wheel, and no other folders of the same names.
tar -tzf "$work"/dist/*.tar.gz | cut -d/ -f2 | sort -u | grep -vxE 'generated|webcrm_ext|pytest_webcrm.py|swagger|README.md|CHANGELOG.md|LICENSE|PKG-INFO|pyproject.toml|.gitignore' >&2 && { echo "The sdist contains unexpected files." >&2; exit 1; }
"$python" -m venv --without-pip "$work/empty"
"$venv/bin/python" -m pip --python "$work/empty/bin/python" install --quiet --disable-pip-version-check --constraint constraints.txt "$work"/dist/*.whl
cd "$work"
cat >uses.py <<'USES'
import importlib.metadata
import importlib.resources
from typing import assert_type

import webcrm_api.models
import webcrm_api.pages
import webcrm_ext

installed = sorted(each.name for each in importlib.metadata.distributions())
assert "starlette" not in installed, "the core must not depend on the packages of the sandbox"
assert (importlib.resources.files("webcrm_ext") / "definition" / "openapi.json").is_file()
# Package indexes show neither the README's pictures nor the files that it links to.
description = importlib.metadata.distribution("webcrm-client").read_text("METADATA") or ""
assert [each for each in ("](docs/", "![", "\n!", "<img", "<!--") if each in description] == []
assert "with Sandbox() as sandbox, WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:" in description
with webcrm_ext.WebCRM("00000000-0000-4000-8000-000000000001", base_url="http://localhost:1") as crm:
    listed = crm.persons.list()
    assert_type(listed, webcrm_api.pages.Pages[webcrm_api.models.PersonDto])
    assert "GET /Persons" in repr(listed)
person = webcrm_api.models.PersonDto(person_id=1)
assert_type(person.person_id, int)
assert person.to_dict() == {"PersonId": 1}
print(f"The wheel of webcrm-client {importlib.metadata.version('webcrm-client')} imports in a clean environment with {', '.join(installed)}.")
USES
"$work/empty/bin/python" -W error uses.py
# Check the types of the installed wheel as a user's type checker does.
"$venv/bin/python" -m mypy --strict --no-incremental --python-executable "$work/empty/bin/python" uses.py
# The installed drift check finds no drift against the packaged definition.
"$work/empty/bin/python" -c 'import importlib.resources, pathlib
files = importlib.resources.files("webcrm_ext") / "definition"
pathlib.Path("same.json").write_bytes((files / "webcrm.json").read_bytes())'
"$work/empty/bin/python" -m webcrm_ext.drift --source same.json
