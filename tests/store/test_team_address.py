"""Of a team's address only what is known to be no secret is kept."""

from __future__ import annotations

import pytest

pytest.importorskip("psycopg")

from psycopg.pq import Conninfo

from karuta.store.team_server import without_secrets

HOST = "postgresql://anna@db.example:5433/cards"


def test_what_says_where_and_how_to_connect_is_kept() -> None:
    kept, left_out = without_secrets(f"{HOST}?sslmode=verify-full&sslrootcert=/etc/ca.pem&sslkey=/home/anna/key.pem")
    assert left_out == ()
    for part in ("user=anna", "host=db.example", "port=5433", "dbname=cards", "sslmode=verify-full", "key.pem"):
        assert part in kept


@pytest.mark.parametrize(
    "parameter",
    [
        "password",
        "sslpassword",
        "oauth_client_secret",
        "scram_client_key",
        "scram_server_key",
        "options",
        "sslkeylogfile",
    ],
)
def test_a_secret_is_left_out_and_named(parameter: str) -> None:
    if parameter.encode() not in {known.keyword for known in Conninfo.get_defaults()}:
        pytest.skip("this libpq does not know it")
    kept, left_out = without_secrets(f"{HOST}?{parameter}=hush")
    assert left_out == (parameter,)
    assert "hush" not in kept


def test_a_key_on_a_device_may_hold_a_pin() -> None:
    kept, left_out = without_secrets(f"{HOST}?sslkey=pkcs11%3Atoken%3Dmine%3Fpin-value%3Dhush")
    assert left_out == ("sslkey",) and "hush" not in kept


def test_whatever_libpq_learns_next_is_left_out_until_it_is_known_to_be_harmless() -> None:
    every = [known.keyword.decode() for known in Conninfo.get_defaults() if known.keyword != b"service"]
    secret = [known.keyword.decode() for known in Conninfo.get_defaults() if (known.dispchar or b"") == b"*"]
    url = f"{HOST}?" + "&".join(f"{name}=1" for name in every if name not in ("host", "user", "port", "dbname"))
    kept, left_out = without_secrets(url)
    assert {*secret, "options"} <= {*left_out}
    assert all(f"{name}=" not in kept for name in left_out)
