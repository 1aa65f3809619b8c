from django.dispatch import receiver
from django_tasks.signals import task_finished, task_started

from innovation_portal.utils.request_ids import current_task


@receiver(task_started)
def name_task_in_the_log(task_result, **kwargs):
    current_task.set(str(task_result.id))


@receiver(task_finished)
def forget_task_in_the_log(**kwargs):
    current_task.set("")
