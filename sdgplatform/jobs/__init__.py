"""Work that a person waits for: a Job row with steps and progress, done once by a Celery worker.

Owns: Job, its life (queued, running, done, failed, stopped), the status fragment, requeueing of jobs
whose worker died. Does not own: what the jobs do (each app registers a runner).
"""
