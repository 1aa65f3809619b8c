"""The interface against its own OpenAPI document, by requests that nobody thought of, the same ones every time."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

THE_SAME_EVERY_TIME = settings(
    max_examples=20, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


class Server(WSGIHandler):
    """The portal, asked by somebody who has an address."""

    def __call__(self, environ, start_response):
        return super().__call__({"REMOTE_ADDR": "203.0.113.7"} | environ, start_response)


@pytest.fixture
def one_connection():
    """Keep the connection whose transaction holds the data of the test, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def contract(awarded, past, one_connection, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"open_data": "100000/m/ip"}
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", Server())


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
def test_every_answer_fits_the_document(contract, mode):
    operations = [result.ok() for result in contract.get_all_operations()]

    for operation in operations:
        if mode == GenerationMode.NEGATIVE and not operation.query and not operation.path_parameters:
            continue  # nothing can be asked wrongly

        @settings(THE_SAME_EVERY_TIME)
        @given(case=operation.as_strategy(generation_mode=mode))
        def attempt(case):
            if mode == GenerationMode.POSITIVE:
                case.query.pop("kursor", None)  # fits by its signature, which no schema can say
            case.call_and_validate()

        attempt()

    assert len(operations) == 8
