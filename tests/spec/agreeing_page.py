"""Builds the page of the REST reference that agrees with a contract, so that a test can change one thing in it."""

from spec_tools.drift.known_page import KnownPage, explanations
from spec_tools.drift.statements import Statement, statements
from spec_tools.yaml_file import YamlFile

from .drift.pages import Reference, Row


def agreeing_reference(contract: YamlFile, sources: YamlFile, page_id: str) -> Reference:
    """Return a page with everything that a contract states, except for what a decision explains as not on the page.

    Args:
        contract: The contract.
        sources: Its sources.
        page_id: The id of a page of the kind reference in the sources.
    """
    entry = sources.root["pages"][page_id]
    known = KnownPage(page_id, entry["title"], entry["kind"], entry["describes"], {})
    decided = {one.of for one in explanations(sources, known) if one.kind == "removed"}
    stated = [one for one in statements(contract, known.describes) if one.label not in decided]

    def about(*subject: str) -> list[Statement]:
        return [one for one in stated if one.subject[: len(subject)] == subject]

    def rows_of(definition: str) -> list[Row]:
        values = [[one.names[0], ""] for one in about("value", definition)]
        return values or [[one.names[0], type_of(one), ""] for one in about("property", definition)]

    def type_of(one: Statement) -> str:
        _, owner, key = one.subject
        values = [f"{value.names[0]} (int32)" for value in about("value", f"{owner}.{key}")]
        return "\n".join(["enum:", *values]) if values else str(one.type)

    return Reference(
        title=known.title,
        method=about("method")[0].names[0],
        address=about("path")[0].names[0],
        query=[one.names[0] for one in about("parameter") if one.place == "query"],
        parameters=[
            [one.names[0], one.place or "", "True" if one.required else "", str(one.type), ""]
            for one in about("parameter")
        ],
        headers=[[one.names[-1], "True" if one.required else "", str(one.type), ""] for one in about("request header")],
        responses=[[f"{one.names[0]} OK", str(one.type), ""] for one in about("status")],
        media_types=[one.names[0] for one in about("media type")],
        definitions={one.names[0]: rows_of(one.names[0]) for one in about("definition")},
    )
