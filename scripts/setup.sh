#!/bin/sh
# Create a virtual environment: setup.sh PYTHON FOLDER [GROUP of pyproject.toml] [CONSTRAINTS]
set -eu
python=$1
venv=$2
group=${3:-dev}
if [ -z "$python" ]; then
    echo "No Python 3.11 or newer was found. Install one, or set its path: make PYTHON=/path/to/python" >&2
    exit 1
fi
echo "Creating $venv with $("$python" --version)"
"$python" -m venv --clear "$venv"
export PIP_CONSTRAINT="${4:-constraints.txt}" PIP_DISABLE_PIP_VERSION_CHECK=1
"$venv/bin/python" -m pip install --quiet --upgrade pip
"$venv/bin/python" -m pip install --quiet --editable '.[sandbox]' --group "$group"
if [ "$group" = dev ]; then
    # For the benchmarks. Only its client class is used, so its dependencies are not installed.
    "$venv/bin/python" -m pip install --quiet --no-deps tap-webcrm
fi
