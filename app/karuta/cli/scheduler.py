"""`--scheduler ADDRESS`: the work of a command is done on a Dask cluster. Connects to nothing before it is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import click

_SCHEDULER = re.compile(r"(?P<scheme>(?:tcp|tls)://)?(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.%]+\]):(?P<port>[0-9]{1,5})")


def _address(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    del context
    if value is None:
        return None
    match = _SCHEDULER.fullmatch(value.strip())
    if match is None or not 0 < int(match["port"]) < 1 << 16:
        raise click.BadParameter(f"{value} is not an address; write it like tcp://192.168.1.5:8786", param=parameter)
    return value.strip() if match["scheme"] else f"tcp://{value.strip()}"


scheduler_option = click.option(
    "--scheduler",
    metavar="ADDRESS",
    callback=_address,
    help="Work on a Dask cluster: its scheduler, as tcp://HOST:PORT.",
)


def on_cluster(address: str) -> Callable[..., Iterator[Any]]:
    """Like `jobs.pool.in_order`, on the cluster of this scheduler. Raises `ClusterError` without Dask."""
    # Loaded here alone: nothing else that Karuta does is to bring along what opens a connection.
    from karuta.jobs.cluster import on_cluster as run_on_cluster

    return run_on_cluster(address)
