from __future__ import annotations

import pytest

from tests.people import PersonClient
from webapp.web.addresses import network_of, shortened
from webapp.web.edge import Tumen


@pytest.mark.parametrize(
    ("address", "network", "written"),
    [
        ("192.0.2.77", "192.0.2.77/32", "192.0.2.0/24"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:DB8:1:2:bbbb::2", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.77/32", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
        ("unix:", "unix:", "unix:"),
    ],
)
def test_networks(address: str, network: str, written: str) -> None:
    assert (network_of(address), shortened(address)) == (network, written)


def test_the_addresses_of_one_network_of_ipv6_are_counted_together(app: Tumen) -> None:
    client = PersonClient(app, app.response_class)

    def log_in(number: int, network: str) -> int:
        data = {"email": f"nobody{number}@example.org", "password": "not the right words"}
        address = {"REMOTE_ADDR": f"2001:db8:0:{network}:{number:x}::1"}
        return client.post("/login", data=data, environ_base=address).status_code

    assert {log_in(number, "1") for number in range(50)} == {400}
    assert log_in(50, "1") == 429
    assert log_in(51, "2") == 400
