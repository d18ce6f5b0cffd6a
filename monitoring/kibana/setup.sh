#!/bin/bash
# Sets the password of kibana_system. curl reads its own from standard input, so that no process list shows it.
set -euo pipefail
printf 'user = "elastic:%s"\n' "$(cat /run/secrets/elastic_password)" | curl -fsS -K - \
  -H 'Content-Type: application/json' -X POST \
  --data-binary @<(printf '{"password":"%s"}' "$(cat /run/secrets/kibana_password)") \
  http://elasticsearch:9200/_security/user/kibana_system/_password
