import pytest

from innovation_portal.accounts import checks

SSO = "https://sso.example.go.id/realms/pemerintah"
WHOLE = {"OIDC_ISSUER": SSO, "OIDC_CLIENT_ID": "inovasi", "OIDC_CLIENT_SECRET": "kain"}
NONE = dict.fromkeys(WHOLE, "")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (NONE, []),
        (WHOLE, []),
        (WHOLE | {"OIDC_CLIENT_SECRET": ""}, ["portal.E052"]),
        (WHOLE | {"OIDC_CLIENT_ID": ""}, ["portal.E052"]),
        (WHOLE | {"OIDC_ISSUER": ""}, ["portal.E052"]),
        (NONE | {"OIDC_LINKS_BY_ADDRESS": True}, ["portal.E052"]),
        (NONE | {"OIDC_SECOND_FACTOR_AMR": ["otp"]}, ["portal.E052"]),
        (WHOLE | {"OIDC_ISSUER": "http://sso.example.go.id"}, ["portal.E053"]),
        (WHOLE | {"OIDC_ISSUER": "http://127.0.0.1:9400"}, ["portal.E053"]),
        (WHOLE | {"OIDC_ISSUER": "https:///realms"}, ["portal.E053"]),
        (WHOLE | {"OIDC_ISSUER": "sso.example.go.id"}, ["portal.E053"]),
        (WHOLE | {"OIDC_ISSUER": f"{SSO}?tenant=1"}, ["portal.E053"]),
        (WHOLE | {"OIDC_ISSUER": "https://portal@sso.example.go.id"}, ["portal.E053"]),
    ],
)
def test_settings_of_the_provider_are_checked(settings, values, expected):
    settings.OIDC_LOOPBACK_ALLOWED = False
    for name, value in values.items():
        setattr(settings, name, value)

    found = [*checks.identity_provider_is_whole(None), *checks.identity_provider_is_private(None)]

    assert [error.id for error in found] == expected
    assert "kain" not in str(found)
