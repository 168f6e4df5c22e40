from participants.models.accounts import Account
from participants.models.cities import City, Country, Subdivision
from participants.models.networks import Membership, Network, Organisation
from participants.models.people import Gender, Person, Profile
from participants.models.roles import Invitation, Role, RoleAssignment

__all__ = [
    "Account",
    "City",
    "Country",
    "Gender",
    "Invitation",
    "Membership",
    "Network",
    "Organisation",
    "Person",
    "Profile",
    "Role",
    "RoleAssignment",
    "Subdivision",
]
