"""Denies this process every connection that leaves the machine. On the path of the tests' own processes, too."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any


class OfflineError(RuntimeError):
    """Something asked for the network, which nothing may at run time."""


def is_here(host: object) -> bool:
    """Tell an address of this machine: one that a socket can be bound to."""
    if host in ("", None, "localhost", b"localhost", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    if address.is_loopback or address.is_unspecified:
        return True
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((str(address), 0))
        except OSError:
            return False
    return True


def deny() -> None:
    """Let sockets reach nothing but this machine, from here on."""
    if getattr(socket, "_only_here", False):
        return
    socket._only_here = True  # type: ignore[attr-defined]
    looked_up = socket.getaddrinfo

    def lookup(host: Any, *args: Any, **named: Any) -> Any:
        if not is_here(host):
            raise OfflineError(f"the address of {host!r} was asked for")
        return looked_up(host, *args, **named)

    socket.getaddrinfo = lookup
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))


def _guarded(method: Any) -> Any:
    def guarded(self: socket.socket, *args: Any) -> Any:
        address = args[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address[0]):
            raise OfflineError(f"a connection to {address!r} was asked for")
        return method(self, *args)

    return guarded


deny()
