"""atheris on what reads the service's own bytes: the decoder and the link rules. Finds what no one thought of.

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
    """Take the data for the body of every page. Nothing but our errors may come of it, and no object may be lost."""
    global BODY
    BODY = data
    try:
        page = PARTNER.offers.by_country("US").first_page()
    except PartnerCenterError:
        return
    came = page.resource.to_dict().get("items") or []
    assert [offer.to_dict() for offer in page.items] == [item for item in came if isinstance(item, dict)]
    # What came can be written, and read again.
    json.loads(json.dumps(page.resource.to_dict()))


def links(data: bytes) -> None:
    """Take the data for the address and a header of a link. It must be refused, or lead under the base."""
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
    # libFuzzer ends its process without a word, so what it found is cleared away from outside.
    with TemporaryDirectory() as found:
        for number, seed in enumerate(SEEDS[name]):
            Path(found, str(number)).write_bytes(seed)
        dictionary = Path(__file__).with_name(f"{name}.dict")
        command = [sys.executable, "-m", "tests.soak.fuzz", name, "--here", f"-dict={dictionary}", "-max_len=4096"]
        sys.exit(subprocess.run([*command, *options, found], check=False).returncode)  # noqa: S603 - ourselves


if __name__ == "__main__":
    main()
