"""Products, found and written by what they hold."""

from __future__ import annotations

from webcrm_api.models.product_dto import ProductDto
from webcrm_api.resources import products as generated

from webcrm_ext.resources.tables import AsyncTable, Table


class Products(Table[ProductDto], generated.Products):
    """Products."""

    model = ProductDto
    module = "products"


class AsyncProducts(AsyncTable[ProductDto], generated.AsyncProducts):
    """Products, to be awaited."""

    model = ProductDto
    module = "products"
