#!/usr/bin/env bash
# A private Docker engine for the container drill, on a Debian machine that has none: packages from Debian, unpacked and not installed,
# a socket, a data folder and a network namespace of its own, so that it meets neither another engine nor what listens on this machine.
#   engine.sh fetch    fetches the packages, once: clients of Docker and Compose too
#   engine.sh start    fetches, and starts the engine, or takes the one that runs already
#   engine.sh stop     ends it by its process id and removes its network; packages and images stay in $DIR as a cache
#   engine.sh running  succeeds when it runs
#   engine.sh env      prints the shell variables that a client needs: DOCKER_HOST, DOCKER_CONFIG, PATH, ENGINE_NETNS
# Needs root, apt, iproute2, util-linux; installs runc and iptables when they are missing. DIR defaults to tocsin-drill in the
# temporary folder; everything below it may be deleted when the engine does not run.
# Ports that containers publish are seen from the engine's namespace only:   nsenter --net="$ENGINE_NETNS" curl http://127.0.0.1:8000/
set -euo pipefail

# The engine and the oldest Compose come from Debian stable, the newest Compose and the buildx that it wants from testing.
readonly STABLE=trixie TESTING=forky
DIR=$(realpath -m "${DIR:-${TMPDIR:-/tmp}/tocsin-drill}")
readonly HOST=$DIR/host ENGINE=$DIR/engine
readonly NEW=$DIR/new/usr/libexec/docker/cli-plugins
readonly SOCKET=$ENGINE/docker.sock PIDFILE=$ENGINE/pid
# Two engines with different folders have different networks.
ID=$(cksum <<<"$DIR" | cut -d' ' -f1)
readonly ID NETNS=tocsin-$ID NET=10.213.$((ID % 64)).$((ID / 64 % 64 * 4))
net() { echo "${NET%.*}.$((${NET##*.} + $1))"; }

say() { echo "engine: $*" >&2; }
client() { DOCKER_HOST=unix://$SOCKET DOCKER_CONFIG=$DIR/config timeout 10 "$HOST/usr/bin/docker" "$@"; }

mirror() { # what this machine's apt uses for Debian itself
  local found
  found=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | grep -v snapshot | head -1) || true
  : "${found:?no Debian in the sources of apt}"
  echo "${found%% *}"
}

