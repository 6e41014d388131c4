"""A browser without a user, for ``$BROWSER``: it opens an address and submits the form of the page."""

import html
import re
import sys

import httpx

# httpx finds the emulator with HTTPS_PROXY and SSL_CERT_FILE, if they are set.
with httpx.Client() as http:
    page = http.get(sys.argv[1]).raise_for_status().text
    action = re.search(r'action="(.*?)"', page)
    assert action is not None
    fields = re.findall(r'name="(.*?)" value="(.*?)"', page)
    http.post(html.unescape(action[1]), data={name: html.unescape(value) for name, value in fields})
