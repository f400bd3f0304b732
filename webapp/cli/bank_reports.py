"""``bank coverage`` and ``bank conflicts``: what the bank's files hold, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from question_bank.bank import Bank, default_folders, load_bank
from question_bank.claims import Claim, Importance
from question_bank.coverage import (
    Coverage,
    Tally,
    claims_without_question,
    coverage,
    of_importance,
    of_kinds,
    total,
    whole_bank,
)
from question_bank.disagreements import disagreements, questions_on
from question_bank.questions import Status

from .tables import lines, markdown_lines

_IMPORTANCES = tuple(importance.value for importance in Importance)


@click.command("coverage")
@click.option("--passages", is_flag=True, help="A row for each passage, not for each article alone.")
@click.option("--markdown", is_flag=True, help="Print the tables of the README's section on the bank instead.")
def show_coverage(*, passages: bool, markdown: bool) -> None:
    """Show claims and published questions of each article by kind and importance, and what has none."""
    bank = load_bank(*default_folders())
    if markdown:
        click.echo("\n".join(markdown_tables(bank)))
        return
    found = coverage(bank)
    rows = [row for row in found if passages or row.passage is None]
    claims = ("claims", *_IMPORTANCES, "of the kinds")
    questions = ("questions", *_IMPORTANCES, "of the kinds")
    table = [("article", "passage", "role", *claims, *questions)]
    table += [_cells(row) for row in (*rows, whole_bank(bank))]
    click.echo("\n".join(lines(table, right={3, 4, 5, 6, 8, 9, 10, 11})))
    bare = [f"{row.article}#{row.passage}" for row in found if row.is_bare]
    _list("Body passages without a claim or a published question", bare)
    unasked = [f"{claim.id} ({claim.importance})" for claim in claims_without_question(bank)]
    _list("Claims without a published question", unasked)


def _cells(row: Coverage) -> tuple[str, ...]:
    name = row.article or "in all"
    return (name, row.passage or "", row.role or "", *_counted(row.claims), *_counted(row.questions))


def _counted(tally: Tally) -> tuple[str, ...]:
    kinds = ", ".join(f"{number} {kind}" for kind, number in of_kinds(tally).items())
    return (str(total(tally)), *_by_importance(tally), kinds)


def _by_importance(tally: Tally) -> tuple[str, ...]:
    return tuple(str(of_importance(tally, importance)) for importance in _IMPORTANCES)


def _list(heading: str, names: Sequence[str]) -> None:
    click.echo(f"\n{heading}: {len(names)}" + "".join(f"\n  {name}" for name in names))


def markdown_tables(bank: Bank) -> Iterator[str]:
    """Three tables: by article, claims by kind, questions by kind, each with the importances."""
    whole = whole_bank(bank)
    articles = [row for row in coverage(bank) if row.passage is None]
    heads = ("article", "claims", *_IMPORTANCES, "questions", *_IMPORTANCES)
    named = [(f"`{row.article}`", row) for row in articles]
    yield from markdown_lines(
        [heads]
        + [
            (title, str(total(row.claims)), *_by_importance(row.claims), str(total(row.questions)),
             *_by_importance(row.questions))
            for title, row in (*named, ("**in all**", whole))
        ]
    )  # fmt: skip
    for heading, tally in (("claims of the kind", whole.claims), ("questions of the kind", whole.questions)):
        yield ""
        yield from markdown_lines([(heading, "in all", *_IMPORTANCES), *_by_kind(tally)])


def _by_kind(tally: Tally) -> Iterator[tuple[str, ...]]:
    for kind, number in of_kinds(tally).items():
        yield (kind, str(number), *(str(tally.get((kind, importance), 0)) for importance in _IMPORTANCES))


@click.command("conflicts")
def show_conflicts() -> None:
    """List rival claims, each pair once, the claims that an erratum corrects, and those that a later one replaces."""
    bank = load_bank(*default_folders())
    found = disagreements(bank)
    click.echo(f"Rival claims, in pairs: {len(found.rivals)}")
    for one, other in found.rivals:
        click.echo(f"\n{_told(bank, one)}\n  against\n{_told(bank, other)}")
    click.echo(f"\nClaims with an erratum: {len(found.corrected)}")
    for claim in found.corrected:
        click.echo(f"\n{_told(bank, claim)}\n  erratum: {claim.erratum}")
    click.echo(f"\nSuperseded claims: {len(found.superseded)}")
    for later, earlier in found.superseded:
        click.echo(f"\n{_told(bank, earlier)}\n  superseded by\n{_told(bank, later)}")


def _told(bank: Bank, claim: Claim) -> str:
    """A claim on five lines: id, statement, who says so, sources, questions."""
    asked = [
        question.id if question.status is Status.PUBLISHED else f"{question.id} ({question.status})"
        for question in questions_on(bank, claim)
    ]
    who = claim.attributed_to or ", ".join(bank.actors[key].name for key in claim.actors if key in bank.actors)
    dated = f", as of {claim.as_of}" if claim.as_of else ""
    return "\n".join(
        (
            f"  {claim.id}",
            f"    {claim.statement}",
            f"    said by: {who or 'the article'}{dated}",
            f"    sources: {', '.join(claim.sources)}",
            f"    questions: {', '.join(asked) or 'none'}",
        )
    )
