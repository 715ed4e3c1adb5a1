"""The formats of a drift report: for a person, a pull request, a program, a CI job and a changelog."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from webcrm_ext.drift.reports import changelog, github, json, markdown, text
from webcrm_ext.drift.reports.report import Report

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": text.render,
    "markdown": markdown.render,
    "json": json.render,
    "github": github.render,
    "changelog": changelog.render,
}
