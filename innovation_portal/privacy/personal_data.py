"""The personal data of accounts, mails, sessions and of the parts that the portal is built on."""

from django.utils.translation import gettext_lazy as _

from innovation_portal.privacy.emptying import (
    delete_copies,
    empty_account,
    empty_history,
    empty_messages,
    end_sessions,
    history_of,
    sessions_of,
)
from innovation_portal.privacy.enums import Act
from innovation_portal.privacy.registry import (
    ACCOUNT_ORDER,
    PersonalData,
    register,
    register_not_personal,
    register_traces,
)

ACCOUNT_HOLDERS = "people with an account"
TO_SIGN_IN = "to let the person in, and nobody else"
ACCOUNT_KEPT = "until the account is erased"

register(
    PersonalData(
        "accounts.User",
        fields=("name", "email", "position", "password"),
        whose=ACCOUNT_HOLDERS,
        purpose="to know who works with the portal and to write to them",
        seen_by="the person, the own agency, the secretariat",
        kept="until the account is erased; unused accounts are closed by rule",
        act=Act.EMPTY,
        by_user=("pk",),
        secret=("password",),
        also_exported=("date_joined", "last_login", "mail_rhythm", "wants_summaries"),
        erase=empty_account,
        order=ACCOUNT_ORDER,
    ),
    PersonalData(
        "accounts.EmailChange",
        fields=("user", "new_email"),
        whose=ACCOUNT_HOLDERS,
        purpose="to move the account only when both addresses agree",
        seen_by="the person",
        kept=ACCOUNT_KEPT,
        act=Act.DELETE,
        by_user=("user",),
        by_email="new_email",
        also_exported=("asked_at", "ended_at"),
    ),
    PersonalData(
        "accounts.ProviderLink",
        fields=("user", "issuer", "subject"),
        whose=ACCOUNT_HOLDERS,
        purpose="to let the person in by the identity provider",
        seen_by="the person",
        kept=f"{ACCOUNT_KEPT}, or its owner unlinks it",
        act=Act.DELETE,
        by_user=("user",),
        also_exported=("linked_at",),
    ),
    PersonalData(
        "accounts.RoleChange",
        fields=("person", "reason", "proposed_by", "decided_by", "remark"),
        whose=ACCOUNT_HOLDERS,
        purpose="to prove who could do what, and who decided it",
        seen_by="the secretariat",
        kept="for good, under “Deleted account”",
        act=Act.KEEP,
        reason=_("The office has to be able to show who could do what, and who decided it."),
        by_user=("person", "proposed_by", "decided_by"),
        secret=("proposed_by", "decided_by"),
        also_exported=("role", "grants", "state", "proposed_at", "decided_at"),
    ),
    PersonalData(
        "usersessions.UserSession",
        fields=("user", "ip", "session_key", "user_agent", "data"),
        whose=ACCOUNT_HOLDERS,
        purpose="to show the person where the account is signed in",
        seen_by="the person",
        kept="until the session ends",
        act=Act.DELETE,
        by_user=("user",),
        secret=("session_key", "data"),
        also_exported=("created_at", "last_seen_at"),
    ),
    PersonalData(
        "account.EmailAddress",
        fields=("user", "email"),
        whose=ACCOUNT_HOLDERS,
        purpose=TO_SIGN_IN,
        seen_by="the person",
        kept=ACCOUNT_KEPT,
        act=Act.DELETE,
        by_user=("user",),
        by_email="email",
    ),
    PersonalData(
        "account.EmailConfirmation",
        fields=("key",),
        whose=ACCOUNT_HOLDERS,
        purpose=TO_SIGN_IN,
        seen_by="nobody",
        kept=ACCOUNT_KEPT,
        act=Act.DELETE,
        by_user=("email_address__user",),
        secret=("key",),
    ),
    PersonalData(
        "mfa.Authenticator",
        fields=("user", "data"),
        whose=ACCOUNT_HOLDERS,
        purpose=TO_SIGN_IN,
        seen_by="nobody",
        kept=ACCOUNT_KEPT,
        act=Act.DELETE,
        by_user=("user",),
        secret=("data",),
        also_exported=("type", "created_at", "last_used_at"),
    ),
    PersonalData(
        "sessions.Session",
        fields=("session_data", "session_key"),
        whose=ACCOUNT_HOLDERS,
        purpose=TO_SIGN_IN,
        seen_by="nobody",
        kept="until it runs out; swept by rule",
        act=Act.DELETE,
        secret=("session_data", "session_key"),
        also_exported=("expire_date",),
        find=sessions_of,
        erase=end_sessions,
    ),
    PersonalData(
        "utils.OutgoingMessage",
        fields=("recipient", "address", "subject", "body", "error"),
        whose="people with an account, people who wrote to the portal",
        purpose="to prove that the office told somebody, and to send it again",
        seen_by="the secretariat",
        kept="address and text two years; that a mail went out, longer",
        act=Act.EMPTY,
        by_user=("recipient",),
        by_email="address",
        also_exported=("kind", "sent_at"),
        erase=empty_messages,
        order=-1,  # before objections and feedback, whose erasing deletes some of them
    ),
    PersonalData(
        "utils.ChosenColumns",
        fields=("user", "columns"),
        whose=ACCOUNT_HOLDERS,
        purpose="to show lists as the person wants them",
        seen_by="the person",
        kept=ACCOUNT_KEPT,
        act=Act.DELETE,
        by_user=("user",),
        also_exported=("list_name",),
    ),
    PersonalData(
        "privacy.Acknowledgement",
        fields=("user",),
        whose=ACCOUNT_HOLDERS,
        purpose="to know who has read which version of the privacy notice",
        seen_by="the person, the secretariat",
        kept=ACCOUNT_KEPT,
        act=Act.DELETE,
        by_user=("user",),
        also_exported=("notice", "at"),
    ),
    PersonalData(
        "privacy.DataExport",
        fields=("owner", "user", "email", "phone", "name", "file"),
        whose="people who asked for a copy of their data",
        purpose="to hand it over",
        seen_by="who asked for it",
        kept="a week",
        act=Act.DELETE,
        by_user=("owner", "user"),
        by_email="email",
        by_phone="phone",
        by_name="name",
        secret=("file", "owner", "user"),
        also_exported=("ordered_at",),
        erase=delete_copies,
    ),
    PersonalData(
        "privacy.ErasureRequest",
        fields=("user", "reason", "answer", "decided_by"),
        whose="people who asked to be erased",
        purpose="to prove what was asked and decided",
        seen_by="the person, the secretariat",
        kept="for good, under “Deleted account”",
        act=Act.KEEP,
        reason=_("The office has to be able to show what was asked and what it decided."),
        by_user=("user", "decided_by"),
        secret=("decided_by",),
        also_exported=("state", "asked_at", "decided_at"),
    ),
    PersonalData(
        "wagtailusers.UserProfile",
        fields=("user", "avatar", "dismissibles"),
        whose=ACCOUNT_HOLDERS,
        purpose="to show the back office as the person wants it",
        seen_by="the person, the back office",
        kept=ACCOUNT_KEPT,
        act=Act.DELETE,
        by_user=("user",),
        files=("avatar",),
        also_exported=("preferred_language", "current_time_zone"),
    ),
    PersonalData(
        "wagtailcore.ModelLogEntry",
        fields=("user", "label", "data"),
        whose=ACCOUNT_HOLDERS,
        purpose="to prove who decided what",
        seen_by="the secretariat",
        kept="for good; the name is replaced",
        act=Act.EMPTY,
        by_user=("user",),
        also_exported=("action", "timestamp"),
        find=history_of,
        erase=empty_history,
    ),
)

