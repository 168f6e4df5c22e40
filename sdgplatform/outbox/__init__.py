"""Every mail passes this queue: previewed, edited, held, released, cancelled, sent once.

Owns: QueuedMail and its sending. Does not own: the words (each app's `emails.py` and templates)
or when a mail is due (each app's actions).
"""
