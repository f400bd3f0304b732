"""The schemas of the records hold for whatever ``to_json`` writes, and for nothing that has lost or gained a part."""

from __future__ import annotations

from typing import Any

import pytest

from question_bank.bank import default_folders, load_bank
from question_bank.kinds import KINDS
from question_bank.schemas import ACTOR, ARTICLE, CLAIM, ISSUE, TOPIC, question_schemas

from .banks import SMALL

jsonschema: Any = pytest.importorskip("jsonschema_rs", reason="jsonschema-rs comes with schemathesis, by the gate")


def test_every_record_of_both_banks_has_the_shape_that_the_schemas_tell() -> None:
    validators = {kind: jsonschema.validator_for(schema) for kind, schema in question_schemas().items()}
    claim, article = jsonschema.validator_for(CLAIM), jsonschema.validator_for(ARTICLE)
    met = set()
    for folders in (default_folders(), (SMALL / "articles", SMALL / "data")):
        bank = load_bank(*folders)
        records = [(validators[each.kind], each.to_json()) for each in bank.questions.values()]
        records += [(claim, each.to_json()) for each in bank.claims.values()]
        records += [(article, each.to_json()) for each in bank.articles.values()]
        for schema, terms in ((ACTOR, bank.actors), (ISSUE, bank.issues), (TOPIC, bank.topics)):
            of_terms = jsonschema.validator_for(schema)
            records += [(of_terms, each.to_json()) for each in terms.values()]
        met |= {each.kind for each in bank.questions.values()}
        for validator, record in records:
            validator.validate(record)
            assert not validator.is_valid({**record, "else": 1})
            first = next(iter(record))
            assert not validator.is_valid({name: part for name, part in record.items() if name != first})
    assert met == set(KINDS)
