from django.urls import path

from participants.views import accounts, cities, invitations, networks, organisations, people, roles

app_name = "participants"
urlpatterns = [
    path("account/", accounts.account_edit, name="account_edit"),
    path("preferences/", accounts.preferences, name="preferences"),
    path("cities/", cities.city_list, name="city_list"),
    path("cities/suggest/", cities.city_suggest, name="city_suggest"),
    path("cities/<slug:slug>/", cities.city_detail, name="city_detail"),
    path("networks/", networks.network_list, name="network_list"),
    path("networks/new/", networks.network_add, name="network_add"),
    path("networks/<slug:slug>/", networks.network_detail, name="network_detail"),
    path("networks/<slug:slug>/edit/", networks.network_edit, name="network_edit"),
    path("networks/<slug:slug>/members/add/", networks.membership_add, name="membership_add"),
    path("networks/<slug:slug>/members/<code>/end/", networks.membership_end, name="membership_end"),
    path("networks/<slug:slug>/roles/", roles.role_list, name="role_list"),
    path("networks/<slug:slug>/roles/assign/", roles.role_assign, name="role_assign"),
    path("networks/<slug:slug>/roles/<code>/end/", roles.role_end, name="role_end"),
    path("networks/<slug:slug>/invitations/", invitations.invitation_list, name="invitation_list"),
    path("networks/<slug:slug>/invitations/send/", invitations.invitation_send, name="invitation_send"),
    path(
        "networks/<slug:slug>/invitations/<reference>/resend/",
        invitations.invitation_resend,
        name="invitation_resend",
    ),
    path(
        "networks/<slug:slug>/invitations/<reference>/revoke/",
        invitations.invitation_revoke,
        name="invitation_revoke",
    ),
    path("invitations/<code>/", invitations.invitation_accept, name="invitation_accept"),
    path("roles/", roles.role_guide, name="role_guide"),
    path("people/", people.person_list, name="person_list"),
    path("people/new/", people.person_add, name="person_add"),
    path("people/suggest/", people.person_suggest, name="person_suggest"),
    path("people/export/", people.person_export, name="person_export"),
    path("people/<code>/", people.person_detail, name="person_detail"),
    path("people/<code>/edit/", people.person_edit, name="person_edit"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/new/", organisations.organisation_add, name="organisation_add"),
    path("organisations/suggest/", organisations.organisation_suggest, name="organisation_suggest"),
    path("organisations/<code>/", organisations.organisation_detail, name="organisation_detail"),
    path("organisations/<code>/edit/", organisations.organisation_edit, name="organisation_edit"),
]
