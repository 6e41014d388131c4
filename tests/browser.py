"""A browser that nobody sits at, for ``$BROWSER``: it visits an address and posts the form that it gets."""

import html
import re
import sys

import httpx

# The addresses of the emulator come through HTTPS_PROXY and SSL_CERT_FILE, where these are set.
with httpx.Client() as http:
    page = http.get(sys.argv[1]).raise_for_status().text
    action = re.search(r'action="(.*?)"', page)
    assert action is not None
    fields = re.findall(r'name="(.*?)" value="(.*?)"', page)
    http.post(html.unescape(action[1]), data={name: html.unescape(value) for name, value in fields})
