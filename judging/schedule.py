from innovation_portal.utils.schedule import Job, register_job
from judging.services.checks import erase_old_checks
from judging.services.erasing import erase_objectors

register_job(Job("objectors", erase_objectors, order=50))
register_job(Job("checks", erase_old_checks, order=60))
