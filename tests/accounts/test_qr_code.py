from __future__ import annotations

import re

from qrcode import QRCode

from webapp.accounts.qr_code import QUIET, qr_code


def test_what_is_dark_is_drawn_and_nothing_else() -> None:
    made = QRCode(border=QUIET)
    made.add_data("otpauth://totp/Tumen:eva@example.org")
    made.make()
    wanted = {(x, y) for y, row in enumerate(made.get_matrix()) for x, is_dark in enumerate(row) if is_dark}
    drawn = qr_code("otpauth://totp/Tumen:eva@example.org")
    runs = [[int(each) for each in run] for run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn.path)]
    assert {(x + step, y) for x, y, width in runs for step in range(width)} == wanted
    assert (drawn.size, drawn.path.count("M")) == (len(made.get_matrix()), len(runs))
