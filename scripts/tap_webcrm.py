"""Read a sandbox with tap-webcrm, an independent client of the API: `python -m scripts.tap_webcrm`.

tap-webcrm runs unchanged, so its requests go to https://api.webcrm.com. The program starts itself again in network and
mount namespaces of its own. There that name is this machine, and a TLS proxy with a certificate of its own stands in
front of a sandbox. Nothing outside of the namespaces changes. Linux only; needs `unshare`, `ip` and `mount`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Thread
from typing import Any

from webcrm_ext.sandbox import Sandbox

HOST = "api.webcrm.com"
PACKAGES = ("setuptools<81", "wheel", "tap-webcrm==0.1.0", "trustme")
STREAMS = {
    "activity": ("Activities", "ActivityId"),
    "delivery": ("Deliveries", "DeliveryId"),
    "opportunity": ("Opportunities", "OpportunityId"),
    "organisation": ("Organisations", "OrganisationId"),
    "person": ("Persons", "PersonId"),
}
"""The streams of the tap: the path of the records in the API, and their key."""

_CERTIFICATES = """
import sys, trustme
authority = trustme.CA()
authority.cert_pem.write_to_path(sys.argv[1] + "/authority.pem")
authority.issue_cert(sys.argv[2]).private_key_and_cert_chain_pem.write_to_path(sys.argv[1] + "/server.pem")
"""
_INSIDE = "--inside-the-namespaces"
_RECORDS = 1200
_CHUNK = 65536


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit code: 0 if the tap has read every record, 1 if not, 2 if it cannot run."""
    parser = argparse.ArgumentParser(prog="python -m scripts.tap_webcrm", description=__doc__)
    parser.add_argument("--venv", type=Path, default=Path(".venv-tap"), help="the environment of the tap")
    parser.add_argument(_INSIDE, action="store_true", dest="inside", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    venv = options.venv.absolute()
    if options.inside:
        return _compare(venv)
    missing = [name for name in ("unshare", "ip", "mount") if shutil.which(name) is None]
    if missing:
        print(
            f"{', '.join(missing)} not found. This program needs Linux with util-linux and iproute2.", file=sys.stderr
        )
        return 2
    _install(venv)
    # A user who is not root gets the right to mount by a user namespace.
    user = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    command = ["unshare", *user, "--net", "--mount", sys.executable, "-m", "scripts.tap_webcrm", _INSIDE]
    return subprocess.run([*command, "--venv", str(venv)], check=False).returncode  # noqa: S603


def records_by_stream(output: Iterable[str]) -> dict[str, list[Any]]:
    """Return the keys of the records in the output of the tap, by stream."""
    found: dict[str, list[Any]] = defaultdict(list)
    for text in output:
        message = json.loads(text)
        if message["type"] == "RECORD":
            found[message["stream"]].append(message["record"][STREAMS[message["stream"]][1]])
    return found


def report(found: Mapping[str, list[Any]], stored: Mapping[str, set[Any]]) -> tuple[str, bool]:
    """Return a table of the streams, and whether each record was read exactly once."""
    lines = [f"{'stream':<14}{'stored':>8}{'read':>8}"]
    is_complete = True
    for stream, keys in stored.items():
        read = found.get(stream, [])
        is_equal = sorted(read) == sorted(keys)
        is_complete = is_complete and is_equal
        lines.append(f"{stream:<14}{len(keys):>8}{len(read):>8}{'' if is_equal else '  differs'}")
    return "\n".join(lines), is_complete


def _install(venv: Path) -> None:  # pragma: no cover - needs a package index
    """Create the environment of the tap, whose requirements conflict with those of this project."""
    ready = venv / ".ready"
    if ready.exists() and ready.read_text() == str(PACKAGES):
        return
    print(f"Installing {', '.join(PACKAGES)} in {venv}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True)  # noqa: S603
    pip = [str(venv / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # setuptools must exist before the tap is built without isolation.
    for packages in (PACKAGES[:2], PACKAGES):
        legacy = ["--use-deprecated=legacy-resolver", "--no-build-isolation"]
        subprocess.run([*pip, *legacy, *packages], check=True)  # noqa: S603
    ready.write_text(str(PACKAGES))


def _compare(venv: Path) -> int:  # pragma: no cover - needs namespaces
    """Serve a sandbox as api.webcrm.com, read it with the tap, and compare the records."""
    with (
        tempfile.TemporaryDirectory() as name,
        Sandbox(records=_RECORDS, requests_per_minute=None, allowed_hosts=[HOST]) as sandbox,
    ):
        folder = Path(name)
        (folder / "hosts").write_text(f"127.0.0.1 localhost {HOST}\n")
        for command in (
            ("ip", "link", "set", "lo", "up"),
            ("mount", "--bind", str(folder / "hosts"), "/etc/hosts"),
            (str(venv / "bin/python"), "-c", _CERTIFICATES, name, HOST),
        ):
            subprocess.run(command, check=True)  # noqa: S603
        _serve_tls(folder / "server.pem", sandbox.port)
        stored = {stream: set(sandbox.tenant.store.ids(path)) for stream, (path, _) in STREAMS.items()}
        (folder / "config.json").write_text(json.dumps({"api_token": sandbox.application_token}))
        tap = subprocess.run(  # noqa: S603
            [str(venv / "bin/tap-webcrm"), "--config", str(folder / "config.json")],
            env={"PATH": os.environ.get("PATH", ""), "REQUESTS_CA_BUNDLE": str(folder / "authority.pem")},
            capture_output=True, text=True, check=False, cwd=folder,
        )  # fmt: skip
    if tap.returncode:
        print(tap.stderr, file=sys.stderr)
        return 2
    table, is_complete = report(records_by_stream(tap.stdout.splitlines()), stored)
    print(table)
    if not is_complete:
        print(tap.stderr[-2000:], file=sys.stderr)
    return 0 if is_complete else 1


def _serve_tls(certificate: Path, port: int) -> None:  # pragma: no cover - needs namespaces
    """Accept TLS connections at port 443 in a thread, and forward their bytes to a port of this machine."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(_CHUNK):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # the peer has closed the connection
        writer.close()

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(copy(reader, upstream_writer), copy(upstream_reader, writer))

    loop = asyncio.new_event_loop()
    loop.run_until_complete(asyncio.start_server(forward, "127.0.0.1", 443, ssl=context))
    Thread(target=loop.run_forever, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
