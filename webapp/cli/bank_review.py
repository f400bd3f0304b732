"""``bank check`` and ``bank rules``: what is wrong with the bank's files, and what is doubtful."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

import click

from question_bank.bank import Bank, default_folders, read_bank
from question_bank.originals import check_originals, read_originals
from question_bank.review import RULES, Finding, Material, Severity, review

from .tables import lines
from .texts import repository_texts

_FAILING = {Severity.ERROR, Severity.WARNING}


@click.command("check")
@click.option(
    "--articles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="TUMEN_ARTICLES",
    help="Folder of the original articles (TUMEN_ARTICLES): compare spans, figures and wording with them too.",
)
@click.option("--strict", is_flag=True, help="List all that the reviewer's rules find, and fail on warnings too.")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="ID",
    type=click.Choice([rule.id for rule in RULES]),
    help="List what this rule finds, and no other. May be given several times.",
)
def check_files(articles: Path | None, *, strict: bool, rules: tuple[str, ...]) -> None:
    """Check the bank's files: every problem is named with file, line and id.

    What can be read of them is reviewed by the rules that `bank rules` lists: errors are named, the rest is counted.
    Exit code 1 for problems and errors.
    """
    bank, unreadable = read_bank(*default_folders())
    problems = [*unreadable, *(check_originals(bank, articles, repository_texts()) if articles else [])]
    findings = _review(bank, articles, rules)
    for problem in sorted(set(problems)):
        click.echo(str(problem))
    for finding in findings:
        if strict or rules or finding.severity is Severity.ERROR:
            click.echo(str(finding))
    if not problems:
        click.echo(_sound(bank, articles))
    if findings:
        click.echo(_counted(findings, listed=strict or bool(rules)), err=True)
    if problems:
        click.echo(f"{len(set(problems))} problems.", err=True)
    failing = _FAILING if strict else {Severity.ERROR}
    if problems or any(finding.severity in failing for finding in findings):
        sys.exit(1)


def _review(bank: Bank, articles: Path | None, rules: Collection[str]) -> list[Finding]:
    """What the rules find; only those that are named, if any are."""
    originals = read_originals(bank, articles)[0] if articles else {}
    found = review(Material(bank=bank, originals=originals))
    return [finding for finding in found if not rules or finding.rule in rules]


def _sound(bank: Bank, articles: Path | None) -> str:
    published = Counter(question.status.value for question in bank.questions.values())["published"]
    compared = f"compared with {articles}" if articles else "the original articles were not compared (--articles DIR)"
    return (
        f"No problems: {len(bank.articles)} articles, {len(bank.claims)} claims, {len(bank.questions)} questions, "
        f"{published} of them published; {compared}."
    )


def _counted(findings: Sequence[Finding], *, listed: bool) -> str:
    counts = Counter(finding.severity for finding in findings)
    words = [f"{counts[one]} {one}{'s' * (counts[one] != 1)}" for one in Severity if counts[one]]
    return f"The reviewer's rules: {', '.join(words)}." + ("" if listed else " --strict lists them all.")


@click.command("rules")
def list_rules() -> None:
    """List the reviewer's rules: id, severity, and what each asks for."""
    rows = [(rule.id, rule.severity.value, rule.description) for rule in RULES]
    click.echo("\n".join(lines([("rule", "severity", "asks for"), *rows])))
