#!/usr/bin/env bash
# The steps of the Dockerfile without Docker: lays the packaged jar out, starts it from the cache as the image does, with the
# configuration of the stack, asks the health check, and stops it.
#   JAVA_HOME=a JDK 25 monitoring/image/prove.sh target/tocsin-*.jar
set -euo pipefail
cd "$(dirname "$0")/../.."
jar=$(realpath "$1")
export PATH="${JAVA_HOME:?is to name a JDK 25}/bin:$PATH"
java -version 2>&1 | grep -q '"25' || { echo "JAVA_HOME is no Java 25"; exit 1; }

folder=$(mktemp -d)
port=$((20000 + RANDOM % 10000))
pid=
# shellcheck disable=SC2317 # the trap calls it
finish() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

monitoring/image/lay-out.sh "$jar" "$folder/app"
# With the configuration that the stack mounts there.
cp -r monitoring/tocsin "$folder/app/config"
cd "$folder/app"
du -sh . tocsin.aot
started=$(date +%s%3N)
# -XX:AOTMode=on refuses to start without a cache that fits, where the image would go on without one.
java -XX:AOTCache=tocsin.aot -XX:AOTMode=on -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError -jar tocsin.jar \
  --server.port="$port" --server.address=127.0.0.1 --tocsin.delivery.store.path="$folder/data/outbox.db" >"$folder/log" 2>&1 &
pid=$!
for _ in $(seq 600); do
  if "$OLDPWD/monitoring/image/health.sh" /health/ready "$port" 2>/dev/null; then
    echo "ready after $(($(date +%s%3N) - started)) ms, from the cache"
    ! "$OLDPWD/monitoring/image/health.sh" /no-such-page "$port" 2>/dev/null || { echo "the health check takes anything"; exit 1; }
    exit 0
  fi
  kill -0 "$pid" 2>/dev/null || break
  sleep 0.1
done
tail -40 "$folder/log"
exit 1
