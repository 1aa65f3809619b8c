"""A way to another port on which answers take their time."""

import socket
import time
from contextlib import suppress
from threading import Thread

from tests.ports import free_port

CHUNK_BYTES = 64 * 1024


class SlowProxy:
    """Passes everything on to `target`; what comes back waits `delay` seconds first."""

    def __init__(self, target: int):
        self.target, self.port, self.delay = target, free_port(), 0.0
        self._listening: socket.socket | None = None
        self._opened: list[socket.socket] = []

    def __enter__(self):
        self._listening = socket.create_server(("127.0.0.1", self.port))
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error):
        for opened in [self._listening, *self._opened]:
            with suppress(OSError):  # the other side has gone already
                opened.shutdown(socket.SHUT_RDWR)  # ends who waits for it
            opened.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                visitor, _address = self._listening.accept()
                self._opened.append(visitor)
                server = socket.create_connection(("127.0.0.1", self.target))
                self._opened.append(server)
                Thread(target=self._pass_on, args=(visitor, server, False), daemon=True).start()
                Thread(target=self._pass_on, args=(server, visitor, True), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK_BYTES):
                if is_answer:
                    time.sleep(self.delay)
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
