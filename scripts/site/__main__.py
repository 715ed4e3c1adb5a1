"""Build the documentation: `python -m scripts.site`, which `make docs` runs. Any warning fails it.

The steps: write the reference, build docs/ into site/ with zensical, and add each page as text.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from scripts.site import reference, text

ROOT = Path(__file__).parents[2]
DOCS, SITE = ROOT / "docs", ROOT / "site"


def main() -> int:
    """Build the site, and return the exit code."""
    reference.write(DOCS / "reference")
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"], cwd=ROOT, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode != 0 or "Warning" in done.stdout:
        print(done.stdout)
        return 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text.write(DOCS, SITE, project["description"])
    print(f"The documentation is in {SITE.relative_to(ROOT)}/: open site/index.html, or serve the folder.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
