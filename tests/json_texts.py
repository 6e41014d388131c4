"""A hypothesis strategy for JSON texts, with all ways to write a value."""

import json

from hypothesis import strategies as st

_NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?", fullmatch=True)
_STRINGS = st.one_of(
    st.text().map(json.dumps),
    st.text().map(lambda text: json.dumps(text, ensure_ascii=False)),
    st.from_regex(r'"(\\u[dD][89a-fA-F][0-9a-f]{2}|\\[bfnrt/"\\]|[ -!#-\[\]-~])*"', fullmatch=True),
)
_SCALARS = st.one_of(_NUMBERS, _STRINGS, st.sampled_from(["null", "true", "false", "NaN", "Infinity", "-Infinity"]))
_BLANKS = st.sampled_from(["", "", " ", "\n", "\t\r "])


def _list(items: list[str], blank: str) -> str:
    return f"[{blank}{f',{blank}'.join(items)}{blank}]"


def _object(members: list[tuple[str, str]], blank: str) -> str:
    return f"{{{blank}{f'{blank},'.join(f'{name}{blank}:{value}' for name, value in members)}{blank}}}"


JSON_TEXTS = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.builds(_list, st.lists(inner, max_size=4), _BLANKS),
        # Few names, so that some are duplicates.
        st.builds(
            _object, st.lists(st.tuples(st.sampled_from(['"a"', '"b"', '"\\ud800"']), inner), max_size=4), _BLANKS
        ),
    ),
    max_leaves=12,
)
