"""A browser that nobody sits at: it goes where the sign-in page sends it, so that a test needs no other."""

import ssl
import threading
from collections.abc import Collection
from html.parser import HTMLParser
from urllib.parse import urlsplit

import attrs
import httpx


class _SignInPage(HTMLParser):
    """Reads the one form of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action: str = ""
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = values["action"]
        elif tag == "input":
            self.fields[values["name"]] = values["value"]


@attrs.frozen
class Browser:
    """Visits addresses of the emulator, and the address on loopback that it is sent back to."""

    ca_bundle: str
    hosts: Collection[str]
    proxy: str | None
    """The proxy that leads `hosts` to the emulator."""

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        """Visit an address in a thread of its own, and return True at once, as `webbrowser.open` does."""
        threading.Thread(target=self.visit, args=[url], name="partner-center-emulator-browser", daemon=True).start()
        return True

    def visit(self, url: str) -> httpx.Response:
        """Visit the sign-in page, go where it leads, and return what the application answers there.

        Where it leads nowhere, return the answer of the page.
        """
        page = self._ask(url)
        with httpx.Client(trust_env=False) as loopback:
            if page.is_redirect:
                return loopback.get(page.headers["Location"])
            form = _SignInPage(page.text)
            return loopback.post(form.action, data=form.fields) if form.action else page

    def _ask(self, url: str) -> httpx.Response:
        proxy = self.proxy if urlsplit(url).hostname in self.hosts else None
        trust = ssl.create_default_context(cafile=self.ca_bundle)
        with httpx.Client(verify=trust, proxy=proxy, trust_env=False) as emulator:
            return emulator.get(url)
