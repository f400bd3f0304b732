"""The OpenAPI 3.1 document of the API, made from the table."""

from __future__ import annotations

from typing import Any

from flask import Flask

from question_bank.words import gettext

from .access import SCOPES
from .api_table import ALWAYS, ERRORS, Answer, Described, Operation, Parameter, described, error_schema, named, parts_of

ABOUT = gettext(
    "What programs can do here, in the name of whoever gave them a personal token. Tokens are made on the account page."
)
JSON = "application/json"


def document(app: Flask) -> dict[str, Any]:
    """The document of everything that was described."""
    paths: dict[str, dict[str, Any]] = {}
    for part in parts_of(app):
        for each in described(app, part):
            paths.setdefault(each.path, {})[each.method.lower()] = _operation(each, str(part.name))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tumen", "version": "1", "description": str(ABOUT)},
        "servers": [{"url": "/"}],
        "tags": [{"name": str(part.name)} for part in parts_of(app)],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Error": error_schema(),
                **{name: schema for part in parts_of(app) for name, schema in part.schemas.items()},
            },
        },
    }


def _operation(each: Described, tag: str) -> dict[str, Any]:
    operation = each.operation
    scope = SCOPES[operation.endpoint]
    parts: dict[str, Any] = {
        "operationId": operation.endpoint.replace(".", "_"),
        "tags": [tag],
        "summary": str(operation.summary),
        "description": str(operation.text),
        "security": [{"token": [scope.value]}] if scope else None,
        "parameters": [_parameter(parameter) for parameter in operation.parameters] or None,
        "requestBody": _body(operation),
        "responses": {
            **{str(status): _answer(answer) for status, answer in operation.answers.items()},
            **{str(status): _error(operation, status) for status in sorted({*ALWAYS, *operation.errors})},
        },
    }
    return {name: value for name, value in parts.items() if value is not None}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": str(parameter.text),
        "required": parameter.required,
        "schema": parameter.schema,
    }


def _body(operation: Operation) -> dict[str, Any] | None:
    if operation.body is None:
        return None
    content = {"schema": operation.body, **({"example": operation.example} if operation.example is not None else {})}
    return {"required": True, "content": {JSON: content}}


def _answer(answer: Answer) -> dict[str, Any]:
    headers = {name: {"required": True, "schema": {"type": "string"}} for name in answer.headers}
    return {
        "description": str(answer.text),
        **({"headers": headers} if headers else {}),
        **({"content": {JSON: {"schema": answer.schema}}} if answer.schema is not None else {}),
    }


def _error(operation: Operation, status: int) -> dict[str, Any]:
    schema = operation.refusals.get(status, named("Error"))
    return {"description": str(ERRORS[status]), "content": {JSON: {"schema": schema}}}
