from innovation_portal.privacy.retention import apply_retention
from innovation_portal.privacy.services.exports import make_lost_exports
from innovation_portal.utils.schedule import Job, register_job

register_job(Job("retention", apply_retention, order=50))
register_job(Job("lost copies of personal data", make_lost_exports, order=63))
