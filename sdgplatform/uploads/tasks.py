from celery import shared_task


@shared_task
def remove_orphans(**kwargs: object) -> None:
    from sdgplatform.uploads.actions import discard_unused, remove_orphan_files

    discard_unused()
    remove_orphan_files()
