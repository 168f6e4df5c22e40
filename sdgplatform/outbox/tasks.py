from typing import Any

from celery import shared_task


@shared_task
def send_mail(*, mail_id: int, **_future: Any) -> None:
    from sdgplatform.outbox.actions import deliver_mail

    deliver_mail(mail_id)


@shared_task
def send_waiting_mails(**_future: Any) -> None:
    from sdgplatform.outbox.actions import deliver_waiting_mails

    deliver_waiting_mails()
