from allauth.account import views as account_views
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from django.contrib.auth.decorators import login_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from innovation_portal.accounts.provider.views import (
    AnswerView,
    ConfirmByProviderView,
    DoorView,
    LinkView,
    SignInByProviderView,
    UnlinkView,
)
from innovation_portal.accounts.second_factor_views import (
    KeepRecoveryCodesView,
    RecoveryCodesFileView,
    RecoveryCodesView,
    RemovePasskeyView,
    SecondFactorView,
    SecurityView,
    SignInStepView,
)
from innovation_portal.accounts.security_views import AddressConfirmView, AddressView, SessionsView
from innovation_portal.accounts.views import LandingView, MailRhythmView, NewPasswordView

to_security = RedirectView.as_view(pattern_name="accounts:security")

# allauth asks for the old password; who has none could leave one behind at a computer that stands open.
confirmed = reauthentication_required(app="allauth.account")

# allauth's own names, so its redirects and mails work, at Indonesian addresses.
allauth_patterns = [
    path("masuk/", DoorView.as_view(), name="account_login"),
    path("keluar/", account_views.logout, name="account_logout"),
    path("daftar/", account_views.signup, name="account_signup"),
    path("akun/dinonaktifkan/", account_views.account_inactive, name="account_inactive"),
    path("akun/konfirmasi/", account_views.reauthenticate, name="account_reauthenticate"),
    path("akun/sandi/", account_views.password_change, name="account_change_password"),
    path("akun/sandi/buat/", confirmed(account_views.password_set), name="account_set_password"),
    path("lupa-sandi/", account_views.password_reset, name="account_reset_password"),
    path("lupa-sandi/terkirim/", account_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^lupa-sandi/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",  # the key has a hyphen of its own
        NewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "lupa-sandi/selesai/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("akun/dua-langkah/", login_required(to_security), name="mfa_index"),
    path("akun/dua-langkah/kode/", SignInStepView.as_view(), name="mfa_authenticate"),
    path("akun/dua-langkah/konfirmasi/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("akun/dua-langkah/aplikasi/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("akun/dua-langkah/aplikasi/matikan/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/dua-langkah/pemulihan/", RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "akun/dua-langkah/pemulihan/buat/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path("akun/dua-langkah/pemulihan/unduh/", RecoveryCodesFileView.as_view(), name="mfa_download_recovery_codes"),
    path("akun/kunci-sandi/", passkey_views.list_webauthn, name="mfa_list_webauthn"),
    path("akun/kunci-sandi/tambah/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("akun/kunci-sandi/konfirmasi/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("akun/kunci-sandi/<int:pk>/nama/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
    path("akun/kunci-sandi/<int:pk>/hapus/", RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("masuk/kunci-sandi/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
]

own_patterns = [
    path("akun/", LandingView.as_view(), name="landing"),
    path("akun/surel/", MailRhythmView.as_view(), name="mail-edit"),
    path("akun/keamanan/", SecurityView.as_view(), name="security"),
    path("akun/perangkat/", SessionsView.as_view(), name="sessions"),
    path("akun/alamat/", AddressView.as_view(), name="address-edit"),
    path("akun/alamat/<str:token>/", AddressConfirmView.as_view(), name="address-confirm"),
    path("masuk/penyedia/", SignInByProviderView.as_view(), name="provider-sign-in"),
    path("masuk/penyedia/kembali/", AnswerView.as_view(), name="provider-answer"),
    path("akun/penyedia/konfirmasi/", ConfirmByProviderView.as_view(), name="provider-confirm"),
    path("akun/penyedia/tautkan/", LinkView.as_view(), name="provider-link"),
    path("akun/penyedia/lepas/", UnlinkView.as_view(), name="provider-unlink"),
    path("akun/dua-langkah/wajib/", SecondFactorView.as_view(), name="second-factor"),
    path("akun/dua-langkah/pemulihan/simpan/", KeepRecoveryCodesView.as_view(), name="recovery-codes-keep"),
]

# Wagtail's own doors would let a person in without the second step and without the limit on attempts.
single_door = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    *allauth_patterns,
    path("admin/login/", single_door),
    path("_util/login/", single_door),
    path("", include((own_patterns, "accounts"))),
]
