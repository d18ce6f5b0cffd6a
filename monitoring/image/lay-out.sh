#!/usr/bin/env bash
# Takes the jar apart as the image has it, and makes the ahead-of-time cache by a training run. Needs Java 25.
#   lay-out.sh tocsin.jar folder
# The Dockerfile runs it; monitoring/image/prove.sh runs the same without Docker.
set -euo pipefail
jar=$1
folder=$2

java -Djarmode=tools -jar "$jar" extract --application-filename tocsin.jar --destination "$folder" --force
cd "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Starts the whole application, store included, and ends before it would listen.
java -Xlog:aot=error -XX:AOTCacheOutput=tocsin.aot -Dspring.context.exit=onRefresh -jar tocsin.jar \
  --tocsin.delivery.store.path="$work/outbox.db" --logging.level.root=warn
test -s tocsin.aot
