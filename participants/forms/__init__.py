from participants.forms.cities import CityField

__all__ = ["CityField"]
