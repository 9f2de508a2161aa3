"""Checks of a data set: what would ruin a run, found, remembered, and mended where one click can.

Here is what a window shows. `running` and `mending` do the work, in the background: they load heavy libraries.
"""

from studio.data.checks.options import CheckOptions
from studio.data.checks.remembering import (
    CheckState,
    RuleFindings,
    check_state,
    finding_ids,
    findings,
    findings_of,
    list_findings,
    remember,
)
from studio.data.checks.report import CheckReport, ChecksCancelled, Finding
from studio.data.checks.rules import RULES, Level, Rule, rule_by_id, rules_for

__all__ = [
    "RULES",
    "CheckOptions",
    "CheckReport",
    "CheckState",
    "ChecksCancelled",
    "Finding",
    "Level",
    "Rule",
    "RuleFindings",
    "check_state",
    "finding_ids",
    "findings",
    "findings_of",
    "list_findings",
    "remember",
    "rule_by_id",
    "rules_for",
]
