from django.urls import path

from modules.views import archives, editions, modules, parts

app_name = "modules"
urlpatterns = [
    path("", modules.module_list, name="module_list"),
    path("export/", modules.module_export, name="module_export"),
    path("new/", modules.module_add, name="module_add"),
    path("series/new/", modules.series_add, name="series_add"),
    path("<slug:slug>/", modules.module_detail, name="module_detail"),
    path("<slug:slug>/edit/", modules.module_edit, name="module_edit"),
    path("<slug:slug>/delete/", modules.module_delete, name="module_delete"),
    path("<slug:slug>/history/", modules.module_history, name="module_history"),
    path("<slug:slug>/upload/", editions.module_upload, name="module_upload"),
    path("<slug:slug>/upload/sort/", editions.upload_sort, name="upload_sort"),
    path("<slug:slug>/archive/<str:language>/", archives.module_archive, name="module_archive"),
    path("<slug:slug>/link/", editions.link_add, name="link_add"),
    path("<slug:slug>/editions/<str:code>/", editions.edition_download, name="edition_download"),
    path("<slug:slug>/editions/<str:code>/delete/", editions.edition_delete, name="edition_delete"),
    path("<slug:slug>/parts/", parts.part_order, name="part_order"),
    path("<slug:slug>/parts/new/", parts.part_add, name="part_add"),
    path("<slug:slug>/parts/<str:code>/", parts.part_detail, name="part_detail"),
    path("<slug:slug>/parts/<str:code>/edit/", parts.part_edit, name="part_edit"),
    path("<slug:slug>/parts/<str:code>/move/", parts.part_move, name="part_move"),
    path("<slug:slug>/parts/<str:code>/delete/", parts.part_delete, name="part_delete"),
]
