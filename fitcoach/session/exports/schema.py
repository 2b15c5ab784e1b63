"""The JSON Schema of exported sessions, described by the docstrings of the training log."""

import ast
import inspect
import json
import re
from textwrap import dedent
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from fitcoach.session.exports.document import SCHEMA, Document


def json_schema() -> str:
    """The schema as it is published."""
    schema = Document.model_json_schema(schema_generator=_Described)
    schema = {"$schema": GenerateJsonSchema.schema_dialect, **schema}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


class _Described(GenerateJsonSchema):
    """Takes the descriptions of fields from where the source has them.

    pydantic can do so too, but only by reading the source at every start of the program.
    """

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        return _described(schema["cls"], super().model_schema(schema))

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        return _described(schema["cls"], super().dataclass_schema(schema))


def _described(kind: type[Any], schema: JsonSchemaValue) -> JsonSchemaValue:
    text, attributes = inspect.getdoc(kind) or "", _strings(kind)
    text, _, listed = text.partition("\n\nAttributes:\n")
    attributes |= dict(re.findall(r"^    (\w+): ((?:.|\n        )+)", listed, re.MULTILINE))
    schema["description"] = " ".join(text.split())
    for name, field in schema["properties"].items():
        field["description"] = " ".join(attributes[name].split()) if name in attributes else ""
    return schema


def _strings(kind: type[Any]) -> dict[str, str]:
    """The docstrings that follow the fields of a class."""
    body = ast.parse(dedent(inspect.getsource(kind))).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, after in zip(body.body, body.body[1:], strict=False):
        match field, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = text
    return found


if __name__ == "__main__":
    SCHEMA.write_text(json_schema(), encoding="utf-8")
