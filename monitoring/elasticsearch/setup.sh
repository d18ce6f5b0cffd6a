#!/bin/bash
# Makes the users of Elasticsearch, or brings them up to date. curl reads the superuser's password from standard input, so that
# no process list shows it.
set -euo pipefail

put() { # path, body
  printf 'user = "elastic:%s"\n' "$(cat /run/secrets/elastic_password)" | curl -fsS -o /dev/null -K - \
    -H 'Content-Type: application/json' -X PUT --data-binary @<(printf '%s' "$2") "http://elasticsearch:9200/_security/$1"
}
user() { # name, roles
  put "user/$1" "{\"password\":\"$(cat "/run/secrets/$1")\",\"roles\":[$2]}"
}

# Tocsin installs the index template, and deletes the indices that are past their retention.
put role/tocsin '{"cluster": ["monitor", "manage_index_templates"],
  "indices": [{"names": ["app-logs-*"], "privileges": ["read", "view_index_metadata", "delete_index"]}]}'
put role/logs_writer '{"cluster": ["monitor"],
  "indices": [{"names": ["app-logs-*"], "privileges": ["create_doc", "auto_configure"]}]}'
put role/logs_reader '{"cluster": ["monitor"],
  "indices": [{"names": ["app-logs-*"], "privileges": ["read", "view_index_metadata"]}]}'
user tocsin '"tocsin"'
user fluentd '"logs_writer"'
user logstash '"logs_writer"'
user grafana '"logs_reader"'
user reader '"logs_reader", "kibana_admin"'
put user/kibana_system/_password "{\"password\":\"$(cat /run/secrets/kibana_system)\"}"
