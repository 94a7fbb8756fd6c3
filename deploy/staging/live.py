"""The client's end of a WebSocket (RFC 6455), as far as readers and writers of a draft need it."""

import base64
import os
import socket
import ssl
import time

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class LiveConnection:
    """Sends and receives texts, and answers pings. One thread at a time uses it. It raises OSError where it ends."""

    def __init__(self, host: str, port: int, path: str, token: str, trust: ssl.SSLContext | None) -> None:
        self.socket: socket.socket = socket.create_connection((host, port), timeout=10)
        self.received = b""
        try:
            if trust:
                self.socket = trust.wrap_socket(self.socket, server_hostname=host)
            self.upgrade(f"{host}:{port}", path, token)
        except BaseException:
            self.socket.close()
            raise

    def __enter__(self) -> "LiveConnection":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def upgrade(self, host: str, path: str, token: str) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode())
        while b"\r\n\r\n" not in self.received:
            self.receive_more()
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        status = head.split(b"\r\n")[0].decode()
        if " 101 " not in status:
            raise ConnectionError(f"not upgraded: {status}")

    def send(self, text: str) -> None:
        self.send_frame(TEXT, text.encode())

    def recv(self, timeout: float) -> str:
        """The next text, or TimeoutError."""
        deadline = time.monotonic() + timeout
        while True:
            frame = self.next_frame()
            if frame is None:
                self.socket.settimeout(max(deadline - time.monotonic(), 0.001))
                self.receive_more()
                continue
            kind, payload = frame
            if kind == TEXT:
                return payload.decode()
            if kind == PING:
                self.send_frame(PONG, payload)
            if kind == CLOSE:
                raise ConnectionError(f"closed with {int.from_bytes(payload[:2], 'big')}")

    def receive_more(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the connection ended")
        self.received += data

    def next_frame(self) -> tuple[int, bytes] | None:
        """The first frame of what was received, if all of it is there; a server does not mask."""
        data = self.received
        if len(data) < 2:
            return None
        length, start = data[1] & 0x7F, 2
        if length >= 126:
            start = 4 if length == 126 else 10
            length = int.from_bytes(data[2:start], "big")
        if len(data) < start or len(data) < start + length:
            return None
        self.received = data[start + length:]
        return data[0] & 0x0F, data[start:start + length]

    def send_frame(self, kind: int, payload: bytes) -> None:
        """One frame, masked as a client has to."""
        mask = os.urandom(4)
        size = len(payload)
        head = bytes([0x80 | kind, 0x80 | size]) if size < 126 else bytes([0x80 | kind, 0xFE]) + size.to_bytes(2, "big")
        self.socket.settimeout(10)
        self.socket.sendall(head + mask + bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload)))
