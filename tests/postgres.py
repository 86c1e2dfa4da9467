"""A PostgreSQL of the tests' own, on a loopback port: started, killed and started again; and a net that is cut."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

from karuta.paths import resources_folder
from tests.dask_cluster import free_port

SQL = (resources_folder() / "team.sql").read_text(encoding="utf-8")


def why_no_postgres() -> str:
    """Why the team's tests cannot run here; empty where they can."""
    if find_spec("psycopg") is None:
        return "psycopg is not installed (the extra `team`)"
    if _programs() is None:
        return "no PostgreSQL here (Debian's package `postgresql`)"
    if not hasattr(os, "geteuid"):
        return "PostgreSQL is started on Linux and macOS alone"
    return ""


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return debian[-1].parent if debian else None


def _user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return "nobody"


class Postgres:
    """One cluster; its owner is `boss`, and everybody is let in without a password."""

    def __init__(self, folder: Path) -> None:
        programs = _programs()
        assert programs is not None
        self.port = free_port()
        self._programs, self._folder, self._user = programs, folder, _user()
        if self._user is not None:
            shutil.chown(folder, self._user)
        self._run("initdb", "-D", str(folder / "data"), "-U", "boss", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._programs / program), *arguments],
            user=self._user,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )

    def start(self) -> None:
        """Start it; it answers when this returns."""
        said = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self._folder}
        # Processes are killed here, not the computer.
        said |= {"fsync": "off", "shared_buffers": "32MB"}
        options = [word for name, value in said.items() for word in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(self._folder / "data"), *options],
                user=self._user,
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )
        asks = [str(self._programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(asks, check=False).returncode:
            assert self._process.poll() is None, (self._folder / "log").read_text(encoding="utf-8")

    def kill(self) -> None:
        """As if the computer lost its power: every process of it at once, without a word."""
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children")
        # Stopped, it starts no other while they are counted.
        self._process.send_signal(signal.SIGSTOP)
        others = children.read_text(encoding="utf-8").split() if children.exists() else []
        self._process.kill()
        for process in map(int, others):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._process.wait()
        # On a busy machine one may still hold the memory that they shared, and no server starts beside that.
        while any(map(_lives, others)):
            os.sched_yield()
        (self._folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()

    def url(self, role: str, database: str, *, port: int | None = None) -> str:
        return f"postgresql://{role}@127.0.0.1:{port or self.port}/{database}"

    def do(self, role: str, database: str, sql: str, *values: object) -> list[tuple[object, ...]]:
        """One statement by this role, as any client could send it."""
        import psycopg

        with psycopg.connect(self.url(role, database), autocommit=True) as connection:
            cursor = connection.execute(sql, values or None)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []


def _lives(process: str) -> bool:
    """Whether a process runs, or may yet: not one that has ended and was not waited for."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def postgres() -> Iterator[Postgres]:
    # Not below pytest's folders, which only this user may enter.
    with tempfile.TemporaryDirectory(prefix="karuta-pg-") as name:
        server = Postgres(Path(name))
        try:
            yield server
        finally:
            server.stop()


class CutNet:
    """A way to the server that ends each connection after so many bytes. `allowed`: how many, for the next one.

    With `hangs` it keeps the connection open and lets nothing through any more.
    """

    def __init__(self, to: int, allowed: Callable[[], int], *, hangs: bool = False) -> None:
        self._to, self._allowed, self._hangs = to, allowed, hangs
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.cuts = 0
        self._open: list[socket.socket] = []
        self._accepts = Thread(target=self._accept, daemon=True)
        self._carries: list[Thread] = []
        self._accepts.start()

    def close(self) -> None:
        """End every connection, also one that is just being taken up, and leave no socket open."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepts.join()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for carries in self._carries:
            carries.join()
        for one in (self._listener, *self._open):
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self._to))
                except OSError:
                    near.close()
                    continue
                self._open += [near, far]
                left = [self._allowed()]
                for source, target in ((near, far), (far, near)):
                    self._carries.append(Thread(target=self._carry, args=(source, target, left), daemon=True))
                    self._carries[-1].start()

    def _carry(self, source: socket.socket, target: socket.socket, left: list[int]) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                left[0] -= len(data)
                if left[0] < 0:
                    self.cuts += 1
                    if self._hangs:
                        return
                    break
                target.sendall(data)
            for one in (source, target):
                one.shutdown(socket.SHUT_RDWR)
