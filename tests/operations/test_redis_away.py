"""The portal with a real Redis that is stopped in the middle, hangs, and comes back."""

import signal
import subprocess

import pytest
from django.core.cache import cache, caches

from home.services.site import set_up_site
from innovation_portal.accounts.roles import Role
from innovation_portal.operations import caches as portal_caches
from innovation_portal.settings.limits import RATE_LIMITS
from tests.factories.accounts import UserFactory
from tests.ports import free_port, wait_for_port


class Server:
    """One Redis of this test, on a port of its own, keeping nothing on disk."""

    def __init__(self, folder):
        self.port, self.folder, self.process = free_port(), folder, None

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)  # noqa: S603
        wait_for_port(self.port, self.process)

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.wait(10)
            self.process = None


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def shared_cache(server, settings, monkeypatch):
    monkeypatch.setattr(portal_caches, "LEFT_ALONE_SECONDS", 600)  # however slow the machine
    address = {
        "BACKEND": "innovation_portal.operations.caches.ForgivingRedisCache",
        "LOCATION": f"redis://127.0.0.1:{server.port}/0",
    }
    settings.CACHES = {"default": address, "pages": address | {"KEY_PREFIX": "pages"}}
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    yield
    caches.close_all()
    for alias in ("default", "pages"):
        caches[alias]._cache.get_client().connection_pool.disconnect()


def test_what_is_kept_is_found(server):
    cache.set("kain", "batik")
    cache.set_many({"a": 1, "b": 2})

    assert (cache.get("kain"), cache.get_many(["a", "b", "c"])) == ("batik", {"a": 1, "b": 2})
    assert (cache.add("kain", "lurik"), cache.incr("a"), "kain" in cache) == (False, 2, True)


def test_without_redis_nothing_is_found_and_nothing_fails(server, caplog):
    cache.set("kain", "batik")
    server.stop()

    assert (cache.get("kain"), cache.get("kain", "polos"), "kain" in cache) == (None, "polos", False)
    assert (cache.get_many(["kain"]), cache.set_many({"a": 1}), cache.incr("a")) == ({}, ["a"], 1)
    assert (cache.add("kain", 1), cache.touch("kain")) == (True, False)
    assert (cache.delete("kain"), cache.clear()) == (False, False)
    assert (cache.set("kain", 1), cache.delete_many(["kain"])) == (None, None)
    assert cache.get_or_set("kain", lambda: "tenun") == "tenun"
    assert {record.levelname for record in caplog.records} == {"WARNING"}
    assert len(caplog.records) == 1


def test_redis_that_comes_back_is_used_again(server, monkeypatch):
    monkeypatch.setattr(portal_caches, "LEFT_ALONE_SECONDS", 0)
    server.stop()
    cache.set("kain", "batik")

    server.start()
    cache.set("kain", "lurik")

    assert cache.get("kain") == "lurik"


def test_redis_that_hangs_costs_a_page_one_wait(server, caplog):
    cache.set("kain", "batik")
    server.process.send_signal(signal.SIGSTOP)

    assert [cache.get("kain") for _ask in range(20)] == [None] * 20
    assert [record.getMessage() for record in caplog.records] == [
        "Redis is away, the portal goes on without: Timeout reading from socket"
    ]


@pytest.mark.django_db
def test_people_stay_signed_in_and_can_sign_in_without_redis(server, client):
    secretary = UserFactory(roles=[Role.SECRETARIAT])
    secretary.set_password("kain-batik-pesisir")
    secretary.save()
    client.force_login(secretary)
    assert client.get("/akun/").status_code == client.get("/").status_code == 200

    server.stop()

    assert (client.get("/").status_code, client.get("/akun/").wsgi_request.user) == (200, secretary)
    client.logout()
    client.post("/masuk/", {"login": secretary.email, "password": "kain-batik-pesisir"})
    assert client.get("/akun/").wsgi_request.user == secretary
    assert client.get("/siap/").json() == {"ready": True, "failing": [], "limping": ["cache"]}


@pytest.mark.django_db
def test_nobody_is_refused_while_nothing_can_be_counted(server, client, settings, monkeypatch):
    set_up_site()
    settings.ACCOUNT_RATE_LIMITS = RATE_LIMITS | {"search": "1/m/ip"}
    monkeypatch.setattr(portal_caches, "LEFT_ALONE_SECONDS", 0)

    def answers():
        return [client.get("/inovasi/", {"q": word}).status_code for word in ("air", "bambu", "padi")]

    counted = answers()
    server.stop()
    uncounted = answers()
    server.start()

    assert (counted, uncounted, answers()) == ([200, 429, 429], [200, 200, 200], [200, 429, 429])