for _model in ("EditingSession", "FormState"):
    register(
        PersonalData(
            f"wagtailadmin.{_model}",
            fields=("user", "object_id") if _model == "EditingSession" else ("user", "data", "object_id"),
            whose=ACCOUNT_HOLDERS,
            purpose="to warn when two edit the same page, and to keep what was not saved",
            seen_by="the back office",
            kept="hours",
            act=Act.DELETE,
            by_user=("user",),
            secret=("data",) if _model == "FormState" else (),
        )
    )
register(
    PersonalData(
        "wagtailcore.PageSubscription",
        fields=("user",),
        whose=ACCOUNT_HOLDERS,
        purpose="to tell editors of comments",
        seen_by="the person",
        kept=ACCOUNT_KEPT,
        act=Act.DELETE,
        by_user=("user",),
    )
)
register_traces(
    *("wagtaildocs.Document.uploaded_by_user", "wagtailimages.Image.uploaded_by_user"),
    *("wagtailcore.UploadedFile.uploaded_by_user", "wagtailcore.PageLogEntry.user", "wagtailcore.Revision.user"),
    *("wagtailcore.WorkflowState.requested_by", "wagtailcore.TaskState.finished_by"),
    *("wagtailcore.Comment.user", "wagtailcore.Comment.resolved_by", "wagtailcore.CommentReply.user"),
    *("wagtailcore.Page.locked_by", "wagtailcore.Page.owner", "privacy.PrivacyNotice.announced_by"),
)
register_not_personal(
    "what editors publish: words of the office",
    *("wagtailcore.Page", "wagtailcore.PageLogEntry", "wagtailcore.Revision", "wagtailcore.Comment"),
    *("wagtailcore.CommentReply", "wagtailcore.TaskState", "wagtailcore.Task", "wagtailcore.GroupApprovalTask"),
    *("wagtailcore.Workflow", "wagtailcore.WorkflowState", "wagtailcore.UploadedFile", "wagtailcore.Collection"),
    *("wagtaildocs.Document", "wagtailimages.Image", "wagtailimages.Rendition", "wagtailembeds.Embed"),
    *("taggit.Tag", "privacy.PrivacyNotice"),
)
register_not_personal(
    "made by the software about its own parts",
    *("wagtailcore.Locale", "wagtailcore.Site", "wagtailcore.CollectionViewRestriction", "auth.Group"),
    *("wagtailcore.PageViewRestriction", "wagtailcore.ReferenceIndex", "wagtailredirects.Redirect"),
    *("auth.Permission", "contenttypes.ContentType", "privacy.RetentionRun", "privacy.ErasureRequest.result"),
    *("privacy.DataExport.taken_by", "utils.ChosenColumns.list_name", "wagtailcore.ModelLogEntry.object_id"),
    *("utils.OutgoingMessage.kind", "utils.OutgoingMessage.about", "wagtailcore.ModelLogEntry.action"),
    *("wagtailadmin.FormState.parent_object_id", "wagtailusers.UserProfile.preferred_language"),
    "wagtailusers.UserProfile.current_time_zone",
)
register_not_personal(
    "index of pages, made anew from them", "wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry"
)
register_not_personal("signs of life of processes", "operations.Heartbeat", "utils.WorkerSign")
register_not_personal(
    "names of tables and columns and numbers of rows, a person among them", "utils.AuditEntry", "utils.AuditLink"
)
register_not_personal("tasks get numbers of rows only", "django_tasks_database.DBTaskResult")
register_not_personal("the portal has no form pages", "wagtailforms.FormSubmission")
