"""What was changed, by whom, when: one AuditEntry per action, shown as the history of each record.

Owns: AuditEntry, `record()`, the register of action names. Does not own: the actions. Entries hold
text snapshots and no foreign keys into live data, so nothing rewrites or blocks history.
"""
