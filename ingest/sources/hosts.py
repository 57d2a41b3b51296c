"""Which machines may be asked: public ones, so that no address leads into the network here."""

import ipaddress
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network

from ingest.errors import FetchError, RefusedError

# IPv4 within IPv6 for networks that have IPv6 only (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")
# The same within one network (RFC 8215), which Python 3.11 takes for public.
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")
# Azure's own service to its machines, at an address that looks public.
_HOST_SERVICES = frozenset({IPv4Address("168.63.129.16")})
# Tried in turn when one does not answer.
_TRIED = 3


def checked_addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Return the addresses that a host name stands for, to be connected to as they are.

    Raises RefusedError if one of them is inside a private network, FetchError if the name cannot
    be looked up.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise FetchError(
            f"The name {host} cannot be looked up; check it and the network."
        ) from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for address in addresses:
        if not allow_private and not is_public(address):
            raise RefusedError(
                f"{host} is {address}, inside a private network, which is not fetched from; "
                "set ingest.fetch.allow_private to allow it."
            )
    return addresses[:_TRIED]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, however it is written."""
    ip = _inner(ipaddress.ip_address(address.split("%", 1)[0]))
    if ip.is_multicast or ip in _HOST_SERVICES or ip in _LOCAL_NAT64:
        return False
    return ip.is_global and not (isinstance(ip, IPv6Address) and ip.is_site_local)


def _inner(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address leads to, if it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
