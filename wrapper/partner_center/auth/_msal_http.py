"""What msal speaks through: the client's own HTTP settings, in the shape that msal takes."""

from collections.abc import Mapping
from typing import Any

import httpx


class MsalHttp:
    """An http_client as msal wants it."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self.last_refusal: Mapping[str, Any] | None = None
        """What the last answer says, where it says no."""

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self._noted(self._http.get(url, **options))

    def post(self, url: str, *, data: Mapping[str, Any] | None = None, **options: Any) -> httpx.Response:
        # msal's assertions are bytes, of which httpx would write the repr.
        form = {name: value.decode() if isinstance(value, bytes) else value for name, value in (data or {}).items()}
        return self._noted(self._http.post(url, data=form, **options))

    def close(self) -> None:
        self._http.close()

    def _noted(self, response: httpx.Response) -> httpx.Response:
        self.last_refusal = _refusal_in(response)
        return response


def _refusal_in(response: httpx.Response) -> Mapping[str, Any] | None:
    if response.is_success:
        return None
    try:
        answer = response.json()
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and "error" in answer else None
