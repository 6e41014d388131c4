"""The page is one file that loads nothing, and text of the contract is escaped."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spec_tools.spec_docs.__main__ import main, page
from spec_tools.yaml_file import YamlFile

from ..frozen import CONTRACT, SOURCES

Changed = Callable[[Path, Callable[[Any], object]], YamlFile]


def test_the_page_is_one_file_that_loads_nothing(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "contract.html"
    assert main(["--to", str(file), "--contract", str(CONTRACT), "--sources", str(SOURCES)]) == 0
    text = file.read_text(encoding="utf-8")
    assert re.findall(r"<(?:link|img|iframe|script src)[^>]*>", text) == []
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_the_same_contract_gives_the_same_page(contract: YamlFile, sources: YamlFile) -> None:
    assert page(contract, sources) == page(contract, sources)


def test_html_in_the_contract_is_escaped(changed: Changed, sources: YamlFile) -> None:
    hostile = changed(
        CONTRACT, lambda c: c["components"]["schemas"]["Offer"].update(description="<script>alert(1)</script>")
    )
    text = page(hostile, sources)
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
