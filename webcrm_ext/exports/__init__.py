"""Tables out of webCRM: columns of Arrow, and files of JSON lines, CSV, Parquet and DuckDB."""