# fetch SUITE FOLDER PACKAGE...: unpacks packages of another release of Debian, with an apt state of its own
fetch() {
  local suite=$1 folder=$2 apt=$DIR/apt-$1 deb
  shift 2
  mkdir -p "$apt"/etc/apt/{apt.conf.d,preferences.d,sources.list.d,trusted.gpg.d} "$apt"/{state/lists/partial,cache/archives/partial,debs} "$folder"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(mirror) $suite main" >"$apt/etc/apt/sources.list"
  : >"$apt/state/status"
  # Check-Valid-Until: a mirror of the testing release that is some weeks old serves as well.
  printf 'Dir::Etc "%s/etc/apt"; Dir::State "%s/state"; Dir::State::status "%s/state/status"; Dir::Cache "%s/cache"; APT::Sandbox::User "root"; Acquire::Check-Valid-Until "false";\n' \
    "$apt" "$apt" "$apt" "$apt" >"$apt/apt.conf"
  (
    export APT_CONFIG=$apt/apt.conf
    apt-get update -qq
    cd "$apt/debs"
    rm -f ./*.deb
    apt-get download -qq "$@"
    for deb in *.deb; do dpkg -x "$deb" "$folder"; done
  )
}

# What the engine needs of this release of Debian itself: runc is linked against the C library.
install() {
  local missing=()
  command -v runc >/dev/null || missing+=(runc)
  command -v iptables >/dev/null || missing+=(iptables)
  [ ${#missing[@]} -gt 0 ] || return 0
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
}

packages() {
  [ ! -e "$DIR/fetched" ] || return 0
  say "fetching Docker from Debian $STABLE, Compose from $TESTING too"
  fetch "$STABLE" "$HOST" docker.io docker-cli docker-buildx docker-compose containerd debootstrap
  mkdir -p "$DIR/config/cli-plugins"
  ln -sf "$HOST"/usr/libexec/docker/cli-plugins/docker-{buildx,compose} "$DIR/config/cli-plugins/"
  # The newest, if they can be had and run on this machine's C library.
  if fetch "$TESTING" "$DIR/new" docker-compose docker-buildx && "$NEW/docker-compose" version >/dev/null 2>&1 \
    && "$NEW/docker-buildx" version >/dev/null 2>&1; then
    ln -sf "$NEW"/docker-{buildx,compose} "$DIR/config/cli-plugins/"
  else
    say "no Compose from $TESTING: the one of $STABLE serves"
  fi
  touch "$DIR/fetched"
}

uplink() { ip -4 route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -1; }

nat() { # add | remove: what lets the engine's namespace out
  local uplink rule
  uplink=$(uplink)
  for rule in "-t nat POSTROUTING -s $(net 0)/30 -o $uplink -j MASQUERADE" "-t filter FORWARD -i t${ID}h -j ACCEPT" \
    "-t filter FORWARD -o t${ID}h -j ACCEPT"; do
    # shellcheck disable=SC2086 # words on purpose
    set -- "$1" $rule
    while iptables -w "$2" "$3" -D "${@:4}" 2>/dev/null; do :; done
    [ "$1" = remove ] || iptables -w "$2" "$3" -I "${@:4}"
  done
}

network_up() {
  local mtu
  network_down
  mtu=$(cat "/sys/class/net/$(uplink)/mtu")
  ip netns add "$NETNS"
  ip link add "t${ID}h" mtu "$mtu" type veth peer name "t${ID}n" mtu "$mtu" netns "$NETNS"
  ip addr add "$(net 1)/30" dev "t${ID}h"
  ip link set "t${ID}h" up
  ip -n "$NETNS" addr add "$(net 2)/30" dev "t${ID}n"
  ip -n "$NETNS" link set "t${ID}n" up
  ip -n "$NETNS" link set lo up
  ip -n "$NETNS" route add default via "$(net 1)"
  echo 1 >/proc/sys/net/ipv4/ip_forward # and left so, as every Docker engine does
  nat add
}

network_down() {
  nat remove
  ip link del "t${ID}h" 2>/dev/null || true
  ip netns del "$NETNS" 2>/dev/null || true
}

# The process that the file names, if it is this engine: after a crash the number may be another program's.
engine_pid() {
  local pid
  pid=$(cat "$PIDFILE" 2>/dev/null) || return 1
  { tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -qF -- "--data-root $ENGINE/data" && echo "$pid"
}

start() {
  mkdir -p "$ENGINE"
  install
  packages
  if engine_pid >/dev/null; then
    if client version >/dev/null 2>&1; then
      say "runs already"
      return 0
    fi
    say "one is left over that does not answer: ended"
    stop
  fi
  rm -rf "$PIDFILE" "$SOCKET" "$ENGINE/dockerd.pid" "$ENGINE/exec"
  network_up
  # Namespaces of its own for processes and mounts: when its first process ends, however it ends, the kernel ends all containers and
  # nothing stays mounted. Its / is a private mount, as with Docker Desktop and rootless engines, which refuse more than a shared one.
  # nsenter and not "ip netns exec", which would hide the cgroups below /sys.
  PATH=$HOST/usr/sbin:$HOST/usr/bin:$PATH setsid nsenter --net="/run/netns/$NETNS" \
    unshare --mount --pid --fork --mount-proc --propagation private \
    "$HOST/usr/sbin/dockerd" --data-root "$ENGINE/data" --exec-root "$ENGINE/exec" -H "unix://$SOCKET" --pidfile "$ENGINE/dockerd.pid" \
    --mtu "$(cat "/sys/class/net/$(uplink)/mtu")" >"$ENGINE/log" 2>&1 </dev/null &
  for _ in $(seq 150); do
    if client version >/dev/null 2>&1; then
      cut -d' ' -f1 "/proc/$!/task/$!/children" >"$PIDFILE"
      say "Docker $(client version -f '{{.Server.Version}}'), Compose $(client compose version --short)"
      return 0
    fi
    sleep 0.2
  done
  tail -20 "$ENGINE/log" >&2
  kill $! 2>/dev/null || true
  network_down
  return 1
}

stop() {
  local pid
  if pid=$(engine_pid); then
    kill "$pid"
    for _ in $(seq 150); do
      [ -e "/proc/$pid" ] || break
      sleep 0.2
    done
    [ ! -e "/proc/$pid" ] || kill -KILL "$pid"
  fi
  network_down
}

case ${1:-} in
  fetch) packages ;;
  start) start ;;
  stop) stop ;;
  running) engine_pid >/dev/null ;;
  env)
    # shellcheck disable=SC2016 # the reader's PATH
    printf 'export DOCKER_HOST=%q DOCKER_CONFIG=%q PATH=%q:$PATH ENGINE_NETNS=%q\n' \
      "unix://$SOCKET" "$DIR/config" "$HOST/usr/bin" "/run/netns/$NETNS"
    ;;
  *)
    sed -n '2,/^set /{/^# /s/^# //p}' "$0" >&2
    exit 2
    ;;
esac
