"""Network addresses: as attempts are counted by them, and as much of them as is written down."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network


def network_of(address: str, *, ipv4: int = 32, ipv6: int = 64) -> str:
    """The network that ``address`` is in, by the lengths of its prefixes. What is no address stays as it is.

    A household, or a rented machine, has a /64 of IPv6 at least: each address in it is the same somebody.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    found = mapped or found
    return str(ip_network(f"{found}/{ipv4 if found.version == 4 else ipv6}", strict=False))


def shortened(address: str) -> str:
    """What is written down of an address: enough to see where something came from, not which machine it was."""
    return network_of(address, ipv4=24, ipv6=48)
