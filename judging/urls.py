from django.urls import include, path

from judging.views import (
    badges,
    certificates,
    chair,
    checks,
    desk,
    feedback,
    objections,
    panel,
    presentations,
    records,
    statistics,
)

app_name = "judging"

record_patterns = [
    path("", records.RecordDetail.as_view(), name="record-detail"),
    path("buka/", records.RecordReopen.as_view(), name="record-reopen"),
    path("laporan.pdf", records.RecordReport.as_view(), name="record-report"),
    path("berkas/", records.RecordFileAdd.as_view(), name="record-file-add"),
    path("berkas/<int:file_pk>/", records.OneRecordFile.as_view(), name="record-file"),
]

urlpatterns = [
    path("juri/", desk.TaskList.as_view(), name="task-list"),
    path("juri/panduan/", desk.Guide.as_view(), name="guide"),
    path("juri/kode-etik/<int:pk>/", panel.ConductAgreement.as_view(), name="conduct-agree"),
    path("juri/kerja-sama/", panel.OwnCollaborations.as_view(), name="collaborations"),
    path("juri/piagam/", certificates.CertificatesOfJudge.as_view(), name="certificates-of-judge"),
    path("juri/<int:pk>/", desk.SheetDetail.as_view(), name="sheet-detail"),
    path("juri/<int:pk>/benturan/", desk.ConflictDeclaration.as_view(), name="conflict-declare"),
    path("juri/bukti/<int:pk>/<int:evidence_pk>/", desk.EvidenceFile.as_view(), name="evidence-file"),
    path("juri/catatan/<int:pk>/", records.RecordList.as_view(), name="record-list"),
    path("juri/catatan/<int:pk>/<int:version_pk>/", include(record_patterns)),
    path("juri/ketua/", chair.ChairedRounds.as_view(), name="chair-rounds"),
    path("juri/ketua/<int:pk>/", chair.ChairedRound.as_view(), name="chair-round"),
    path("juri/ketua/<int:pk>/peserta/<int:version_pk>/", chair.EntryScores.as_view(), name="entry-scores"),
    path("juri/ketua/<int:pk>/lembar/<int:assignment_pk>/", chair.SheetReopen.as_view(), name="sheet-reopen"),
    path("juri/ketua/<int:pk>/hitung/", chair.ResultCalculation.as_view(), name="result-calculate"),
    path("juri/ketua/hasil/<int:pk>/", chair.ResultDetail.as_view(), name="result-detail"),
    path("juri/ketua/hasil/<int:pk>/konfirmasi/", chair.ResultConfirmation.as_view(), name="result-confirm"),
    path("juri/ketua/hasil/<int:pk>/buka-kembali/", chair.ResultReopening.as_view(), name="result-reopen"),
    path("juri/ketua/hasil/<int:pk>/berita-acara.pdf", chair.ResultMinutes.as_view(), name="result-minutes"),
    path("juri/ketua/hasil/<int:pk>/statistik/", statistics.ResultStatistics.as_view(), name="result-statistics"),
    path("juri/ketua/hasil/<int:pk>/bagaimana-jika/", statistics.WhatIf.as_view(), name="result-what-if"),
    path("juri/ketua/hasil/<int:pk>/hasil.xlsx", statistics.ResultWorkbook.as_view(), name="result-workbook"),
    path("juri/ketua/hasil/<int:pk>/segel/", chair.ResultSeal.as_view(), name="result-seal"),
    path("piagam/", checks.PaperCheck.as_view(), name="certificate-search"),
    path("piagam/berkas/", checks.CopyCheck.as_view(), name="certificate-copy"),
    path("piagam/<str:public_id>/", checks.CheckPage.as_view(), name="certificate-check"),
    path("piagam/<str:public_id>/badge.json", badges.CertificateBadge.as_view(), name="certificate-badge"),
    path("piagam/<str:public_id>/status.json", badges.BadgeStatus.as_view(), name="certificate-status"),
    path("piagam/<str:public_id>/pdf/", certificates.CertificateFile.as_view(), name="certificate-file"),
    path("sanggah/", objections.ObjectionStart.as_view(), name="objection-start"),
    path("sanggah/penghargaan/<int:pk>/", objections.ObjectionCreate.as_view(), name="objection-create"),
    path("sanggah/<str:public_id>/", objections.ObjectionDetail.as_view(), name="objection-detail"),
    path("opd/usulan/<int:pk>/umpan-balik/", feedback.SubmissionFeedback.as_view(), name="feedback-detail"),
    path("opd/usulan/<int:pk>/presentasi/", presentations.OwnPresentation.as_view(), name="presentation-detail"),
    path(
        "opd/usulan/<int:pk>/presentasi/kalender.ics",
        presentations.PresentationCalendar.as_view(),
        name="presentation-calendar",
    ),
    path("opd/piagam/", certificates.OwnCertificates.as_view(), name="certificates-own"),
]
