from django.urls import path

from innovation_portal.operations.views import MetricsView, ReadinessView

app_name = "operations"

urlpatterns = [
    path("siap/", ReadinessView.as_view(), name="readiness"),
    path("metrik/", MetricsView.as_view(), name="metrics"),
]
