"""The smallest bodies that the service accepts."""

from .definitions import definition

DOCUMENT = definition()
ITEM = {f"Data{number}": "-" for number in range(1, 10)} | {"DataMemo": "", "ItemGroup": "", "EntityType": "Product"}
MEETING = {
    "MeetingSubject": "Samples",
    "MeetingStart": "2024-05-31T09:00:00Z",
    "MeetingEnd": "2024-05-31T10:00:00Z",
    "MeetingUserId": "1",
}
BODIES = {
    "persons_create": {"PersonId": 0, "PersonLastName": "Dahl"},
    "deliveries_create": {
        "DeliveryId": 0, "DeliveryAssignedTo": 0, "DeliveryAssignedTo2": 0, "DeliveryResponsible": 0,
    },
    "persons_b2c_create": {"PersonB2CId": 0, "PersonB2COrganisationId": 1},
    "meetings_create": MEETING,
    "meetings_update": MEETING,
    "meetings_update_connections": {"Activities": [{"Id": 1}], "Opportunities": []},
    "activities_create_note": {"Comment": "Called back."},
    "auth_api_login": {"authCode": "00000000-0000-4000-8000-000000000001"},
    "auth_login": {"dbnCode": "sandbox", "userName": "ah", "password": "sandbox"},
    "auth_crm_login": {"publishCode": "sandbox", "loginName": "ah", "password": "sandbox"},
}  # fmt: skip
HOOK = {"Id": 0, "EventType": "Create", "Filter": [], "IsEnabled": False, "TargetUrl": "http://127.0.0.1:9/hook"}


def minimal_body(operation_id: str, schema: dict) -> dict:
    """Return the smallest body that the service accepts for an operation with this schema."""
    if operation_id in BODIES:
        return BODIES[operation_id]
    if "$ref" not in schema:
        return minimal_body(operation_id, schema["items"])
    name = schema["$ref"].rsplit("/", 1)[1]
    if name.endswith("HookDto"):
        return HOOK
    required = DOCUMENT["components"]["schemas"][name].get("required", [])
    body: dict = dict.fromkeys(required, 0)
    if name.endswith("LinkedDataItemDto"):
        prefix = required[0].removesuffix("Id")
        body |= {prefix + suffix: value for suffix, value in ITEM.items()}
        body |= {prefix + "VatCode": ""} if prefix.startswith("Quotation") else {}
    if name == "MoveDto":
        body = {"NewOrganisationId": 1}
    if name == "PersonDto":
        body["PersonLastName"] = "Dahl"
    if name == "DeliveryDto":
        body |= BODIES["deliveries_create"]
    return body
