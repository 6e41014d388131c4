"""The two ways in which the sign-in page sends a browser back to the application, and a browser that goes there."""

import html
import ssl
import threading
from collections.abc import Collection, Mapping
from html.parser import HTMLParser
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

import attrs
import httpx
from starlette.responses import HTMLResponse, RedirectResponse, Response


def query_response(redirect_uri: str, fields: Mapping[str, str]) -> Response:
    """Return a redirect with the fields in the query: `response_mode=query`."""
    separator = "&" if urlsplit(redirect_uri).query else "?"
    return RedirectResponse(f"{redirect_uri}{separator}{urlencode(fields)}", HTTPStatus.FOUND)


def form_post_response(redirect_uri: str, fields: Mapping[str, str]) -> Response:
    """Return a page with a form that submits the fields by itself: `response_mode=form_post`."""
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">' for name, value in fields.items()
    )
    form = f'<form method="POST" action="{html.escape(redirect_uri)}">{inputs}<button>Continue</button></form>'
    page = f"<!doctype html><title>Sign in</title>{form}<script>document.forms[0].submit()</script>"
    return HTMLResponse(page)


@attrs.frozen
class Browser:
    """A browser without a user, for tests: it visits the sign-in page and follows it back to the application."""

    ca_bundle: str
    hosts: Collection[str]
    proxy: str | None
    """The address of the proxy that connects `hosts` to the emulator."""

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        """Visit a page in a thread, and return True at once, like `webbrowser.open`."""
        threading.Thread(target=self.visit, args=[url], name="partner-center-emulator-browser", daemon=True).start()
        return True

    def visit(self, url: str) -> httpx.Response:
        """Visit a page, follow it to the application, and return the response of the application.

        If the page does not continue, such as the page of an error, return the response of the page.
        """
        proxy = self.proxy if urlsplit(url).hostname in self.hosts else None
        trust = ssl.create_default_context(cafile=self.ca_bundle)
        with httpx.Client(verify=trust, proxy=proxy, trust_env=False) as emulator:
            page = emulator.get(url)
        with httpx.Client(trust_env=False) as loopback:
            if page.is_redirect:
                return loopback.get(page.headers["Location"])
            form = _Form(page.text)
            return loopback.post(form.action, data=form.fields) if form.action else page


class _Form(HTMLParser):
    """The one form of a page."""

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
