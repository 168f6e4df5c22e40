from django.urls import path

from alignment.views import cells, framework, imports, matrices, review, rows, strategies

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
]
CELL = "matrices/<slug:code>/cells/<str:element_code>/<str:place>"
matrix_urls = [
    path("matrices/", matrices.matrix_list, name="matrix_list"),
    path("matrices/new/", matrices.matrix_new, name="matrix_new"),
    path("matrices/<slug:code>/", matrices.matrix_detail, name="matrix_detail"),
    path("matrices/<slug:code>/edit/", matrices.matrix_edit, name="matrix_edit"),
    path("matrices/<slug:code>/coverage/", matrices.matrix_coverage, name="matrix_coverage"),
    path("matrices/<slug:code>/new-version/", matrices.matrix_version, name="matrix_version"),
    path("matrices/<slug:code>/steps/<slug:step>/", review.matrix_step, name="matrix_step"),
    path("matrices/<slug:code>/rows/<str:element_code>/", rows.matrix_row, name="matrix_row"),
    path(f"{CELL}/save/", cells.cell_save, name="cell_save"),
    path(f"{CELL}/clear/", cells.cell_clear, name="cell_clear"),
    path(f"{CELL}/evidence/add/", cells.evidence_add, name="evidence_add"),
    path(f"{CELL}/evidence/<str:ref>/remove/", cells.evidence_remove, name="evidence_remove"),
    path(f"{CELL}/comments/add/", cells.comment_add, name="comment_add"),
]
exchange_urls = [
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/<slug:code>/", imports.import_detail, name="import_detail"),
    path("imports/<slug:code>/apply/", imports.import_apply, name="import_apply"),
    path("imports/<slug:code>/file/", imports.import_download, name="import_download"),
    path("strategies/<slug:code>/import/", imports.strategy_import, name="strategy_import"),
    path("strategies/<slug:code>/template.xlsx", imports.strategy_template, name="strategy_template"),
    path("matrices/<slug:code>/import/", imports.matrix_import, name="matrix_import"),
    path("matrices/<slug:code>/export/", imports.matrix_export, name="matrix_export"),
    path("exchange/schema.json", imports.exchange_schema, name="exchange_schema"),
]

urlpatterns = [*framework_urls, *strategy_urls, *matrix_urls, *exchange_urls]
