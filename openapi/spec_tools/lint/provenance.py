"""Rules: each part of the contract names its pages, and each conflict of sources has a decision."""

import fnmatch
from collections import Counter
from collections.abc import Iterator

from spec_tools.drift.difference import Kind
from spec_tools.lint.rule import Finding, Rule
from spec_tools.openapi_walk import components, operations
from spec_tools.yaml_file import YamlFile, keys, pointer_to

_DECISION = {"id", "at", "says", "decided", "because"}


def _source_entries(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    wanted = {
        "operations": {operation["operationId"]: pointer for pointer, operation in operations(contract)},
        "components": {"/".join(keys(pointer)[1:]): pointer for pointer, _ in components(contract)},
    }
    for kind, names in wanted.items():
        entries = sources.root[kind]
        for name, pointer in names.items():
            if name not in entries:
                yield Finding(contract, pointer, f"{name} has no entry under {kind} in {sources.path.name}")
        for name, entry in entries.items():
            if name not in names:
                yield Finding(sources, pointer_to("#", kind, name), f"{name} is not in the contract")
            if not entry.get("pages") or not entry.get("read"):
                yield Finding(sources, pointer_to("#", kind, name), f"{name} must have pages and read")


def _source_pages(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    pages = sources.root["pages"]
    ids = {operation["operationId"] for _, operation in operations(contract)}
    for name, page in pages.items():
        place = pointer_to("#/pages", name)
        for field in ("title", "kind", "read"):
            if field not in page:
                yield Finding(sources, place, f"{name} has no {field}")
        if "address" not in page and not {"repository", "commit"} <= set(page):
            yield Finding(sources, place, f"{name} must have an address, or a repository and a commit")
        if (page["kind"] in ("guide", "reference")) != ("describes" in page):
            yield Finding(sources, place, f"{name}: only a guide or reference has describes, and it must have it")
        elif page.get("describes", next(iter(ids))) not in ids:
            yield Finding(sources, place, f"{name} describes {page['describes']}, which is not in the contract")
    for pointer, name in _named_pages(sources):
        if not fnmatch.filter(pages, name):
            yield Finding(sources, pointer, f"{name} is not listed under pages")


def _named_pages(sources: YamlFile) -> Iterator[tuple[str, str]]:
    for kind in ("operations", "components"):
        for name, entry in sources.root[kind].items():
            for page in entry.get("pages", []):
                yield pointer_to("#", kind, name), page
    for index, decision in enumerate(sources.root["decisions"]):
        for page in decision.get("says", {}):
            yield pointer_to("#/decisions", index, "says", page), page
        for number, explained in enumerate(decision.get("explains", [])):
            for page in explained.get("pages", []):
                yield pointer_to("#/decisions", index, "explains", number), page


def _decisions(contract: YamlFile, sources: YamlFile) -> Iterator[Finding]:
    decisions = sources.root["decisions"]
    times = Counter(decision.get("id") for decision in decisions)
    for index, decision in enumerate(decisions):
        place = pointer_to("#/decisions", index)
        missing = ", ".join(sorted(field for field in _DECISION if not decision.get(field)))
        if missing:
            yield Finding(sources, place, f"{decision.get('id', 'a decision')} lacks {missing}")
        if times[decision.get("id")] > 1:
            yield Finding(sources, place, f"{decision['id']} is the id of several decisions")
        for number, explained in enumerate(decision.get("explains", [])):
            about = explained.get("pages") or set(explained.get("kinds", [])) & {"guide", "reference"}
            if explained.get("difference") not in set(Kind) or not about or not explained.get("of"):
                message = f"{decision['id']}: explains must have pages or kinds, a difference that drift prints, and of"
                yield Finding(sources, pointer_to(place, "explains", number), message)
        for number, pointer in enumerate(decision.get("at", [])):
            try:
                contract.at(pointer)
            except LookupError:
                yield Finding(sources, pointer_to(place, "at", number), f"{pointer} does not exist in the contract")


RULES = [
    Rule("source-entries", "A reviewer needs the page that each line of the contract comes from.", _source_entries),
    Rule("source-pages", "A reviewer must be able to find each page.", _source_pages),
    Rule("decisions", "A conflict is decided once, and the decision goes when its subject goes.", _decisions),
]
