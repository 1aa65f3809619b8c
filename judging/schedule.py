from innovation_portal.utils.schedule import Job, register_job
from judging.services.erasing import erase_objectors

register_job(Job("objectors", erase_objectors, order=50))
