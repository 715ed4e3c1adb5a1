#!/bin/sh
# Build the sdist and the wheel, and test the wheel alone in an empty environment: package.sh PYTHON VENV
set -eu
python=$1
venv=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$venv/bin/python" -m build --no-isolation --outdir "$work/dist" . >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
# The sdist contains only what the wheel is built from.
tar -tzf "$work"/dist/*.tar.gz | cut -d/ -f2 | sort -u | grep -vxE 'generated|webcrm_ext|swagger|README.md|CHANGELOG.md|LICENSE|PKG-INFO|pyproject.toml|.gitignore' >&2 && { echo "The sdist contains other files. Check [tool.hatch.build.targets.sdist] in pyproject.toml." >&2; exit 1; }
"$python" -m venv "$work/empty"
"$work/empty/bin/python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "$work"/dist/*.whl
cd "$work"
cat >uses.py <<'USES'
import importlib.metadata
import importlib.resources
from typing import assert_type

import webcrm_api.models
import webcrm_api.pages
import webcrm_ext

installed = sorted(each.name for each in importlib.metadata.distributions())
assert "starlette" not in installed, "the core must not depend on the sandbox's packages"
assert (importlib.resources.files("webcrm_ext") / "definition" / "openapi.json").is_file()
with webcrm_ext.WebCRM("00000000-0000-4000-8000-000000000001", base_url="http://localhost:1") as crm:
    listed = crm.persons.list()
    assert_type(listed, webcrm_api.pages.Pages[webcrm_api.models.PersonDto])
    assert "GET /Persons" in repr(listed)
person = webcrm_api.models.PersonDto(person_id=1)
assert_type(person.person_id, int)
assert person.to_dict() == {"PersonId": 1}
print(f"The wheel works alone: webcrm-client {importlib.metadata.version('webcrm-client')}. Installed: {', '.join(installed)}.")
USES
"$work/empty/bin/python" -W error uses.py
# The types of the installed wheel, as a user's type checker sees them.
"$venv/bin/python" -m mypy --strict --no-incremental --python-executable "$work/empty/bin/python" uses.py
# The drift check of the installed client finds no drift from its own definition.
"$work/empty/bin/python" -c 'import importlib.resources, pathlib
files = importlib.resources.files("webcrm_ext") / "definition"
pathlib.Path("same.json").write_bytes((files / "webcrm.json").read_bytes())'
"$work/empty/bin/python" -m webcrm_ext.drift --source same.json
