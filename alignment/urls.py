from django.urls import path

from alignment.views import (
    actors,
    analysis,
    cell_links,
    cells,
    changes,
    checks,
    columns,
    comments,
    depth,
    element_merging,
    framework,
    grid,
    grid_settings,
    import_columns,
    imports,
    indicators,
    local_framework,
    matrices,
    network,
    peers,
    review,
    reviewing,
    rows,
    strategies,
    suggestions,
)

app_name = "alignment"

framework_urls = [
    path("goals/", framework.goal_list, name="goal_list"),
    path("goals/<int:number>/", framework.goal_detail, name="goal_detail"),
    path("targets/<str:code>/", framework.target_detail, name="target_detail"),
]
strategy_urls = [
    path("strategies/", strategies.strategy_list, name="strategy_list"),
    path("strategies/new/", strategies.strategy_new, name="strategy_new"),
    path("strategies/<slug:code>/", strategies.strategy_detail, name="strategy_detail"),
    path("strategies/<slug:code>/edit/", strategies.strategy_edit, name="strategy_edit"),
    path("strategies/<slug:code>/scope/", strategies.strategy_scope, name="strategy_scope"),
    path("strategies/<slug:code>/elements/new/", strategies.element_new, name="element_new"),
    path("strategies/<slug:code>/elements/move/", strategies.element_move, name="element_move"),
    path(
        "strategies/<slug:code>/elements/<str:element_code>/edit/",
        strategies.element_edit,
        name="element_edit",
    ),
    path(
        "strategies/<slug:code>/elements/<str:element_code>/delete/",
        strategies.element_delete,
        name="element_delete",
    ),
    path(
        "strategies/<slug:code>/elements/<str:element_code>/merge/",
        element_merging.element_merge,
        name="element_merge",
    ),
]
CITY = "strategies/<slug:code>"
city_urls = [
    path(f"{CITY}/local/", local_framework.local_framework, name="local_framework"),
    path(f"{CITY}/local/goals/new/", local_framework.local_goal_new, name="local_goal_new"),
    path(f"{CITY}/local/goals/<int:local_goal>/", local_framework.local_goal_edit, name="local_goal_edit"),
    path(
        f"{CITY}/local/goals/<int:local_goal>/delete/",
        local_framework.local_goal_delete,
        name="local_goal_delete",
    ),
    path(f"{CITY}/local/targets/new/", local_framework.local_target_new, name="local_target_new"),
    path(
        f"{CITY}/local/targets/<str:target_code>/",
        local_framework.local_target_edit,
        name="local_target_edit",
    ),
    path(
        f"{CITY}/local/targets/<str:target_code>/delete/",
        local_framework.local_target_delete,
        name="local_target_delete",
    ),
    path(f"{CITY}/indicators/", indicators.indicator_list, name="indicator_list"),
    path(f"{CITY}/indicators/new/", indicators.indicator_new, name="indicator_new"),
    path(f"{CITY}/indicators/<str:indicator_code>/", indicators.indicator_detail, name="indicator_detail"),
    path(f"{CITY}/indicators/<str:indicator_code>/edit/", indicators.indicator_edit, name="indicator_edit"),
    path(
        f"{CITY}/indicators/<str:indicator_code>/delete/",
        indicators.indicator_delete,
        name="indicator_delete",
    ),
    path(
        f"{CITY}/indicators/<str:indicator_code>/values/add/",
        indicators.observation_add,
        name="observation_add",
    ),
    path(
        f"{CITY}/indicators/<str:indicator_code>/values/delete/",
        indicators.observation_delete,
        name="observation_delete",
    ),
    path(f"{CITY}/actors/", actors.actor_list, name="actor_list"),
    path(f"{CITY}/actors/new/", actors.actor_new, name="actor_new"),
    path(f"{CITY}/actors/<int:actor>/", actors.actor_edit, name="actor_edit"),
    path(f"{CITY}/actors/<int:actor>/delete/", actors.actor_delete, name="actor_delete"),
    path(f"{CITY}/actors/<int:actor>/roles/add/", actors.actor_role_add, name="actor_role_add"),
    path(f"{CITY}/actors/<int:actor>/roles/remove/", actors.actor_role_remove, name="actor_role_remove"),
    path(f"{CITY}/competences/", actors.competences, name="competences"),
]
network_urls = [
    path("networks/<slug:slug>/alignment/", network.network_alignment, name="network_alignment"),
    path("networks/<slug:slug>/alignment.xlsx", network.network_workbook_file, name="network_workbook"),
    path(
        "networks/<slug:slug>/alignment/<slug:section>.<slug:kind>",
        network.network_alignment_file,
        name="network_alignment_file",
    ),
]
CELL = "matrices/<slug:code>/cells/<str:element_code>/<str:place>"
SUGGESTIONS = "matrices/<slug:code>/rows/<str:element_code>/suggestions"
matrix_urls = [
    path("matrices/", matrices.matrix_list, name="matrix_list"),
    path("matrices/new/", matrices.matrix_new, name="matrix_new"),
    path("matrices/<slug:code>/", matrices.matrix_detail, name="matrix_detail"),
    path("matrices/<slug:code>/edit/", matrices.matrix_edit, name="matrix_edit"),
    path("matrices/<slug:code>/grid.json", grid.matrix_data, name="matrix_data"),
    path("matrices/<slug:code>/cells/", grid.cells_save, name="cells_save"),
    path("matrices/<slug:code>/coverage/", analysis.matrix_coverage, name="matrix_coverage"),
    path("matrices/<slug:code>/analysis/", analysis.matrix_analysis, name="matrix_analysis"),
    path("matrices/<slug:code>/analysis.xlsx", analysis.analysis_workbook_file, name="analysis_workbook"),
    path("matrices/<slug:code>/analysis/<slug:part>/", analysis.matrix_analysis, name="matrix_analysis_part"),
    path(
        "matrices/<slug:code>/analysis/<slug:section>.<slug:kind>",
        analysis.analysis_file,
        name="analysis_file",
    ),
    path("matrices/<slug:code>/new-version/", matrices.matrix_version, name="matrix_version"),
    path("matrices/<slug:code>/checks/", checks.matrix_checks, name="matrix_checks"),
    path("matrices/<slug:code>/checksum/", review.matrix_checksum, name="matrix_checksum"),
    path("matrices/<slug:code>/review/", reviewing.matrix_review, name="matrix_review"),
    path("matrices/<slug:code>/comments/", comments.matrix_comments, name="matrix_comments"),
    path("matrices/<slug:code>/changes/", changes.matrix_changes, name="matrix_changes"),
    path("matrices/<slug:code>/changes/file/", changes.changes_file, name="changes_file"),
    path("matrices/<slug:code>/peer/", peers.matrix_peer, name="matrix_peer"),
    path("matrices/<slug:code>/steps/<slug:step>/", review.matrix_step, name="matrix_step"),
    path("matrices/<slug:code>/rows/<str:element_code>/", rows.matrix_row, name="matrix_row"),
    path("matrices/<slug:code>/columns/<str:place>/", columns.matrix_column, name="matrix_column"),
    path("matrices/<slug:code>/depth/", depth.matrix_depth, name="matrix_depth"),
    path("matrices/<slug:code>/suggestions/", suggestions.matrix_suggestions, name="matrix_suggestions"),
    path(
        f"{SUGGESTIONS}/<str:place>/accept/",
        suggestions.suggestion_accept,
        name="suggestion_accept",
    ),
    path(
        f"{SUGGESTIONS}/<str:place>/dismiss/",
        suggestions.suggestion_dismiss,
        name="suggestion_dismiss",
    ),
    path(f"{SUGGESTIONS}/restore/", suggestions.suggestions_restore, name="suggestions_restore"),
    path("grid-words/<str:language>.json", grid_settings.grid_words, name="grid_words"),
    path("matrices/<slug:code>/missing/", matrices.matrix_missing, name="matrix_missing"),
    path(f"{CELL}/", cells.cell_detail, name="cell_detail"),
    path(f"{CELL}/save/", cells.cell_save, name="cell_save"),
    path(f"{CELL}/clear/", cells.cell_clear, name="cell_clear"),
    path(f"{CELL}/evidence/add/", cells.evidence_add, name="evidence_add"),
    path(f"{CELL}/evidence/<str:ref>/remove/", cells.evidence_remove, name="evidence_remove"),
    path(f"{CELL}/indicators/", cell_links.indicator_link, name="indicator_link"),
    path(f"{CELL}/roles/", cell_links.role_link, name="role_link"),
    path("matrices/<slug:code>/evidence/<str:ref>/", cell_links.evidence_file, name="evidence_file"),
    path(f"{CELL}/comments/add/", cells.comment_add, name="comment_add"),
]
exchange_urls = [
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/<slug:code>/", imports.import_detail, name="import_detail"),
    path("imports/<slug:code>/columns/", import_columns.import_columns, name="import_columns"),
    path("imports/<slug:code>/reread/", imports.import_reread, name="import_reread"),
    path("imports/<slug:code>/apply/", imports.import_apply, name="import_apply"),
    path("imports/<slug:code>/file/", imports.import_download, name="import_download"),
    path("strategies/<slug:code>/import/", imports.strategy_import, name="strategy_import"),
    path("strategies/<slug:code>/template.xlsx", imports.strategy_template, name="strategy_template"),
    path("matrices/<slug:code>/import/", imports.matrix_import, name="matrix_import"),
    path("matrices/<slug:code>/export/", imports.matrix_export, name="matrix_export"),
    path("exchange/schema.json", imports.exchange_schema, name="exchange_schema"),
]

urlpatterns = [*framework_urls, *strategy_urls, *city_urls, *network_urls, *matrix_urls, *exchange_urls]
