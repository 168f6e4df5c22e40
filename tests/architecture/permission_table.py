"""Who may do what with the things of the home network, as data.

Each permission with the model it is asked of and the personas that have it in the world of `world.py`;
admin has all, visitor none. The workshop is a draft, the module for trainers only, the matrix the planner's
draft. Read it as the specification: a change here is a change of who may do what.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    permission: str
    model: str  # "" when no object is asked of
    personas: str


STAFF = "coordinator selection_reviewer check_in trainer reviewer translator viewer"
EVERYONE = f"{STAFF} planner other_coordinator member"
COORDINATORS = "coordinator other_coordinator"

ROWS = [
    Row("alignment.add_matrix", "", "coordinator planner other_coordinator"),
    Row("alignment.add_matrix_to_strategy", "Strategy", "coordinator planner"),
    Row("alignment.add_matrix_version", "AlignmentMatrix", "coordinator planner"),
    Row("alignment.add_strategy", "", "coordinator planner other_coordinator"),
    Row("alignment.apply_import", "MatrixImport", "planner"),
    Row("alignment.change_city_plan", "Strategy", "coordinator planner"),
    Row("alignment.change_matrix", "AlignmentMatrix", "coordinator planner"),
    Row("alignment.change_network_framework", "Strategy", "coordinator"),
    Row("alignment.change_strategy", "Strategy", "coordinator planner"),
    Row("alignment.comment_matrix", "AlignmentMatrix", "coordinator planner reviewer"),
    Row("alignment.compare_matrix", "AlignmentMatrix", "coordinator trainer planner reviewer"),
    Row("alignment.import_matrix", "AlignmentMatrix", "coordinator planner"),
    Row("alignment.invite_peer", "AlignmentMatrix", "coordinator planner"),
    Row("alignment.list_matrices", "", EVERYONE),
    Row("alignment.list_strategies", "", EVERYONE),
    Row("alignment.publish_matrix", "AlignmentMatrix", "coordinator planner"),
    Row("alignment.reopen_matrix", "AlignmentMatrix", "coordinator"),
    Row("alignment.resolve_comment", "AlignmentMatrix", "coordinator planner reviewer"),
    Row("alignment.review_matrix", "AlignmentMatrix", "reviewer"),
    Row("alignment.submit_matrix", "AlignmentMatrix", "planner"),
    Row("alignment.view_city_plan", "Strategy", "coordinator trainer planner reviewer"),
    Row("alignment.view_import", "MatrixImport", "planner"),
    Row("alignment.view_matrix", "AlignmentMatrix", "coordinator trainer planner reviewer"),
    Row("alignment.view_network_figures", "Network", f"{STAFF} planner"),
    Row("alignment.view_strategy", "Strategy", "coordinator trainer planner reviewer"),
    Row("alignment.withdraw_matrix", "AlignmentMatrix", "coordinator planner"),
    Row("jobs.stop_job", "Job", "coordinator"),
    Row("jobs.view_job", "Job", "coordinator"),
    Row("modules.add_edition", "Module", "coordinator trainer translator"),
    Row("modules.add_module", "", "coordinator trainer other_coordinator"),
    Row("modules.add_series", "", "coordinator trainer other_coordinator"),
    Row("modules.change_module", "Module", "coordinator trainer"),
    Row("modules.delete_edition", "PartEdition", "coordinator trainer"),
    Row("modules.delete_module", "Module", "coordinator trainer"),
    Row("modules.view_module", "Module", "coordinator trainer translator"),
    Row("participants.add_membership", "Network", "coordinator"),
    Row("participants.add_network", "", ""),
    Row("participants.add_organisation", "", COORDINATORS),
    Row("participants.add_person", "", COORDINATORS),
    Row("participants.assign_role", "Network", "coordinator"),
    Row("participants.change_network", "Network", "coordinator"),
    Row("participants.change_organisation", "Organisation", COORDINATORS),
    Row("participants.change_person", "Person", f"{COORDINATORS} member"),
    Row("participants.end_membership", "Membership", "coordinator"),
    Row("participants.end_role", "RoleAssignment", "coordinator"),
    Row("participants.invite_person", "Network", "coordinator"),
    Row("participants.list_people", "", COORDINATORS),
    Row("participants.list_roles", "Network", "coordinator"),
    Row("participants.resend_invitation", "Invitation", "coordinator"),
    Row("participants.revoke_invitation", "Invitation", "coordinator"),
    Row("participants.view_person", "Person", f"{COORDINATORS} member"),
    Row("workshops.add_application", "Workshop", "coordinator"),
    Row("workshops.add_exercise", "Session", "coordinator"),
    Row("workshops.add_workshop", "", COORDINATORS),
    Row("workshops.change_mail", "Workshop", "coordinator"),
    Row("workshops.change_programme", "Workshop", "coordinator"),
    Row("workshops.change_programme_block", "Session", "coordinator"),
    Row("workshops.change_workshop", "Workshop", "coordinator"),
    Row("workshops.copy_workshop", "Workshop", "coordinator"),
    Row("workshops.decide_application", "Application", "coordinator"),
    Row("workshops.decide_applications", "Workshop", "coordinator"),
    Row("workshops.link_matrix", "Workshop", "coordinator"),
    Row("workshops.list_applications", "Workshop", "coordinator selection_reviewer"),
    Row("workshops.make_report", "Workshop", "coordinator"),
    Row("workshops.move_workshop", "Workshop", "coordinator"),
    Row("workshops.note_application", "Application", "coordinator selection_reviewer"),
    Row("workshops.record_attendance", "Workshop", "coordinator check_in"),
    Row("workshops.run_exercise", "Exercise", "coordinator"),
    Row("workshops.view_application", "Application", "coordinator selection_reviewer member"),
    Row("workshops.view_attendance", "Workshop", "coordinator selection_reviewer check_in trainer viewer"),
    Row("workshops.view_exercise", "Exercise", STAFF),
    Row("workshops.view_mail", "Workshop", "coordinator"),
    Row("workshops.view_my_workshop", "Workshop", ""),
    Row("workshops.view_overview", "Workshop", STAFF),
    Row(
        "workshops.view_participation",
        "Participation",
        "coordinator selection_reviewer check_in trainer viewer",
    ),
    Row("workshops.view_report", "WorkshopReport", "coordinator trainer viewer"),
    Row("workshops.view_reports", "Workshop", "coordinator trainer viewer"),
    Row("workshops.view_workshop", "Workshop", STAFF),
]
