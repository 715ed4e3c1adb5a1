#!/bin/sh
# Build the wheel and import it alone in an empty environment: package.sh PYTHON VENV
set -eu
python=$1
venv=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$venv/bin/python" -m build --wheel --no-isolation --outdir "$work/dist" . >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
"$python" -m venv "$work/empty"
"$work/empty/bin/python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "$work"/dist/*.whl
cd "$work"
"$work/empty/bin/python" -W error - <<'CHECK'
import importlib.metadata
import importlib.resources

import webcrm_api
import webcrm_ext
from webcrm_api.models import PersonDto

installed = sorted(each.name for each in importlib.metadata.distributions())
assert "starlette" not in installed, "the core must not need the sandbox's packages"
for package in ("webcrm_api", "webcrm_ext"):
    assert (importlib.resources.files(package) / "py.typed").is_file(), f"{package} ships no type information"
assert (importlib.resources.files("webcrm_ext") / "definition" / "openapi.json").is_file()
with webcrm_ext.WebCRM("00000000-0000-4000-8000-000000000001", base_url="http://localhost:1") as crm:
    assert "GET /Persons" in repr(crm.persons.list())
assert PersonDto(person_id=1).to_dict() == {"PersonId": 1}
import json, pathlib, subprocess, sys

source = pathlib.Path("installed.json")
source.write_bytes((importlib.resources.files("webcrm_ext") / "definition" / "webcrm.json").read_bytes())
checked = subprocess.run([sys.executable, "-m", "webcrm_ext.drift", "--source", source, "--format", "json"], capture_output=True)
assert checked.returncode == 0 and json.loads(checked.stdout)["verdict"] == "same", checked
print(f"The wheel imports alone, typed: webcrm-client {importlib.metadata.version('webcrm-client')}, beside {', '.join(installed)}.")
CHECK
