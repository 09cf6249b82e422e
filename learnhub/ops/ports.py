"""Whether an address can be listened on, and whether something answers there."""

from __future__ import annotations

import errno
import http.client
import socket

from learnhub.ops.exits import Exit, Stop


def require_free(host: str, port: int) -> None:
    """Raise Stop with the reason when `host:port` cannot be listened on."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror:
        raise Stop(
            Exit.PORT_TAKEN, f"{host} is not an address of this machine. Choose one with --host."
        ) from None
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise Stop(Exit.PORT_TAKEN, _reason(error, host, port)) from None


def answers(host: str, port: int, path: str) -> bool:
    """Whether a GET of `path` gets a 200 within half a second."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=0.5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def reachable(host: str) -> str:
    """The address under which this machine reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)


def shown(host: str) -> str:
    """The same, as it stands in a URL."""
    found = reachable(host)
    return f"[{found}]" if ":" in found else found


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken by another program. Choose another with --port."
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights than this user has. Choose one above 1023 with --port."
    return f"{host} is not an address of this machine ({error.strerror}). Choose one with --host."
