from django.urls import include, path

from submissions.views import (
    channels,
    context,
    desk,
    dossiers,
    evidence,
    facts,
    feedback,
    follow_ups,
    ideas,
    members,
    monitoring,
    replications,
    submissions,
    uploads,
    writing,
)

app_name = "submissions"

agency_patterns = [
    path("", desk.Dashboard.as_view(), name="dashboard"),
    path("usulan/", desk.SubmissionList.as_view(), name="submission-list"),
    path("usulan/baru/", facts.SubmissionStart.as_view(), name="submission-start"),
    path("judul-mirip/", facts.SimilarTitles.as_view(), name="title-similar"),
    path("inovasi/", desk.InnovationList.as_view(), name="innovation-list"),
    path("gagasan/", ideas.IdeaList.as_view(), name="idea-list"),
    path("gagasan/baru/", ideas.IdeaNew.as_view(), name="idea-new"),
    path("gagasan/<int:pk>/", ideas.IdeaDetail.as_view(), name="idea-detail"),
    path("gagasan/<int:pk>/ubah/", ideas.IdeaEdit.as_view(), name="idea-edit"),
    path("gagasan/<int:pk>/tarik/", ideas.IdeaTakeBack.as_view(), name="idea-take-back"),
    path("gagasan/<int:pk>/dukung/", ideas.IdeaSupporting.as_view(), name="idea-support"),
    path("gagasan/<int:pk>/usulan/", ideas.IdeaAdopt.as_view(), name="idea-adopt"),
    path("gagasan/<int:pk>/sisihkan/", ideas.IdeaSetAside.as_view(), name="idea-set-aside"),
    path("kanal/", channels.ChannelList.as_view(), name="channel-list"),
    path("kanal/<int:pk>/hapus/", channels.ChannelRemove.as_view(), name="channel-remove"),
    path("anggota/", members.MemberList.as_view(), name="member-list"),
    path("anggota/<int:pk>/hapus/", members.MemberRemove.as_view(), name="member-remove"),
    path("anggota/<int:pk>/serah-terima/", members.MemberHandOver.as_view(), name="member-hand-over"),
    path("suara/", feedback.FeedbackList.as_view(), name="feedback-list"),
    path("suara/<int:pk>/", feedback.FeedbackAnswering.as_view(), name="feedback-answer"),
    path("tindak-lanjut/", follow_ups.FollowUpList.as_view(), name="follow-up-list"),
    path("tindak-lanjut/<int:pk>/", follow_ups.FollowUpAnswering.as_view(), name="follow-up-answer"),
    path("replikasi/", replications.ReplicationList.as_view(), name="replication-list"),
    path(
        "replikasi/baru/<int:innovation_pk>/",
        replications.ReplicationAnnounce.as_view(),
        name="replication-announce",
    ),
    path("replikasi/<int:pk>/", replications.ReplicationDetail.as_view(), name="replication-detail"),
    path("replikasi/<int:pk>/putuskan/", replications.ReplicationDecide.as_view(), name="replication-decide"),
    path("replikasi/<int:pk>/tarik/", replications.ReplicationEnd.as_view(), name="replication-end"),
    path(
        "replikasi/<int:pk>/laporan/<int:year>/",
        replications.ReplicationReporting.as_view(),
        name="replication-report",
    ),
]

submission_patterns = [
    path("", submissions.SubmissionDetail.as_view(), name="submission-detail"),
    path("data/", facts.FactsEdit.as_view(), name="facts-edit"),
    path("aspek/<int:section_pk>/", writing.SectionEdit.as_view(), name="section-edit"),
    path("aspek/<int:section_pk>/hadir/", writing.SectionWriters.as_view(), name="section-writers"),
    path("aspek/<int:section_pk>/kemiripan/", writing.SectionResemblance.as_view(), name="section-resemblance"),
    path("aspek/<int:section_pk>/unggahan/", uploads.UploadStart.as_view(), name="upload-start"),
    path("unggahan/<int:upload_pk>/", uploads.UploadPieces.as_view(), name="upload-pieces"),
    path("unggahan/<int:upload_pk>/selesai/", uploads.UploadFinish.as_view(), name="upload-finish"),
    path("bukti/<int:evidence_pk>/publik/", evidence.EvidencePublicity.as_view(), name="evidence-publicity"),
    path("inovator/", writing.InnovatorsEdit.as_view(), name="innovators-edit"),
    path("periksa/", submissions.SubmissionReview.as_view(), name="submission-review"),
    path("versi/<int:number>/", submissions.VersionDetail.as_view(), name="version-detail"),
    path("versi/<int:number>/dosir.pdf", dossiers.DossierPdf.as_view(), name="version-pdf"),
    path("versi/<int:number>/berkas.zip", dossiers.DossierZip.as_view(), name="version-zip"),
]

monitoring_patterns = [
    path("", monitoring.Home.as_view(), name="monitoring-home"),
    path("tahun/", monitoring.Years.as_view(), name="monitoring-years"),
    path("konteks/", context.RegionContext.as_view(), name="monitoring-context"),
    path("matriks/", monitoring.Matrix.as_view(), name="monitoring-matrix"),
    path("<int:year>/", monitoring.Today.as_view(), name="monitoring-today"),
    path("<int:year>/opd/", monitoring.Board.as_view(), name="monitoring-board"),
    path("<int:year>/opd/<int:pk>/", monitoring.AgencyPage.as_view(), name="monitoring-agency"),
    path("<int:year>/wilayah/", monitoring.Regions.as_view(), name="monitoring-regions"),
]

urlpatterns = [
    path("opd/", desk.AgencyHome.as_view(), name="agency-home"),
    path("opd/<int:agency_pk>/", include(agency_patterns)),
    path("opd/usulan/<int:pk>/", include(submission_patterns)),
    path("bukti/<int:pk>/", submissions.EvidenceFile.as_view(), name="evidence-file"),
    path("bukti/<int:pk>/kecil.webp", submissions.EvidenceThumbnail.as_view(), name="evidence-thumbnail"),
    path("tindak-lanjut/<str:token>/", follow_ups.MailedAnswer.as_view(), name="follow-up-by-mail"),
    path("opd/replikasi/<int:innovation_pk>/", replications.ReplicationDoor.as_view(), name="replication-door"),
    path("opd/tindak-lanjut/<int:pk>/bukti/", follow_ups.FollowUpFile.as_view(), name="follow-up-file"),
    path("pantau/", include(monitoring_patterns)),
]
