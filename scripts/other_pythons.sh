#!/bin/sh
# Run the quick tests on the other supported versions of Python, and say so where one is not found.
set -eu
for version in 3.12 3.13; do
    python=python$version
    if ! "$python" -c '' 2>/dev/null; then
        # pyenv keeps interpreters that are not on the path until they are chosen.
        python=$(ls -d "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python 2>/dev/null | tail -n 1 || true)
    fi
    if [ -z "$python" ] || ! "$python" -c '' 2>/dev/null; then
        echo "Python $version was not found: nothing was tested on it."
        continue
    fi
    venv=.venv-$version
    [ -e "$venv/.ready" ] && [ "$venv/.ready" -nt pyproject.toml ] && [ "$venv/.ready" -nt constraints.txt ] || {
        sh scripts/setup.sh "$python" "$venv"
        touch "$venv/.ready"
    }
    echo "On $("$venv/bin/python" --version):"
    "$venv/bin/python" -m pytest --quiet -m "not slow"
done
