#!/bin/sh
# Redis reads its configuration from standard input, so that no password is on a command line or in an image.
set -eu
{
  echo 'dir /data'
  echo 'appendonly yes'
  echo 'maxmemory 256mb'
  echo 'maxmemory-policy noeviction'
  printf 'requirepass %s\n' "$(cat /run/secrets/redis_password)"
  # May look and nothing else.
  printf 'user tocsin on >%s -@all +ping +info +slowlog|len\n' "$(cat /run/secrets/redis_tocsin_password)"
} | exec redis-server -
