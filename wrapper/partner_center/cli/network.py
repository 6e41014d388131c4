"""TLS for networks whose CA certificates Python rejects, and advice on the errors of TLS and of proxies."""

import os
import re
import ssl

import httpx

from partner_center import CredentialError, PartnerCenterError

_CA_BUNDLE = "PARTNER_CENTER_CA_BUNDLE"
_X509_STRICT = "PARTNER_CENTER_X509_STRICT"
_BOOLEANS = {"": True, "1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
# The variables of requests, curl and Node.js.
_UNUSED_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")

# What OpenSSL reports with X509_V_FLAG_X509_STRICT only.
_NONCONFORMING = re.compile(
    "Basic Constraints of CA cert not marked critical|CA cert does not include key usage extension"
    "|Missing (Authority|Subject) Key Identifier"
)
_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"
# httpx reports the status line of a proxy that does not connect.
_PROXY_STATUS = re.compile(r"(?:^|: )(?P<status>[345]\d\d) (?P<reason>[A-Z][\w -]*)")


def verify_setting() -> bool | str | ssl.SSLContext:
    """Return the ``verify`` argument of a client, from ``PARTNER_CENTER_CA_BUNDLE`` and ``PARTNER_CENTER_X509_STRICT``.

    Python 3.13 sets ``ssl.VERIFY_X509_STRICT`` by default, and so rejects CA certificates that do not conform to RFC
    5280, such as those of some TLS proxies. ``PARTNER_CENTER_X509_STRICT=0`` clears the flag. Everything else about a
    certificate is still verified.

    Raises:
        ValueError: A variable is invalid.
    """
    bundle = os.environ.get(_CA_BUNDLE) or None
    value = os.environ.get(_X509_STRICT, "")
    if value.lower() not in _BOOLEANS:
        raise ValueError(f"{_X509_STRICT} must be 1 or 0, got {value!r}")
    if _BOOLEANS[value.lower()]:
        return bundle or True
    try:
        context = httpx.create_ssl_context() if bundle is None else ssl.create_default_context(cafile=bundle)
    except OSError as error:
        source = _CA_BUNDLE if bundle else "SSL_CERT_FILE"
        raise ValueError(f"{source} must be the path of a PEM file with CA certificates: {error}") from error
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def explain(error: PartnerCenterError) -> str:
    """Return the message of an error, with advice if it is about TLS or a proxy."""
    return " ".join(filter(None, (str(error), _advice(error))))


def _advice(error: PartnerCenterError) -> str | None:
    text = str(error)
    if _UNTRUSTED in text:
        return _certificate_advice(text)
    # The cause of a CredentialError is not kept, because it may hold secrets.
    is_sign_in = isinstance(error, CredentialError) and error.code is None
    if isinstance(error.__cause__, httpx.ProxyError) or (is_sign_in and _PROXY_STATUS.search(text)):
        return _proxy_advice(_PROXY_STATUS.search(str(error.__cause__ or text)))
    return None


def _certificate_advice(text: str) -> str:
    if _NONCONFORMING.search(text):
        return (
            "A CA certificate does not conform to RFC 5280, which Python 3.13 and later require. Replace the "
            f"certificate, or accept it as it is: set {_X509_STRICT}=0."
        )
    advice = (
        f"If a proxy or firewall inspects TLS, set {_CA_BUNDLE} to a PEM file with its CA certificate. "
        "SSL_CERT_FILE and SSL_CERT_DIR are used too."
    )
    ignored = [name for name in _UNUSED_VARIABLES if os.environ.get(name)]
    return f"{advice} Not used: {', '.join(ignored)}." if ignored else advice


def _proxy_advice(answer: "re.Match[str] | None") -> str:
    if answer is None:
        return "The proxy could not be used. Check HTTPS_PROXY."
    source = f"The answer {answer['status']} {answer['reason'].strip()} is that of the proxy."
    if answer["status"] == "407":
        return f"{source} It requires a user name and a password: set HTTPS_PROXY to http://user:password@host:port."
    if answer["status"] == "403":
        return f"{source} It does not allow connections to this host. Ask its administrator to allow them."
    return f"{source} It could not connect to the host."
