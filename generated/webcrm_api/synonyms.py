# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""What people call the names of this client: words of other CRMs, usual verbs, and usual arguments.

Each table maps a name that exists to the words that are typed for it. Case and underscores do not count, nor does the
plural of a resource. Loaded only when a name is wrong.
"""

from __future__ import annotations

from typing import Final

RESOURCES: Final = {
    "activities": "tasks todos to_dos appointments notes calls phone_calls follow_ups engagements interactions",
    "deliveries": "orders sales_orders invoices shipments bills",
    "documents": "files attachments uploads",
    "email_supports": "emails mails support_emails",
    "events": "campaigns seminars",
    "fields_metadata": "metadata schema properties describe",
    "hooks": "webhooks subscriptions callbacks",
    "meetings": "calendar calendars bookings",
    "opportunities": "deals sales leads pipelines prospects",
    "organisations": "organizations orgs companies accounts customers clients businesses firms suppliers vendors",
    "persons": "contacts people individuals",
    "persons_b2c": "consumers private_persons",
    "products": "articles goods skus price_lists",
    "quotation_lines": "quotes quotations lines line_items order_lines invoice_lines delivery_lines offers items",
    "revenues": "turnovers incomes",
    "settings": "features configuration",
    "support_cases": "tickets cases issues incidents service_cases",
    "time_expenses": "timesheets time_entries expenses hours time_sheets",
    "users": "employees owners members staff colleagues reps",
}
"""Words for the resources, by their attribute."""

CLIENT: Final = {
    "check": "ping health health_check test test_connection status whoami who_am_i me login log_in authenticate connect",
    "close": "aclose disconnect logout log_out shutdown dispose",
    "custom": "custom_fields custom_view",
    "fields": "get_fields field_definitions entity_fields",
    "query": "sql execute select search soql cursor",
    "request": "get post put patch delete send call fetch api rest",
    "with_options": "options configure set_options copy_with",
}
"""Words for the methods of the client."""

METHODS: Final = {
    "changed_since": "modified_since updated_since since changes get_updated get_changed delta changed updated_after "
    "modified_after",
    "create": "insert add new post create_one make",
    "create_many": "bulk_create insert_many bulk_insert create_all add_many",
    "delete": "remove destroy delete_by_id del_ archive drop trash",
    "delete_many": "delete_all bulk_delete remove_many batch_delete",
    "find": "filter where query search find_by select match lookup look_up find_one get_by get_or_none",
    "find_by_update_dates": "by_update_dates",
    "get": "retrieve fetch read show by_id get_by_id find_by_id load get_one detail",
    "list": "all find_all get_all fetch_all list_all index iterate iter each objects items records scan paginate",
    "sync": "synchronize synchronise sync_records upsert_changed",
    "update": "save edit modify patch put set write partial_update change update_one",
    "update_many": "bulk_update batch_update update_all patch_many",
    "upload": "attach upload_file",
    "upsert": "bulk_upsert batch bulk save_all",
    "upsert_by": "upsert_by_key create_or_update get_or_create update_or_create merge upsert_many save_by",
    "upsert_csv": "import_csv from_csv load_csv read_csv upload_csv csv upsert_file upsert_excel import_file load_file",
}
"""Verbs for the methods of resources."""

OF_LISTS: Final = frozenset({"count", "exists", "first", "one", "page", "pages", "to_dicts", "to_list", "to_pandas"})
"""Methods that lists have, and not resources."""

IMPOSSIBLE: Final = {
    "changed_since": "has no date of change for {many}",
    "create": "cannot create {many}",
    "create_many": "cannot create {many}",
    "delete": "cannot delete {many}",
    "delete_many": "cannot delete {many}",
    "sync": "cannot create or update {many}",
    "update_many": "cannot update {many}",
    "update": "cannot update {many}",
    "upsert": "cannot create or update {many}",
    "upsert_by": "cannot create or update {many}",
    "upsert_csv": "cannot create or update {many}",
}
"""What the API cannot do where a resource lacks a method."""

ARGUMENTS: Final = {
    "batch": "batch_size size chunk_size",
    "columns": "mapping column_map fields names rename",
    "concurrency": "workers threads parallel max_workers prefetch parallelism",
    "confirm_timeout": "timeout wait",
    "dates": "date_format",
    "delimiter": "sep separator dialect",
    "dry_run": "dryrun simulate test noop preview",
    "encoding": "charset codec encodings",
    "end_date": "to until end date_to end_at before stop",
    "entities": "entity resources only names",
    "entity": "name resource type table model",
    "event": "on trigger event_type",
    "file_name": "filename name",
    "filters": "filter",
    "format_custom_fields": "format_fields",
    "headers": "header",
    "from_": "since start start_date date_from after begin",
    "id": "pk key record_id identifier",
    "include": "expand embed with_ includes",
    "input_": "query text q search term keyword name",
    "into": "model as_ cls to type",
    "json": "data body payload content",
    "key": "by on match unique key_property property column field",
    "keyset": "by_id",
    "limit": "max_results max_records max_rows count top first take n",
    "on_error": "errors on_bad_lines on_bad_rows on_errors skip_errors",
    "organisation_id": "organization_id company_id account_id customer_id id",
    "params": "query parameters qs",
    "path": "file filename file_name filepath_or_buffer csv source",
    "progress": "callback on_progress on_page",
    "records": "items rows data persons organisations list objects",
    "size": "page_size per_page limit batch_size chunk_size max_results max_records count top rows num results",
    "source": "file path content data bytes document",
    "start_date": "from since start date_from start_at after begin",
    "target_url": "url address endpoint callback target",
    "to": "folder directory path dest destination output until end end_date date_to before",
    "types": "type",
    "when": "since after date moment timestamp start from datetime",
}
"""Words for the arguments of methods."""

RECORD: Final = "data body json record payload values fields properties object dto model item"
"""Words for the record that a method writes, whose argument is named after its entity."""

ELSEWHERE: Final = {
    "columns": 'Lists have all columns; select some by crm.query("SELECT …").',
    "deadline": "Pass it to the client, or to crm.with_options(deadline=…).",
    "fields": 'Lists have all columns; select some by crm.query("SELECT …").',
    "filter": 'Filter by find(…), or by crm.query("SELECT … WHERE …").',
    "offset": "Lists read all pages by themselves; list().page(2) reads one.",
    "order_by": 'Lists are in the order of ids; sort by crm.query("SELECT … ORDER BY …").',
    "page": "Lists read all pages by themselves; list().page(2) reads one.",
    "page_number": "Lists read all pages by themselves; list().page(2) reads one.",
    "retries": "Pass them to the client, or to crm.with_options(retries=Retries(…)).",
    "sort": 'Lists are in the order of ids; sort by crm.query("SELECT … ORDER BY …").',
    "timeout": "Pass it to the client, or to crm.with_options(timeout=…).",
    "where": 'Filter by find(…), or by crm.query("SELECT … WHERE …").',
}
"""What to do in place of an argument that a method does not take."""

SETTINGS: Final = {
    "allow_insecure_http": "allow_http insecure",
    "application_token": "token api_key apikey key api_token app_token access_token auth auth_code authcode guid "
    "password secret credentials client_secret",
    "base_url": "url host endpoint api_url server address baseurl root domain",
    "connect_timeout": "connection_timeout",
    "deadline": "total_timeout max_time",
    "event_hooks": "hooks",
    "proxy": "proxies http_proxy https_proxy",
    "read_only": "readonly safe dry_run",
    "requests_per_minute": "rate_limit rpm max_requests requests_per_second throttle",
    "retries": "max_retries retry max_attempts backoff retry_count",
    "timeout": "request_timeout read_timeout timeouts",
    "token_store": "cache token_cache storage token_file",
    "transport": "http_client client session adapter",
    "user_agent": "agent useragent app_name",
    "verify": "verify_ssl ssl ssl_verify ssl_context tls cert",
}
"""Words for the settings of the client."""

__all__ = [
    "ARGUMENTS",
    "CLIENT",
    "ELSEWHERE",
    "IMPOSSIBLE",
    "METHODS",
    "OF_LISTS",
    "RECORD",
    "RESOURCES",
    "SETTINGS",
]
