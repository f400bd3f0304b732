"""All rules, and the review of a bank by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from question_bank.claims import Claim
from question_bank.questions import Question
from question_bank.records import Place

from . import attribution, evidence, explanations, options, rivals, similarity, stems, tidiness, unasked, waivers
from .findings import Finding, Remark, Rule
from .material import Material
from .waivers import Applied, WaiverRule

RULES_ON_RECORDS: tuple[Rule, ...] = (
    *stems.RULES,
    *similarity.RULES,
    *options.RULES,
    *attribution.RULES,
    *evidence.RULES,
    *rivals.RULES,
    *explanations.RULES,
    *tidiness.RULES,
    *unasked.RULES,
)
RULES: tuple[Rule | WaiverRule, ...] = (*RULES_ON_RECORDS, *waivers.RULES)


def review(material: Material) -> list[Finding]:
    """What the rules find in the bank and nobody has waived, in the order of the files."""
    applied = [rule for rule in RULES_ON_RECORDS if material.originals or not rule.needs_originals]
    found = [finding for rule in applied for finding in _findings(material, rule, rule.find(material))]
    waived = {(rule, record, key) for rule, record, key, _ in waivers.waivers(material)}
    rules = Applied(
        known={rule.id for rule in RULES_ON_RECORDS},
        applied={rule.id for rule in applied},
        found={(finding.rule, finding.record, finding.id) for finding in found},
    )
    kept = [finding for finding in found if (finding.rule, finding.record, finding.id) not in waived]
    for rule in waivers.RULES:
        kept += _findings(material, rule, rule.find(material, rules))
    return sorted(dict.fromkeys(kept), key=lambda finding: (finding.file, finding.line, finding.id, finding.rule))


def review_one(material: Material, record: str, key: str) -> list[Finding]:
    """What the rules find in one "question" or "claim" of the bank, and it does not waive, in the order of the rules.

    Only rules that compare look at the other questions too, so that this costs little.
    """
    known: Mapping[str, Question | Claim] = material.bank.questions if record == "question" else material.bank.claims
    kept = {key: material.bank.questions[key]} if record == "question" else {}
    alone = replace(material, bank=replace(material.bank, questions=kept), excerpt_of=material)
    found = [
        finding
        for rule in RULES_ON_RECORDS
        if material.originals or not rule.needs_originals
        for finding in _findings(material, rule, rule.find(material if rule.compares else alone))
        if (finding.record, finding.id) == (record, key) and finding.rule not in known[key].waive
    ]
    return list(dict.fromkeys(found))


def _findings(material: Material, rule: Rule | WaiverRule, remarks: Iterable[Remark]) -> Iterator[Finding]:
    for remark in remarks:
        place = material.bank.places.get((remark.record, remark.id), Place("", 0))
        yield Finding(
            rule=rule.id,
            severity=remark.severity or rule.severity,
            record=remark.record,
            id=remark.id,
            file=place.file,
            line=place.line,
            message=remark.message,
            part=remark.part,
        )
