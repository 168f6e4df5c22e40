from participants.forms.cities import CityField, CityWidget

__all__ = ["CityField", "CityWidget"]
