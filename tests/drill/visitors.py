"""People of every role who ask a web server directly, one request after the other."""

from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie

from django.test import Client

from innovation_portal.accounts.models import User
from tests.drill.hostile import Attack

PATIENCE = 60  # seconds
NO_ANSWER = 0


class Visitor:
    """One person with a browser; `user` is nobody for a visitor."""

    def __init__(self, port: int, role: str, user: User | None):
        self.role = role
        self.user = user
        self._server = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._cookies: dict[str, str] = {}
        self.sign_in()

    def sign_in(self) -> None:
        """Begin a session, whatever became of the account meanwhile."""
        self._cookies.pop("sessionid", None)
        if self.user is None:
            return
        User.objects.filter(pk=self.user.pk).update(is_active=True, is_superuser=self.user.is_superuser)
        client = Client()
        client.force_login(self.user)
        self._cookies["sessionid"] = client.cookies["sessionid"].value

    def get(self, address: str) -> tuple[int, HTTPResponse | None, str]:
        return self.send(Attack("GET", address))

    def send(self, attack: Attack) -> tuple[int, HTTPResponse | None, str]:
        """Return the status, the answer and its text; a server that does not answer in time has status 0."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies} if cookies else {}
        for _attempt in range(2):  # a connection that was kept may have been closed meanwhile
            try:
                self._server.request(attack.method, attack.address, attack.body or None, attack.headers | headers)
                response = self._server.getresponse()
                text = response.read().decode(errors="replace")
            except (OSError, HTTPException):
                self._server.close()
            else:
                self._remember(response)
                return response.status, response, text
        return NO_ANSWER, None, ""

    def _remember(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                if name in {"sessionid", "csrftoken"}:
                    self._cookies[name] = morsel.value
