"""A stand-in for the command `gh`: it keeps pull requests in a file, and records its calls.

gh.py STATE pr list --head drift …
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any


def run(state: dict[str, Any], arguments: list[str]) -> None:
    """Run one call, and write what `gh` would print."""
    state["calls"].append(arguments)
    options = dict(pairwise(arguments))
    requests = {str(each["number"]): each for each in state["requests"]}
    match arguments:
        case ["pr", "list", *_]:
            wanted = (options["--head"], options["--state"])
            found = [each for each in requests.values() if (each["head"], each["state"]) == wanted]
            keys = options["--json"].split(",")
            sys.stdout.write(json.dumps([{key: each.get(key) for key in keys} for each in found]))
        case ["pr", "create", *_]:
            if state["refuse"]:
                sys.exit("GitHub Actions is not permitted to create or approve pull requests")
            made = {
                "number": len(requests) + 1,
                "head": options["--head"],
                "state": "open",
                "title": options["--title"],
            }
            made |= {"body": read(options["--body-file"]), "labels": [], "isCrossRepository": False}
            state["requests"].append(made)
            sys.stdout.write(f"https://github.test/webcrm/client/pull/{made['number']}\n")
        case ["pr", "edit", number, *_]:
            if "--body-file" in options:
                requests[number]["body"] = read(options["--body-file"])
            if "--add-label" in options:
                assert options["--add-label"] in state["labels"]
                requests[number]["labels"].append({"name": options["--add-label"]})
            if "--remove-label" in options:
                requests[number]["labels"].remove({"name": options["--remove-label"]})
        case ["pr", "close", number, *_]:
            requests[number] |= {"state": "closed", "comment": options["--comment"]}
        case ["label", "create", name, *_]:
            state["labels"].append(name)
        case _:
            sys.exit(f"unexpected call: {arguments}")


def read(name: str) -> str:
    """Return the content of a file."""
    return Path(name).read_text(encoding="utf-8")


if __name__ == "__main__":
    content = json.loads(read(sys.argv[1]))
    try:
        run(content, sys.argv[2:])
    finally:
        Path(sys.argv[1]).write_text(json.dumps(content), encoding="utf-8")
