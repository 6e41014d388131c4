"""Fuzzing with atheris of the code that reads responses: the decoder and the rules for links.

python -m tests.soak.fuzz decoder|links [-max_total_time=60] [-runs=N]
"""

import json
import logging
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["partner_center", "partner_center_api"]):
    import httpx

    from partner_center import Link, PartnerCenter, PartnerCenterError, UnsafeLinkError
    from partner_center.auth import AccessTokenCredential
    from partner_center.paging.links import link_headers, link_url

BASE = httpx.URL("https://api.partnercenter.microsoft.com/v1")
BODY = b""
PARTNER = PartnerCenter(
    AccessTokenCredential(token="made-up"),
    transport=httpx.MockTransport(lambda _: httpx.Response(200, content=BODY)),
    retry=None,
    max_pages=3,
)


def decoder(data: bytes) -> None:
    """Use the data as the body of a page: it raises only a PartnerCenterError, or no object is lost."""
    global BODY
    BODY = data
    try:
        page = PARTNER.offers.by_country("US").first_page()
    except PartnerCenterError:
        return
    items = page.resource.to_dict().get("items") or []
    assert [offer.to_dict() for offer in page.items] == [item for item in items if isinstance(item, dict)]
    # The page can be written and read again.
    json.loads(json.dumps(page.resource.to_dict()))


def links(data: bytes) -> None:
    """Use the data as the address and a header of a link: it is refused, or below the base URL."""
    provider = atheris.FuzzedDataProvider(data)
    uri = provider.ConsumeUnicode(200)
    header = {"key": provider.ConsumeUnicode(20), "value": provider.ConsumeUnicode(40)}
    link = Link.from_dict({"uri": uri, "headers": [header]})
    try:
        url = link_url(link, BASE)
        headers = link_headers(link)
    except UnsafeLinkError:
        return
    assert not {"authorization", "host", "cookie", "content-length"} & set(headers)
    assert not set("".join(headers.values())) & set("\r\n")
    if url is not None:
        httpx.Request("GET", url, headers=dict(headers))
        assert (url.scheme, url.raw_host, url.port, url.userinfo) == ("https", BASE.raw_host, None, b"")
        assert url.raw_path.startswith(b"/v1/")
        assert not {".", ".."} & set(url.path.split("/"))


SEEDS = {
    "decoder": (
        b'{"totalCount":1,"items":[{"id":"A","name":"B","isTrial":false,"supportedBillingCycles":["annual",7],'
        b'"category":{"id":"C","country":"US"},"product":{"unit":"Licenses"},"links":{"learnMore":{"uri":"x"}}}],'
        b'"links":{"self":{"uri":"/offers","headers":[]},"next":{"uri":"/offers?offset=1","method":"GET",'
        b'"headers":[{"key":"K","value":"V"}]}},"attributes":{"objectType":"Collection"}}',
        b'{"code":400072,"description":"d","data":[],"source":"s"}',
        b"\xef\xbb\xbf" + b'{"items":[null,"x",{}]}',
        '{"items":[{"id":"A"}]}'.encode("utf-16"),
    ),
    "links": (b"/v1/offers?country=US&offset=20", b"https://api.partnercenter.microsoft.com:443/v1/offers"),
}


def main() -> None:
    name, *options = sys.argv[1:]
    target = {"decoder": decoder, "links": links}[name]
    if "--here" in options:
        logging.disable(logging.CRITICAL)
        atheris.Setup([name, *(option for option in options if option != "--here")], target)
        atheris.Fuzz()
    # libFuzzer ends its process abruptly, so the parent process removes the files.
    with TemporaryDirectory() as corpus:
        for number, seed in enumerate(SEEDS[name]):
            Path(corpus, str(number)).write_bytes(seed)
        dictionary = Path(__file__).with_name(f"{name}.dict")
        command = [sys.executable, "-m", "tests.soak.fuzz", name, "--here", f"-dict={dictionary}", "-max_len=4096"]
        sys.exit(subprocess.run([*command, *options, corpus], check=False).returncode)  # noqa: S603 - this module


if __name__ == "__main__":
    main()
