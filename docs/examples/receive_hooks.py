"""Keep a copy of all organisations in SQLite, by the hooks that webCRM sends.

PUBLIC_URL=https://example.com HOOK_SECRET=long-and-random uvicorn receive_hooks:app

PUBLIC_URL is the URL at which webCRM reaches this program. HOOK_SECRET is a part of the URL of the hooks, because
their deliveries are not signed. COPY is the file, by default organisations.sqlite.
"""

import asyncio
import contextlib
import logging
import os
import secrets
import sqlite3
from collections.abc import AsyncGenerator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from webcrm_ext import AsyncWebCRM, FieldValueError, NotFoundError, WebCRMError

logger = logging.getLogger("receive_hooks")


async def receive(request: Request) -> Response:
    """Put the id of the record into the queue, and respond at once."""
    if not secrets.compare_digest(request.path_params["secret"].encode(), os.environ["HOOK_SECRET"].encode()):
        return Response(status_code=404)
    try:
        event = request.app.state.crm.hooks.parse(await request.body())
    except FieldValueError:
        return Response("The payload names no record.", status_code=400)
    if event.entity == "Organisations":
        request.app.state.queue.put_nowait(event.id)
    return Response(status_code=202)


async def work(queue: asyncio.Queue[int], crm: AsyncWebCRM, copy: sqlite3.Connection) -> None:
    """Copy one organisation after the other; an error does not stop the others."""
    while True:
        id_ = await queue.get()
        try:
            await copy_organisation(id_, crm, copy)
        except (WebCRMError, sqlite3.Error):
            logger.exception("Organisation %s was not copied", id_)
        finally:
            queue.task_done()


async def copy_organisation(id_: int, crm: AsyncWebCRM, copy: sqlite3.Connection) -> None:
    """Store an organisation as it is now, however often and in whatever order its hooks arrive."""
    try:
        organisation = await crm.organisations.get(id_)
    except NotFoundError:
        copy.execute("DELETE FROM organisations WHERE id = ?", [id_])
    else:
        row = [id_, organisation.organisation_name or "", organisation.organisation_city or ""]
        copy.execute("INSERT OR REPLACE INTO organisations VALUES (?, ?, ?)", row)
    copy.commit()


@contextlib.asynccontextmanager
async def lifespan(app: Starlette) -> AsyncGenerator[None]:
    """Create the hooks, and work until the program ends and its queue is empty."""
    url = f"{os.environ['PUBLIC_URL']}/webcrm/{os.environ['HOOK_SECRET']}"
    with contextlib.closing(sqlite3.connect(os.environ.get("COPY", "organisations.sqlite"))) as copy:
        copy.execute("CREATE TABLE IF NOT EXISTS organisations (id INTEGER PRIMARY KEY, name TEXT, city TEXT)")
        async with AsyncWebCRM() as crm:
            app.state.crm, app.state.queue = crm, asyncio.Queue[int]()
            await crm.hooks.ensure("Organisations", url, event="Create")
            await crm.hooks.ensure("Organisations", url, event="Update")
            worker = asyncio.create_task(work(app.state.queue, crm, copy))
            yield
            await app.state.queue.join()
            worker.cancel()


app = Starlette(routes=[Route("/webcrm/{secret}", receive, methods=["POST"])], lifespan=lifespan)
