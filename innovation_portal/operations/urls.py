from django.urls import path

from innovation_portal.operations.views import ReadinessView

app_name = "operations"

urlpatterns = [path("siap/", ReadinessView.as_view(), name="readiness")]
