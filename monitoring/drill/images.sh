#!/usr/bin/env bash
# Builds images from Debian's packages under the names and tags that the stack's own files give, where no registry can be reached:
# "docker compose up --build" then finds each image that it names. What they differ in stands in stand-ins/Dockerfile.
#   images.sh CHECKOUT PYTHON    with DOCKER_HOST set, on a private engine: it would replace the real images of these names.
#                                PYTHON is the name that an image with Python gets
# Needs root for debootstrap; DIR as for engine.sh, which fetches it. Images that Debian cannot give are not made.
set -euo pipefail

readonly SUITE=trixie
here=$(realpath "$(dirname "$0")")
checkout=$(realpath "${1:?the folder of the checkout}")
DIR=$(realpath -m "${DIR:-${TMPDIR:-/tmp}/tocsin-drill}")

base() {
  local root mirror
  ! docker image inspect tocsin-drill-base >/dev/null 2>&1 || return 0
  if [ ! -s "$DIR/base.tar" ]; then
    mirror=$(sed -n 's/^deb \[.*\] \([^ ]*\) .*/\1/p' "$DIR/apt-$SUITE/etc/apt/sources.list")
    root=$(mktemp -d -p "$DIR")
    DEBOOTSTRAP_DIR=$DIR/host/usr/share/debootstrap "$DIR/host/usr/sbin/debootstrap" --variant=minbase --include=ca-certificates \
      --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$SUITE" "$root" "$mirror" >"$DIR/debootstrap.log"
    tar -C "$root" -c --exclude='./var/cache/apt/archives/*.deb' --exclude='./dev/*' -f "$DIR/base.tar.part" .
    mv "$DIR/base.tar.part" "$DIR/base.tar"
    rm -rf "$root"
  fi
  docker import --change 'CMD ["bash"]' "$DIR/base.tar" tocsin-drill-base >/dev/null
}

# The image that a service has when everything is interpolated.
service_image() {
  docker compose -f "$checkout/docker-compose.monitoring.yml" config \
    | awk -v service="$1" '/^  [a-z0-9-]+:$/ {now = substr($1, 1, length($1) - 1)} /^    image:/ && now == service {print $2; exit}'
}
# The image that a stage of the Dockerfile begins with.
dockerfile_image() { awk -v stage="$1" '$1 == "FROM" && $(NF - 1) == "AS" && $NF == stage {print $(NF - 2)}' "$checkout/Dockerfile"; }

build() { # target, name
  : "${2:?the stack names no image for $1}"
  docker build -q --target "$1" -t "$2" "$DIR/stand-ins" >/dev/null
  echo "$2"
}

rm -rf "$DIR/stand-ins"
cp -r "$here/stand-ins" "$DIR"
mkdir "$DIR/stand-ins/certificates"
find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$DIR/stand-ins/certificates" \;

base
build jre "$(dockerfile_image jre)"
build maven "$(dockerfile_image build)"
build python "$2"
for service in redis mysql prometheus alertmanager node-exporter blackbox-exporter grafana cadvisor; do
  build "$service" "$(service_image "$service")"
done
