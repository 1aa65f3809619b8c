from innovation_portal.utils.schedule import Job, register_job
from submissions.services.compliance_days import keep_days
from submissions.services.follow_ups import ask_owners, remind_owners
from submissions.services.reminders import send_due_reminders
from submissions.services.replication_deadlines import remind_origins
from submissions.services.summaries import send_summaries

register_job(Job("reminders", send_due_reminders, order=10))
register_job(Job("summaries", send_summaries, order=15))
register_job(Job("compliance by day", keep_days, order=30))
register_job(Job("follow-ups", ask_owners, order=20))
register_job(Job("reminders of follow-ups", remind_owners, order=21))
register_job(Job("reminders of replications", remind_origins, order=22))
