"""The pipes to the runner where descriptors can't be passed on (Windows): a port of this machine,
open to whoever knows a token, and two threads that turn the connection into pipes.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import threading

_CHUNK = 1 << 16
#: For Node to start and to connect, on a machine that is busy.
_PATIENCE = 60.0


def connect(
    command: list[str], environment: dict[str, str]
) -> tuple[int, int, subprocess.Popen[bytes]]:
    """Starts the runner: descriptors to read its requests from and to write replies to, and it."""
    token = secrets.token_hex(16)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(_PATIENCE)
        # The place comes first: what follows it are options.
        words = [*command[:3], "port", str(server.getsockname()[1]), token, *command[3:]]
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, env=environment)
        connection = _accept(server, token)
    requests_fd, requests_in = os.pipe()
    replies_out, replies_fd = os.pipe()
    _start(_copy_requests, connection, requests_in)
    _start(_copy_replies, replies_out, connection)
    return requests_fd, replies_fd, process


def _accept(server: socket.socket, token: str) -> socket.socket:
    while True:
        connection, _ = server.accept()
        connection.settimeout(None)
        said = b""
        while not said.endswith(b"\n") and len(said) <= len(token):
            part = connection.recv(1)
            if not part:
                break
            said += part
        if secrets.compare_digest(said, f"{token}\n".encode()):
            return connection
        connection.close()


def _start(function: object, *arguments: object) -> None:
    threading.Thread(target=function, args=arguments, daemon=True).start()  # type: ignore[arg-type]


def _copy_requests(connection: socket.socket, fd: int) -> None:
    try:
        while True:
            chunk = connection.recv(_CHUNK)
            if not chunk:
                break
            os.write(fd, chunk)
    except OSError:
        pass  # the runner has died: the host sees the end of its requests
    finally:
        os.close(fd)


def _copy_replies(fd: int, connection: socket.socket) -> None:
    try:
        while True:
            chunk = os.read(fd, _CHUNK)
            if not chunk:
                break
            connection.sendall(chunk)
    except OSError:
        pass  # the runner has died
    finally:
        os.close(fd)
        try:
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass
