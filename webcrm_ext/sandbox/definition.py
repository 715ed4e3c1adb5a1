"""The API's definition as the sandbox reads it: operations, parameters and schemas."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

Schema = dict[str, Any]

_METHODS = ("get", "post", "put", "patch", "delete")


def definition_text(name: str) -> bytes:
    """Return the content of `openapi.json` or `webcrm.json`, from the installed package or the repository."""
    packaged = files("webcrm_ext") / "definition" / name
    if packaged.is_file():
        return packaged.read_bytes()
    return (Path(__file__).parents[2] / "swagger" / name).read_bytes()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in a path, a query or a header."""

    name: str
    location: str
    required: bool
    schema: Schema


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, with the schemas of its body and response."""

    id: str
    method: str
    path: str
    segments: tuple[str, ...]
    """The parts of the path. Those in braces are parameters."""
    tag: str
    parameters: tuple[Parameter, ...]
    body: Schema | None
    body_is_form: bool
    status: int
    response_schema: Schema | None

    @property
    def name(self) -> str:
        """The name with the resource, such as `persons.update` for the id `persons_update` of the tag Persons."""
        matched = re.match("_?".join(map(re.escape, self.tag.lower())) + "_(?=.)", self.id)
        return self.id if matched is None else f"{self.id[: matched.end() - 1]}.{self.id[matched.end() :]}"

    @property
    def paged(self) -> bool:
        """Whether the operation takes Page and Size."""
        return any(parameter.name.lower() == "page" for parameter in self.parameters)


class Definition:
    """Operations and schemas of an OpenAPI 3 document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.schemas: dict[str, Schema] = document["components"]["schemas"]

    @classmethod
    @cache
    def load(cls) -> "Definition":
        """Return the packaged definition, which is read once."""
        return cls(json.loads(definition_text("openapi.json")))

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation, in the order of the document."""
        return tuple(self._operations())

    def resolve(self, schema: Schema) -> Schema:
        """Return the schema behind a reference or an `allOf` of one."""
        while True:
            if "$ref" in schema:
                schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
            elif len(schema.get("allOf", ())) == 1:
                nullable = schema.get("nullable", False)
                schema = {**self.resolve(schema["allOf"][0]), "nullable": nullable}
            else:
                return schema

    def known(self, schema: Schema, value: Any) -> Any:
        """Return the value without properties that are not in its schema, at any depth."""
        schema = self.resolve(schema)
        if isinstance(value, dict) and "properties" in schema:
            properties: dict[str, Schema] = schema["properties"]
            return {name: self.known(properties[name], each) for name, each in value.items() if name in properties}
        if isinstance(value, list) and "items" in schema:
            return [self.known(schema["items"], each) for each in value]
        return value

    def _operations(self) -> Iterator[Operation]:
        for path, methods in self.document["paths"].items():
            for method in _METHODS:
                if method in methods:
                    yield self._operation(path, method, methods[method])

    def _operation(self, path: str, method: str, raw: dict[str, Any]) -> Operation:
        content: dict[str, Any] = raw.get("requestBody", {}).get("content", {})
        media_type: str = next(iter(content), "")
        responses: dict[str, Any] = raw["responses"] or {"200": {}}
        status, response = next(iter(responses.items()))
        response_content: dict[str, Any] = next(iter(response.get("content", {}).values()), {})
        return Operation(
            id=raw["operationId"],
            method=method.upper(),
            path=path,
            segments=tuple(path.strip("/").split("/")),
            tag=raw["tags"][0],
            parameters=tuple(
                Parameter(each["name"], each["in"], each.get("required", False), each["schema"])
                for each in raw.get("parameters", ())
            ),
            body=content.get(media_type, {}).get("schema"),
            body_is_form="form" in media_type,
            status=int(status.replace("X", "0")),
            response_schema=response_content.get("schema"),
        )
