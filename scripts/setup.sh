#!/bin/sh
# Create a virtual environment: setup.sh PYTHON FOLDER [GROUP of pyproject.toml] [CONSTRAINTS] [PYTHON with pip]
set -eu
python=$1
venv=$2
group=${3:-dev}
installer=${5:-}
if [ -z "$python" ]; then
    echo "Python 3.11 or later was not found. Install it, or name it: make PYTHON=/path/to/python" >&2
    exit 1
fi
case $group in
    test) extras=sandbox,arrow,redis,otel ;;
    browser) extras=sandbox,swagger-ui,redis,otel ;;
    services) extras=sandbox,arrow,duckdb,redis,dlt,fleet,otel ;;
    *) extras=sandbox,swagger-ui,arrow,pandas,duckdb,redis,otel ;;
esac
echo "Creating $venv with $("$python" --version)"
export PIP_CONSTRAINT="${4:-constraints.txt}" PIP_DISABLE_PIP_VERSION_CHECK=1
if [ -n "$installer" ]; then
    # Three times faster than to install and upgrade a pip of its own, and to compile every installed module.
    "$python" -m venv --clear --without-pip "$venv"
    "$installer" -m pip --python "$venv/bin/python" install --quiet --no-compile --editable ".[$extras]" --group "$group"
    exit
fi
"$python" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --upgrade pip
"$venv/bin/python" -m pip install --quiet --editable ".[$extras]" --group "$group"
if [ "$group" = dev ]; then
    # For the benchmarks, which use only its client class: do not install its framework.
    "$venv/bin/python" -m pip install --quiet --no-deps tap-webcrm
fi
