from alignment.api import exchange

urlpatterns: list = [*exchange.urlpatterns]
