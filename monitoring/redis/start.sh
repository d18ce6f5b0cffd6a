#!/bin/sh
# Redis reads its configuration from standard input, so that no password is on a command line or in an image.
# Not from a pipe: the shell would stay the first process, and Redis would never get the signal to stop.
set -eu
redis_password=$(cat /run/secrets/redis_password)
redis_tocsin_password=$(cat /run/secrets/redis_tocsin_password)
exec redis-server - <<CONFIGURATION
dir /data
appendonly yes
maxmemory 256mb
maxmemory-policy noeviction
requirepass $redis_password
# May look and nothing else.
user tocsin on >$redis_tocsin_password -@all +ping +info +slowlog|len
CONFIGURATION
