#!/usr/bin/env bash
# Exits with 0 when this path of the service on this machine answers 200. bash alone: the image has no curl.
#   health [path [port]]
set -euo pipefail
path=${1:-/health/ready}
port=${2:-8000}
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$path" >&3
IFS=' ' read -r -t 4 _ status _ <&3
[ "$status" = 200 ]
