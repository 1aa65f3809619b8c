from django.urls import path

from innovation_portal.privacy import views

app_name = "privacy"
urlpatterns = [
    path("privasi/", views.NoticeView.as_view(), name="notice"),
    path("akun/privasi/", views.NoticeReadView.as_view(), name="notice-read"),
    path("akun/data/", views.OwnDataView.as_view(), name="own-data"),
    path("akun/data/salinan/", views.ExportOrderView.as_view(), name="export-order"),
    path("akun/data/salinan/<uuid:key>/", views.ExportDownloadView.as_view(), name="export-download"),
    path("akun/data/batal/", views.ErasureTakeBackView.as_view(), name="erasure-take-back"),
]
