"""Deliveries, found and written by what they hold."""

from __future__ import annotations

from webcrm_api.models.delivery_dto import DeliveryDto
from webcrm_api.resources import deliveries as generated

from webcrm_ext.resources.tables import AsyncTable, Table


class Deliveries(Table[DeliveryDto], generated.Deliveries):
    """Deliveries."""

    model = DeliveryDto
    module = "deliveries"


class AsyncDeliveries(AsyncTable[DeliveryDto], generated.AsyncDeliveries):
    """Deliveries, to be awaited."""

    model = DeliveryDto
    module = "deliveries"
