from django.urls import path

from workshops.views import calendar, history, life_cycle, listing, matrices, overview, plan, public

urlpatterns = [
    path("", listing.workshop_list, name="workshop_list"),
    path("new/", plan.workshop_new, name="workshop_new"),
    path("export/", listing.workshop_export, name="workshop_export"),
    path("<slug:slug>/", public.workshop_detail, name="workshop_detail"),
    path("<slug:slug>/calendar.ics", calendar.workshop_calendar, name="workshop_calendar"),
    path("<slug:slug>/overview/", overview.workshop_overview, name="workshop_overview"),
    path("<slug:slug>/history/", history.workshop_history, name="workshop_history"),
    path("<slug:slug>/edit/", plan.workshop_edit, name="workshop_edit"),
    path("<slug:slug>/copy/", plan.workshop_copy, name="workshop_copy"),
    path("<slug:slug>/move/<slug:to>/", life_cycle.workshop_move, name="workshop_move"),
    path("<slug:slug>/materials/", overview.workshop_materials, name="workshop_materials"),
    path("<slug:slug>/matrices/", matrices.workshop_matrices, name="workshop_matrices"),
    path("<slug:slug>/matrices/link/", matrices.matrix_link, name="matrix_link"),
    path("<slug:slug>/matrices/unlink/", matrices.matrix_unlink, name="matrix_unlink"),
]
