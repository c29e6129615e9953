"""The shell scripts: their syntax, and what they say on machines that lack something."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLAIN = sorted(ROOT / "packaging" / name for name in ("lib.sh", "lock", "run", "test"))
LIBRARIES = "libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for a Unix shell")


class Machine:
    """A bare machine: the scripts without an environment, and a PATH with only what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a checkout"
        self.bin = folder / "bin"
        self.bin.mkdir()
        (self.root / "mlsd_studio" / "app").mkdir(parents=True)
        (self.root / "resources").mkdir()
        (self.root / "packaging").mkdir()
        for name in ("pyproject.toml", "mlsd_studio/app/guard.py", "resources/system-libraries.txt"):
            shutil.copy(ROOT / name, self.root / name)
        for file in (ROOT / "packaging").iterdir():
            if file.is_file():
                shutil.copy(file, self.root / "packaging")
        for tool in ("sh", "cat", "cksum", "dirname", "uname"):
            self.link(tool)
        self.user(1000)

    def link(self, tool: str) -> None:
        found = shutil.which(tool)
        assert found is not None
        (self.bin / tool).symlink_to(found)

    def program(self, name: str, body: str) -> None:
        file = self.bin / name
        file.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        file.chmod(0o755)

    def user(self, number: int) -> None:
        self.program("id", f"echo {number}")

    def call(self, script: str, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.root / "packaging" / script, *arguments],
            env={"PATH": str(self.bin), **environ},
            cwd=self.bin,
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("script", PLAIN, ids=lambda path: path.name)
def test_the_plain_shell_reads_every_script(script: Path) -> None:
    done = subprocess.run(["sh", "-n", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
@pytest.mark.parametrize("script", [*PLAIN, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_shellcheck_finds_nothing(script: Path) -> None:
    done = subprocess.run(["shellcheck", "-x", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_the_commands_can_be_started() -> None:
    for script in (*PLAIN[1:], ROOT / ".ci" / "run"):
        assert script.stat().st_mode & 0o111, f"{script} is not executable"


def test_without_python_the_whole_command_is_printed_to_anyone_but_root(machine: Machine) -> None:
    machine.program("apt-get", "exit 99")
    done = machine.call("test")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "  sudo apt-get update && sudo apt-get install -y --no-install-recommends "
        f"python3 python3-venv {LIBRARIES}"
    )


def test_a_window_takes_the_libraries_of_x_too(machine: Machine) -> None:
    machine.program("apt-get", "exit 99")
    done = machine.call("run", DISPLAY=":0")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith(
        f"{LIBRARIES} libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
    )


def test_root_installs_and_hears_when_that_fails(machine: Machine) -> None:
    machine.user(0)
    machine.program("apt-get", 'echo "$@" >>"$0.log"; [ "$1" = update ]')
    done = machine.call("test")
    assert done.returncode == 2
    assert (
        "This failed: apt-get install -y --no-install-recommends python3 python3-venv libgl1" in done.stderr
    )
    calls = (machine.bin / "apt-get.log").read_text("utf-8").splitlines()
    assert calls == ["update -qq", f"install -y --no-install-recommends python3 python3-venv {LIBRARIES} -qq"]


def test_a_system_without_apt_hears_the_names(machine: Machine) -> None:
    done = machine.call("test")
    assert done.returncode == 2
    assert "Debian and Ubuntu call them\n  python3 python3-venv libgl1" in done.stderr


def test_an_old_python_is_named_with_its_version(machine: Machine) -> None:
    machine.program("python3", 'case "$2" in *print*) echo 3.9 ;; *) exit 1 ;; esac')
    done = machine.call("run")
    assert done.returncode == 2
    assert "needs Python 3.11 or newer, and python3 is 3.9 here" in done.stderr
    assert "apt-get" not in done.stderr


# An installer that makes tools which only say that they ran; the file `fails` names those that are to fail.
FAKE_UV = """
[ "$1" = --version ] && exit 0
echo "$@" >>"$0.log"
case "$(cat "$0.fails" 2>/dev/null)" in *uv*) exit 1 ;; esac
bin=${5%/python}
for tool in ruff mypy lint-imports pytest mlsd-studio; do
    cat >"$bin/$tool" <<END
#!/bin/sh
echo $tool "\\$@"
case "\\$(cat '$0.fails' 2>/dev/null)" in $tool) exit 1 ;; esac
END
    chmod +x "$bin/$tool"
done
for folder in "$bin"/../lib/python*/site-packages; do echo "$bin/../.." >"$folder/checkout.pth"; done
"""


@pytest.fixture
def ready(machine: Machine) -> Machine:
    """A machine with Python and all libraries, where `uv` is the fake above."""
    machine.program("python3", f"exec '{Path(sys.executable).resolve()}' \"$@\"")
    machine.program("uv", FAKE_UV)
    for tool in ("rm", "mkdir", "chmod"):
        machine.link(tool)
    (machine.root / "resources" / "system-libraries.txt").write_text("libc.so.6 libc6 always\n", "utf-8")
    return machine


def installs(machine: Machine) -> list[str]:
    return (machine.bin / "uv.log").read_text("utf-8").splitlines()


def test_an_environment_is_made_once_with_hashes(ready: Machine) -> None:
    first = ready.call("test", "--version")
    second = ready.call("test", "--version")
    assert (first.returncode, second.returncode) == (0, 0)
    assert "Installing Python packages" in first.stderr
    assert second.stderr == ""
    locked, editable = installs(ready)
    assert "--require-hashes --only-binary :all: -r " in locked
    assert locked.endswith("packaging/requirements-dev.txt")
    assert "--no-deps --no-build-isolation --editable" in editable


def test_a_changed_lock_is_installed_into_the_same_environment(ready: Machine) -> None:
    ready.call("test", "--version")
    with (ready.root / "packaging" / "requirements.txt").open("a") as lock:
        lock.write("# newer\n")
    done = ready.call("test", "--version")
    assert done.returncode == 0
    assert "Installing Python packages" in done.stderr
    assert "not whole" not in done.stderr


@pytest.mark.parametrize("leftover", [".venv/.mlsd-making", ".venv/bin"])
def test_half_an_environment_is_made_anew(ready: Machine, leftover: str) -> None:
    ready.call("test", "--version")
    if leftover.endswith("bin"):
        shutil.rmtree(ready.root / leftover)
    else:
        (ready.root / leftover).touch()
    done = ready.call("test", "--version")
    assert done.returncode == 0
    assert "not whole; making it anew" in done.stderr
    assert not (ready.root / ".venv/.mlsd-making").exists()


def test_a_moved_checkout_gets_a_new_environment(ready: Machine) -> None:
    ready.call("test", "--version")
    ready.root = ready.root.rename(ready.root.with_name("moved"))
    done = ready.call("test", "--version")
    assert done.returncode == 0
    assert "not whole; making it anew" in done.stderr


def test_a_failed_installation_is_not_taken_for_a_whole_one(ready: Machine) -> None:
    (ready.bin / "uv.fails").write_text("uv")
    failed = ready.call("test", "--version")
    assert failed.returncode == 2
    assert "could not be installed" in failed.stderr
    (ready.bin / "uv.fails").unlink()
    assert ready.call("test", "--version").returncode == 0


def test_arguments_go_to_pytest_alone(ready: Machine) -> None:
    done = ready.call("test", "tests/model", "-k", "undo redo")
    assert done.stdout.splitlines() == [
        "",
        "== pytest",
        "pytest -n 2 tests/model -k undo redo",
        "",
        "passed: pytest",
    ]


def test_all_checks_run_and_one_failure_fails_the_whole(ready: Machine) -> None:
    assert ready.call("test").returncode == 0
    (ready.bin / "uv.fails").write_text("mypy")
    done = ready.call("test")
    assert done.returncode == 1
    headings = [line for line in done.stdout.splitlines() if line.startswith("== ")]
    assert headings == ["== ruff check", "== ruff format", "== mypy", "== import contracts", "== pytest"]
    assert done.stdout.endswith("passed: ruff check, ruff format, import contracts, pytest\nFAILED: mypy\n")


def test_without_a_screen_nothing_opens_but_pictures_are_drawn(ready: Machine) -> None:
    refused = ready.call("run")
    assert refused.returncode == 2
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in refused.stderr
    drawn = ready.call("run", "a design.yaml", "--screenshot", "out.png")
    assert (drawn.returncode, drawn.stdout) == (0, "mlsd-studio a design.yaml --screenshot out.png\n")


def test_the_example_opens_when_no_file_is_named(ready: Machine) -> None:
    done = ready.call("run", DISPLAY=":0")
    assert done.stdout == f"mlsd-studio {ready.root}/resources/examples/shop-ranking.mlsd.yaml\n"


def test_missing_libraries_alone_are_all_that_is_asked_for(machine: Machine) -> None:
    (machine.bin / "python3").symlink_to(Path(sys.executable).resolve())
    machine.program("apt-get", "exit 99")
    table = machine.root / "resources" / "system-libraries.txt"
    table.write_text("libc.so.6 libc6 always\nlibmissing.so.9 libmissing9 always\n", "utf-8")
    done = machine.call("test")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("install -y --no-install-recommends libmissing9")
