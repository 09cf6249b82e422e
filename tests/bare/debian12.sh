#!/bin/bash
# Both commands on a bare Debian 12: python3, python3-pip and ca-certificates, nothing else.
#
#   sudo tests/bare/debian12.sh [FOLDER]
#
# Needs root, debootstrap and a way to Debian's and Python's package servers. FOLDER (default: a temporary
# one, removed at the end) keeps the Debian tree for the next run. What pip needs to know on this machine
# can be given without a change here:
#   BARE_BIND="/etc/pip.conf /srv/wheels"   files and folders to show inside, read-only
#   BARE_ENV="PIP_CERT=/etc/ssl/x.crt"      variables to set inside
#   BARE_MIRROR=http://deb.debian.org/debian
#   BARE_TESTS="tests/ops -n 2"             what `test` is given; empty: the whole suite
#   BARE_SECONDS=3                          what the second `up` may take; more where others use the machine
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
[ "$(id -u)" = 0 ] || { echo "This needs root, for debootstrap and chroot."; exit 2; }
command -v debootstrap > /dev/null || { echo "This needs debootstrap: apt-get install debootstrap"; exit 2; }
kept=${1:-} # by name: inside a function $1 is the function's
tree=${kept:-$(mktemp -d)}
port=${BARE_PORT:-8119}
mounts=()

finish() {
    for pid in $(inside_processes); do kill -9 "$pid" 2> /dev/null || true; done
    for mount in $(printf '%s\n' "${mounts[@]}" | tac); do umount -l "$mount" || true; done
    [ -n "$kept" ] || rm -rf --one-file-system "$tree"
}
inside_processes() {
    for root in /proc/[0-9]*/root; do
        [ "$(readlink "$root" 2> /dev/null)" = "$tree" ] && basename "$(dirname "$root")"
    done
    true
}
inside() { chroot "$tree" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/root LANG=C.UTF-8 ${BARE_ENV:-} "$@"; }
fail() { echo "FAILED: $*"; exit 1; }
show() { # show PATH: bind-mount it inside, read-only, at the same place
    if [ -d "$1" ]; then mkdir -p "$tree$1"; else mkdir -p "$(dirname "$tree$1")"; touch "$tree$1"; fi
    mount --bind "$1" "$tree$1"
    mounts+=("$tree$1")
    mount -o remount,bind,ro "$tree$1"
}
now() { date +%s.%N; }
since() { echo "$(now) - $1" | bc -l | xargs printf '%.1f s\n'; }

if [ ! -x "$tree/usr/bin/python3" ]; then
    debootstrap --variant=minbase --include=python3,python3-pip,ca-certificates bookworm "$tree" \
        "${BARE_MIRROR:-http://deb.debian.org/debian}"
fi
trap finish EXIT
mount -t proc proc "$tree/proc"; mounts+=("$tree/proc")
mkdir -p "$tree/dev/shm"
mount -t tmpfs shm "$tree/dev/shm"; mounts+=("$tree/dev/shm")
for device in null zero random urandom; do [ -e "$tree/dev/$device" ] || cp -a "/dev/$device" "$tree/dev/"; done
cp /etc/resolv.conf "$tree/etc/resolv.conf"
for path in ${BARE_BIND:-}; do show "$path"; done

echo "== a bare clone"
rm -rf "$tree/srv/learnhub"
git clone -q "$here" "$tree/srv/learnhub"
inside python3 --version
if inside python3 -c "import ensurepip" 2> /dev/null; then echo "   (ensurepip is there: not quite bare)"; fi

up() { # up: start it, wait until it says that it is ready, print how long that took
    local began
    began=$(now)
    (cd "$tree" && exec chroot "$tree" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/root ${BARE_ENV:-} \
        python3 /srv/learnhub/app.py up --demo --port "$port" --data /srv/data) > "$tree/up.log" 2>&1 &
    pid=$!
    until grep -q "LearnHub is ready at http://127.0.0.1:$port" "$tree/up.log"; do
        kill -0 "$pid" 2> /dev/null || { cat "$tree/up.log"; fail "up ended"; }
        sleep 0.05
    done
    took=$(since "$began")
    inside python3 -c "import urllib.request as u; assert u.urlopen('http://127.0.0.1:$port/livez').status == 200"
}
down() {
    local status=0
    kill -TERM "$pid"
    wait "$pid" || status=$?
    [ "$status" = 0 ] || { cat "$tree/up.log"; fail "up ended with status $status"; }
    [ -z "$(inside_processes)" ] || fail "SIGTERM left processes: $(inside_processes)"
}

echo "== the first up --demo: installs, migrates, loads, serves"
rm -rf "$tree/srv/data"
up; echo "   ready after $took"; cat "$tree/up.log"; down
if grep -q "is away" "$tree/up.log"; then fail "up spoke of a queue that it had not started yet"; fi
echo "== the second up: installs nothing"
up; echo "   ready after $took"
if grep -q "Installing" "$tree/up.log"; then fail "the second up installed something"; fi
most=${BARE_SECONDS:-3}
[ "$(echo "${took% s} <= $most" | bc)" = 1 ] || fail "the second up took longer than $most s"
echo "== up, killed with kill -9: its children end by themselves"
kill -9 "$pid"; wait "$pid" 2> /dev/null || true
for _ in $(seq 200); do [ -z "$(inside_processes)" ] && break; sleep 0.1; done
[ -z "$(inside_processes)" ] || fail "kill -9 left processes: $(inside_processes)"
up; down
echo "== test"
inside sh -c "cd /srv/learnhub && python3 app.py test ${BARE_TESTS:-}"
echo "== both commands work on a bare Debian 12"
