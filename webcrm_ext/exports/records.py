"""`arrow_batches` and `to_arrow` of lists: which columns the records of a list have."""

from __future__ import annotations

from webcrm_api.model import Model

from webcrm_ext.errors import QueryError
from webcrm_ext.exports.arrow import ArrowConverter
from webcrm_ext.exports.tables import columns_of


def arrow_converter(model: type[Model] | None) -> ArrowConverter:
    """Return what converts records of a model to batches of Arrow.

    Raises:
        ConfigurationError: pyarrow is not installed, or the model is not in the API definition.
        QueryError: The records are rows of a query, which have no model.
    """
    if model is None:
        raise QueryError(
            "Rows of a query have no declared columns. Pass a model, as in crm.query(…, into=PersonDto), or use "
            "to_pandas(), which infers the columns from the rows."
        )
    columns = columns_of(model)
    return ArrowConverter(columns, frozenset(each.property for each in columns), "to_arrow")
