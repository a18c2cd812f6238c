"""Web addresses: which of them can be asked, and where one leads."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from readinglist.credentials import has_credentials, quoted, without_credentials

PARAMETERS = re.compile("([?#]).+", re.DOTALL)


def base_fault(address: str) -> str:
    """The problem of a base address of a service; empty if there is none."""
    if has_credentials(address):
        return "holds a user name or password, which would be sent; leave it out"
    if "?" in address or "#" in address:
        return "has a ? or #, after which no path can stand"
    if "\\" in address:
        return "has a backslash; write /"
    if not address.isprintable() or " " in address:
        return "has a blank or a control character"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is no web address"
    is_name = all(0 < len(label) < 64 for label in host.removesuffix(".").split("."))
    if parts.scheme not in ("http", "https") or not is_name or "%" in host:
        return "is no web address"
    if parts.scheme == "http" and not is_loopback(host):
        return "is not encrypted; write https, for http is for this machine alone"
    return ""


def quoted_base(address: str) -> str:
    """A base address in quotes for messages, without parts that may be secret."""
    return quoted(PARAMETERS.sub(r"\1…", without_credentials(address)))


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, by a loopback address or name."""
    number = number_of(host)
    return number.is_loopback if number else ("." + host.lower().rstrip(".")).endswith(".localhost")


def is_private(host: str) -> bool:
    """Whether the host is this machine or in a private network, judged by its name alone."""
    number = number_of(host)
    return not number.is_global if number else is_loopback(host)


def number_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address in `host`; None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
