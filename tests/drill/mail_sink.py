"""A mail server that keeps what it takes in memory, and can be away."""

from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


@dataclass(frozen=True)
class Mail:
    message_id: str
    address: str
    subject: str


class MailSink:
    def __init__(self, port: int):
        self.port = port
        self.taken: list[Mail] = []
        self._server: Controller | None = None

    def start(self) -> None:
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def stop(self) -> None:
        if self._server:
            self._server.stop()
            self._server = None

    async def handle_DATA(self, _server, _session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.taken += [Mail(mail["Message-ID"], address, mail["Subject"]) for address in envelope.rcpt_tos]
        return "250 taken"

    def once_each(self) -> Counter:
        """Address and subject of every mail, with how many different mails (`Message-ID`) they were."""
        return Counter((mail.address, mail.subject) for mail in set(self.taken))

    def repeats(self) -> int:
        """How often a mail came again under the same `Message-ID`, which a mailbox shows once."""
        return len(self.taken) - len(set(self.taken))
