"""The command line: start, arguments, errors and stop."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

import pytest
import requests

from webcrm_ext import sandbox
from webcrm_ext.sandbox import Sandbox, __main__
from webcrm_ext.sandbox.command_line import run

from .browser import Browser


@contextmanager
def program(*arguments: object) -> Iterator[tuple[subprocess.Popen, dict[str, str]]]:
    """Start the program, and return it with the lines that it prints."""
    command = [sys.executable, "-m", "webcrm_ext.sandbox", "--port", "0", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            printed: dict[str, str] = {}
            for line in running.stdout:
                if line.startswith("Ctrl-C"):
                    break
                if line.startswith("export "):
                    name, _, value = line.removeprefix("export ").strip().partition("=")
                    printed[name] = value
                    continue
                name, _, value = line.strip().partition("  ")
                printed[name.rstrip(":")] = value.strip()
            yield running, printed
        finally:
            running.kill()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_program_prints_its_address_and_stops_on_signals(stop):
    with program("--records", 12) as (running, printed):
        assert printed["The webCRM sandbox is at"].startswith("http://127.0.0.1:")
        assert printed["Documentation"] == f"{printed['The webCRM sandbox is at']}/documentation"
        assert printed["WEBCRM_BASE_URL"] == printed["The webCRM sandbox is at"]
        assert printed["WEBCRM_APPLICATION_TOKEN"] == printed["Application token"]
        assert requests.get(printed["Look into it"], headers={"Accept": "text/html"}, timeout=10).status_code == 200
        assert printed["Records"] == "12 persons, deleted when it stops"
        assert requests.get(printed["Documentation"], timeout=10).status_code == 200
        with Browser(printed["The webCRM sandbox is at"]) as crm:
            crm.log_in(printed["Application token"])
            assert len(crm.read("/Persons")) == 12
            running.send_signal(stop)
            output, errors = running.communicate(timeout=20)
    assert (running.returncode, errors) == (0, "")
    assert output.strip() == "The sandbox has stopped."


def test_records_in_a_file_survive_a_restart(tmp_path):
    file = tmp_path / "sandbox.sqlite"
    with program("--records", 12, "--data", file) as (running, printed):
        assert printed["Records"] == f"12 persons, stored in {file}"
        with Browser(printed["The webCRM sandbox is at"]) as crm:
            crm.log_in(printed["Application token"])
            id_ = crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Kept"})
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=20)
    with program("--records", 99, "--data", file) as (_, printed):
        assert printed["Records"].startswith("13 persons")
        with Browser(printed["The webCRM sandbox is at"]) as crm:
            crm.log_in(printed["Application token"])
            assert crm.read(f"/Persons/{id_}")["PersonLastName"] == "Kept"
            assert crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Next"}) == id_ + 1


def test_options_and_faults_are_arguments(tmp_path):
    options = ["--records", 12, "--linked-data", "QuotationLines", "--linked-data", "Persons", "--no-logins-count"]
    options += ["--requests-per-minute", "2", "--unknown-enums", "--fail-share", "1", "--fail-status", "502"]
    with program(*options) as (_, printed):
        state = requests.get(f"{printed['The webCRM sandbox is at']}/_sandbox", timeout=10).json()
        assert state["options"]["linked_data"] == ["Persons", "QuotationLines"]
        assert (state["options"]["requests_per_minute"], state["options"]["logins_count"]) == (2, False)
        assert (state["faults"]["unknown_enums"], state["faults"]["fail_share"]) == (True, 1.0)
        with Browser(printed["The webCRM sandbox is at"]) as crm:
            crm.log_in(printed["Application token"])
            assert crm.get("/Persons").status_code == 502


def test_options_of_a_file_apply_unless_the_command_line_has_them(tmp_path):
    file = tmp_path / "probe.json"
    file.write_text('{"options": {"default_size": 30, "linked_data": ["QuotationLines"], "query_extras": true}}')
    with program("--records", 2, "--options", file, "--default-size", 40) as (_, printed):
        options = requests.get(f"{printed['The webCRM sandbox is at']}/_sandbox", timeout=10).json()["options"]
    assert (options["default_size"], options["linked_data"]) == (40, ["QuotationLines"])
    assert options["query_extras"] is True


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "contains no options"),
        ('{"options": {"colour": "red"}}', "Unknown option 'colour'"),
        ('{"default_size": "many"}', "default_size must be a whole number"),
    ],
)
def test_file_without_valid_options_is_a_one_line_error(tmp_path, capsys, content, message):
    file = tmp_path / "probe.json"
    file.write_text(content, encoding="utf-8")
    assert run(["--options", str(file)]) == 1
    assert message in capsys.readouterr().err
    assert run(["--options", str(tmp_path / "none.json")]) == 1
    assert "No such file" in capsys.readouterr().err


def test_port_in_use_is_a_one_line_error(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["--port", str(port), "--records", "0"]) == 1
    assert capsys.readouterr() == (
        "",
        f"Port {port} on 127.0.0.1 is in use. Choose another with --port, or 0 for a free one.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "65536"], "'65536' is not a port number from 0 to 65535"),
        (["--port", "http"], "'http' is not a port number from 0 to 65535"),
        (["--port", "-1"], "'-1' is not a port number from 0 to 65535"),
        (["--records", "-1"], "'-1' is not a whole number of 0 or more"),
        (["--records", "abc"], "'abc' is not a whole number of 0 or more"),
        (["--requests-per-minute", "many"], "'many' is not a whole number or 'off'"),
        (["--token-seconds", "0.5"], "'0.5' is not a whole number"),
        (["--query-seconds", "long"], "'long' is not a number"),
        (["--latency", "long"], "'long' is not a number"),
        (["--linked-data-error-shape", "xml"], "invalid choice: 'xml'"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["--seed", "x"], "'x' is not a whole number"),
        (["--fail-status", "x"], "'x' is not a whole number"),
        (["--missing-status", "x"], "'x' is not a whole number"),
    ],
)
def test_unreadable_argument_is_a_usage_error(capsys, arguments, message):
    with pytest.raises(SystemExit) as stopped:
        run(arguments)
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--linked-data", "Users"], "linked_data must be some of Activities, "),
        (["--requests-per-minute", "0"], "requests_per_minute must be a whole number from 1 to "),
        (["--missing-status", "99"], "missing_status must be a status from 200 to 599"),
        (["--fail-status", "99"], "status must be from 200 to 599, not 99."),
        (["--fail-share", "2"], "fail_share must be a number from 0 to 1, not 2.0."),
        (["--host", "192.0.2.1"], "Cannot listen on 192.0.2.1, port 8765: "),
        (["--host", "no such host"], "Cannot listen on no such host, port 8765: "),
    ],
)
def test_invalid_argument_is_a_one_line_error(capsys, arguments, message):
    assert run(["--records", "0", *arguments]) == 1
    output, errors = capsys.readouterr()
    assert (output, errors.count("\n")) == ("", 1)
    assert errors.startswith(message)


def test_unusable_file_is_a_one_line_error(tmp_path, capsys):
    text = tmp_path / "notes.txt"
    text.write_text("These are no records.\n" * 100)
    for file in (tmp_path / "missing" / "sandbox.sqlite", text):
        assert run(["--data", str(file)]) == 1
        errors = capsys.readouterr().err
        assert errors.startswith(f"Cannot store records in {file}: ")
        assert errors.count("\n") == 1


def test_off_switches_the_rate_limit_off():
    with program("--records", 0, "--requests-per-minute", "off") as (_, printed):
        state = requests.get(f"{printed['The webCRM sandbox is at']}/_sandbox", timeout=10).json()
        assert state["options"]["requests_per_minute"] is None
        assert printed["Records"].startswith("0 persons")


@pytest.mark.parametrize(
    ("event", "argument"),
    [("import", "uvicorn"), ("sqlite3.connect", ""), ("socket.bind", "")],
    ids=["during imports", "while the store opens", "before it serves"],
)
def test_ctrl_c_at_start_exits_cleanly(event, argument):
    """An audit hook sends the signal when Python reports the event."""
    code = f"""
