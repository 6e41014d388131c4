"""What has changed between two exports, or between an export and what the service sells now.

``diff`` compares them::

    for difference in diff("october.jsonl", "november.jsonl", ignore=["description"]):
        print(difference.key, difference.offer_id, difference)
"""

from .columns import KEY, OTHER_MEMBERS, columns
from .compare import Added, Changed, Difference, MemberChange, Removed
from .diff import diff, keys_of

__all__ = [
    "KEY",
    "OTHER_MEMBERS",
    "Added",
    "Changed",
    "Difference",
    "MemberChange",
    "Removed",
    "columns",
    "diff",
    "keys_of",
]
