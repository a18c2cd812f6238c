"""Web addresses: those of the services, the credentials that one may hold, and where it leads."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

SERVICES = {
    "arxiv": "https://export.arxiv.org",
    "crossref": "https://api.crossref.org",
    "datacite": "https://api.datacite.org",
    "huggingface": "https://huggingface.co",
}
"""Base address of each online service."""
USERINFO = re.compile(r"(?<=//)[^/?#\s]*@|(?<!\S)(?!(?:mailto|hf|doi|arxiv|file):)[^\s/:@]+:[^\s/@]*@")
"""User name and password of an address, also of one without ``https://``; a password may hold @ itself."""


def without_credentials(text: str) -> str:
    """The text with `…` for the user name and password of each web address in it.

    >>> without_credentials("see https://ada:secret@example.org/x")
    'see https://…@example.org/x'
    """
    return USERINFO.sub("…@", text)


def has_credentials(address: str) -> bool:
    """Whether the address holds a user name or password."""
    return bool(USERINFO.search(address))


def base_fault(address: str) -> str:
    """Why no service can be asked at this base address; empty if one can."""
    if has_credentials(address):
        return "holds a user name or password, which would be sent and logged; leave it out"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is no web address"
    is_name = all(0 < len(label) < 64 for label in host.removesuffix(".").split("."))
    is_clean = address.isprintable() and " " not in address and "%" not in host
    if parts.scheme not in ("http", "https") or not is_name or not is_clean:
        return "is no web address"
    if parts.query or parts.fragment:
        return "has a ? or #, after which no path can stand"
    if parts.scheme == "http" and not is_loopback(host):
        return "is not encrypted; write https, for http is for this machine alone"
    return ""


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its own name."""
    number = number_of(host)
    return number.is_loopback if number else ("." + host.lower().rstrip(".")).endswith(".localhost")


def is_private(host: str) -> bool:
    """Whether the host is this machine or one of a private network, as far as its name tells."""
    number = number_of(host)
    return not number.is_global if number else is_loopback(host)


def number_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that `host` is, None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