import signal, sys
from webcrm_ext.sandbox.__main__ import main

def interrupt(event, arguments, sent=[]):
    if not sent and event == {event!r} and {argument!r} in str(arguments[0]):
        sent.append(True)
        signal.raise_signal(signal.SIGINT)

sys.addaudithook(interrupt)
sys.exit(main(["--port", "0", "--records", "12"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "The sandbox has stopped."


def test_ctrl_c_while_records_are_generated_stores_none(tmp_path):
    file = tmp_path / "sandbox.sqlite"
    command = [sys.executable, "-m", "webcrm_ext.sandbox", "--port", "0", "--records", "1000000", "--data", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        while not file.with_name("sandbox.sqlite-wal").exists() and running.poll() is None:
            sleep(0)
        running.send_signal(signal.SIGINT)
        output, errors = running.communicate(timeout=60)
    assert (running.returncode, errors, output.strip()) == (0, "", "The sandbox has stopped.")
    with Sandbox(data=file, records=0) as sandbox:
        assert sandbox.count("Persons") == 0


@pytest.mark.parametrize("name", ["uvicorn", "sqlglot", "python_multipart"])
def test_missing_extra_is_a_one_line_error(name):
    hide = f"import sys; sys.modules[{name!r}] = None; "
    for code in (
        "from webcrm_ext.sandbox.__main__ import main; sys.exit(main([]))",
        "from webcrm_ext.sandbox import Sandbox",
    ):
        done = subprocess.run(
            [sys.executable, "-c", hide + code], capture_output=True, text=True, check=False, timeout=20
        )
        assert done.returncode == 1
        assert done.stderr.strip().endswith(f"needs {name}. Install it with: pip install 'webcrm-client[sandbox]'")


def test_missing_module_of_the_standard_library_is_reported_as_such():
    code = "import sys; sys.modules['sqlite3'] = None; from webcrm_ext.sandbox import Sandbox"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 1
    assert "ModuleNotFoundError: import of sqlite3 halted" in done.stderr
    assert "pip install" not in done.stderr


def test_unknown_public_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = sandbox.Nothing


def test_main_prints_help(capsys):
    with pytest.raises(SystemExit) as stopped:
        __main__.main(["--help"])
    assert stopped.value.code == 0
    assert "A stateful webCRM on your own machine," in capsys.readouterr().out


def test_allowed_hosts_are_arguments(capsys):
    with program("--records", 12, "--allow-host", "crm.test", "--allow-host", "other.test") as (_, printed):
        page = printed["Documentation"]
        for host, status in {"crm.test": 200, "other.test": 200, "evil.example": 421}.items():
            assert requests.get(page, headers={"Host": host}, timeout=10).status_code == status
    assert run(["--records", "0", "--allow-host", "http://crm.test"]) == 1
    assert "An allowed host must be a name or an IP address without a port" in capsys.readouterr().err
