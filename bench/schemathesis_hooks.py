"""What the service's description cannot say in JSON Schema, so that schemathesis does not take it for allowed.

Two bounds in the wrong order; a conversation that does not end with a question; what is too long only when composed.
"""

import unicodedata
from typing import Any

import schemathesis

_LONGEST = 2_000


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:  # noqa: ANN401, ARG001 - schemathesis' own types and names
    """Whether a generated body is allowed in these respects, or wrong in others."""
    body = case.body
    if not isinstance(body, dict):
        return True
    filters = body.get("filters")
    if isinstance(filters, dict):
        after, before = filters.get("published_after"), filters.get("published_before")
        if isinstance(after, str) and isinstance(before, str) and after[:4] >= before[:4]:
            return False
    asked = body.get("question", body.get("query"))
    if isinstance(asked, str) and len(unicodedata.normalize("NFC", asked.strip())) > _LONGEST:
        return False
    return "messages" not in body or _ends_with_a_question(body["messages"])


def _ends_with_a_question(messages: Any) -> bool:  # noqa: ANN401
    if not isinstance(messages, list) or not messages or not isinstance(messages[-1], dict):
        return True
    content = messages[-1].get("content")
    parts = content if isinstance(content, list) else [{"text": content}]
    text = "".join(str(part.get("text") or "") for part in parts if isinstance(part, dict))
    return messages[-1].get("role") == "user" and bool(text.strip()) and len(text) <= _LONGEST
