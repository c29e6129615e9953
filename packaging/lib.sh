# Set-up shared by packaging/run and packaging/test: plain POSIX shell, sourced with $root set to the checkout.
# `set_up NAME` leaves a complete .venv of packaging/NAME.txt, or says what to do and exits with 2.
# When nothing is missing it takes a fraction of a second and needs no network.
# shellcheck shell=sh

: "${root:?}"
venv=$root/.venv
guard=$root/mlsd_studio/app/guard.py
libraries=$root/resources/system-libraries.txt

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 2; }

has_uv() { uv --version >/dev/null 2>&1; }

# --- the system -----------------------------------------------------------------------------------------------

# Installs Debian packages as root; anyone else is told the command.
get_packages() {
    install="apt-get install -y --no-install-recommends $*"
    if ! command -v apt-get >/dev/null; then
        say "MLSD Studio needs system packages that are not installed; Debian and Ubuntu call them"
        stop "  $*"
    elif [ "$(id -u)" -ne 0 ]; then
        say "MLSD Studio needs system packages that are not installed. Run this command, then start again:"
        stop "  sudo apt-get update && sudo $install"
    fi
    say "Installing system packages: $*"
    if [ -z "${updated:-}" ]; then
        apt-get update -qq >&2 || say "apt-get update failed; going on with the lists that are there."
        updated=yes
    fi
    # The words of $install are package names and options: splitting them is meant.
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $install -qq >/dev/null || stop "This failed: $install"
}

# The packages of every library, for a machine without the Python that could tell which of them are missing.
every_library() {
    while read -r library package when newer; do
        case $library:$when:${QT_QPA_PLATFORM:-} in
            '#'* | :* | *:x:offscreen) ;;
            *) printf ' %s' "$package" ;;
        esac
    done <"$libraries"
    : "${newer:-}" # apt-get knows the newer names by the older ones
}

get_libraries() {
    [ "$(uname)" = Linux ] || return 0
    missing=$("$1" -IB "$guard" "$libraries") || stop "$1 cannot run $guard"
    # shellcheck disable=SC2086 # one package a word
    [ -z "$missing" ] || get_packages $missing
}

# --- Python ---------------------------------------------------------------------------------------------------

# Python 3.11 or newer with all that making an environment takes; Debian ships some of it in packages of their own.
is_usable() {
    "$1" -c 'import sys
if sys.version_info < (3, 11): sys.exit(1)
import ctypes, venv
if sys.argv[1] == "pip": import ensurepip' "$installer" >/dev/null 2>&1
}

find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$python" >/dev/null && is_usable "$python"; then return 0; fi
    done
    python=
    return 1
}

python_too_old() {
    version=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || return 1
    case $version in 2.* | 3.[0-9] | 3.10) return 0 ;; *) return 1 ;; esac
}

too_old_message() {
    say "MLSD Studio needs Python 3.11 or newer, and python3 is $version here."
    say "Debian 12 and Ubuntu 24.04 bring a newer one. On an older system install one beside it (for example with"
    stop "pyenv or uv) so that python3.11, python3.12 or python3.13 is found on the PATH, and start again."
}

get_python() {
    find_python && return 0
    if python_too_old; then too_old_message; fi
    # shellcheck disable=SC2046 # one package a word
    get_packages python3 python3-venv $(every_library)
    find_python && return 0
    if python_too_old; then too_old_message; fi
    stop "Python was installed, but no python3 on the PATH has the modules venv, ensurepip and ctypes."
}

# --- the environment ------------------------------------------------------------------------------------------

# What .venv/.mlsd-stamp says after a complete set-up: the sum of all that decides what is in it, and the place
# (an environment that was moved has scripts that point to the old one).
stamp() {
    sum=$(cat "$root/packaging/requirements.txt" "$root/packaging/requirements-dev.txt" "$root/pyproject.toml" | cksum)
    printf '%s %s %s\n' "$1" "$sum" "$venv"
}

works() { "$venv/bin/python" -I -c 'import mlsd_studio' >/dev/null 2>&1; }

# The environment of the tests holds all that the app needs, too.
is_complete() {
    [ ! -e "$venv/.mlsd-making" ] && [ -f "$venv/.mlsd-stamp" ] && read -r have <"$venv/.mlsd-stamp" || return 1
    { [ "$have" = "$(stamp "$1")" ] || [ "$have" = "$(stamp requirements-dev)" ]; } && works
}

# Half made (a marker is left), moved, or its Python is gone or too old. One that another tool made is kept.
is_broken() {
    [ -e "$venv/.mlsd-making" ] && return 0
    "$venv/bin/python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || return 0
    [ -f "$venv/.mlsd-stamp" ] || return 1
    read -r have <"$venv/.mlsd-stamp" || return 0
    case $have in *" $venv") ! works ;; *) return 0 ;; esac
}

install() {
    if [ "$installer" = uv ]; then
        uv pip install --quiet --python "$venv/bin/python" "$@"
    else
        "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@"
    fi
}

make_environment() {
    if is_broken; then
        if [ -e "$venv" ]; then say "The environment in .venv is not whole; making it anew."; fi
        rm -rf -- "$venv"
        mkdir -p "$venv"
        : >"$venv/.mlsd-making"
        pip_too=$([ "$installer" = pip ] || echo --without-pip)
        "$python" -m venv ${pip_too:+"$pip_too"} "$venv" || stop "Could not make an environment in $venv"
    fi
    : >"$venv/.mlsd-making"
    say "Installing Python packages into .venv (hashes are checked)"
    # Only ready-made wheels: building a package would fetch tools whose hashes nobody has locked.
    if ! install --require-hashes --only-binary :all: -r "$root/packaging/$1.txt" ||
        ! install --no-deps --no-build-isolation --editable "$root"; then
        stop "The Python packages could not be installed; the lines above say why. Starting again begins anew."
    fi
    stamp "$1" >"$venv/.mlsd-stamp"
    rm -f -- "$venv/.mlsd-making"
}

# Two set-ups at a time in one checkout would undo each other's work.
wait_for_others() {
    command -v flock >/dev/null || return 0
    mkdir -p "$root/build"
    exec 9>"$root/build/set-up.lock"
    flock 9
}

set_up() {
    if is_complete "$1"; then
        get_libraries "$venv/bin/python"
        return 0
    fi
    if has_uv; then installer=uv; else installer=pip; fi
    get_python
    get_libraries "$python"
    wait_for_others
    is_complete "$1" || make_environment "$1"
    exec 9>&-
}
