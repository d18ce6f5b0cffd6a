#!/bin/sh
# Run by the services "secrets" and "logs-setup" of the compose file, in a container.
#   make            makes what is missing of the passwords and tokens, and gives each service the files that it reads
#   logs            also gives Tocsin what connects it to the Elasticsearch of the profile "logs"
#   show [NAME]     prints what a person signs in with; one secret by its name
# A file NAME in monitoring/secrets/ is used in place of a made value, and each file in monitoring/secrets/tocsin/ is a property of Tocsin.
set -eu
own=/monitoring/secrets
made=/secrets/made
umask 022

random() { head -c 30 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

secret() { # NAME -> its value
  if [ -s "$own/$1" ]; then
    cat "$own/$1"
    return
  fi
  if [ ! -s "$made/$1" ]; then
    (umask 077 && random >"$made/.new")
    mv "$made/.new" "$made/$1"
  fi
  cat "$made/$1"
}

give() { # SERVICE FILE VALUE: by a rename, because who runs already may be reading it
  printf '%s' "$3" >"/secrets/$1/.new"
  mv "/secrets/$1/.new" "/secrets/$1/$2"
  echo "/secrets/$1/$2" >>/tmp/given
}

readable() {
  # As a user of no rights, which is what the services are. Own secrets are no concern: this container hands them on.
  unreadable=$(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all \
    find /monitoring -path "$own" -prune -o ! -readable -print 2>/dev/null || true)
  [ -z "$unreadable" ] || {
    printf 'The containers run as other users, and cannot read these files:\n%s\nRun:  chmod -R go+rX monitoring\n' "$unreadable" >&2
    echo "A secret that must not be read by other users of the host belongs into monitoring/secrets/ (see the README there)." >&2
    exit 1
  }
}

make() {
  readable
  while read -r service file name; do
    # Nobody but the operator knows that of the mail server.
    [ "$name" != smtp_password ] || [ -s "$own/$name" ] || continue
    value=$(secret "$name")
    give "$service" "$file" "$value"
  done <<FILES
tocsin tocsin.security.webhook-token tocsin_webhook_token
tocsin tocsin.security.events-token tocsin_events_token
tocsin tocsin.security.scrape-token tocsin_scrape_token
tocsin tocsin.security.operator.password tocsin_operator_password
tocsin spring.data.redis.password redis_tocsin_password
tocsin spring.datasource.password mysql_tocsin_password
tocsin spring.mail.password smtp_password
redis redis_password redis_password
redis redis_tocsin_password redis_tocsin_password
mysql mysql_root_password mysql_root_password
mysql mysql_tocsin_password mysql_tocsin_password
prometheus tocsin_scrape_token tocsin_scrape_token
alertmanager tocsin_webhook_token tocsin_webhook_token
alertmanager smtp_password smtp_password
grafana grafana_admin_password grafana_admin_password
grafana elastic_grafana_password elastic_grafana_password
elasticsearch elastic_password elastic_password
elasticsearch-setup elastic_password elastic_password
elasticsearch-setup tocsin elastic_tocsin_password
elasticsearch-setup fluentd elastic_fluentd_password
elasticsearch-setup logstash elastic_logstash_password
elasticsearch-setup grafana elastic_grafana_password
elasticsearch-setup reader elastic_reader_password
elasticsearch-setup kibana_system kibana_password
fluentd elastic_fluentd_password elastic_fluentd_password
logstash elastic_logstash_password elastic_logstash_password
kibana kibana_password kibana_password
kibana kibana_encryption_key kibana_encryption_key
graylog graylog_password_secret graylog_password_secret
FILES
  value=$(secret graylog_admin_password)
  give graylog graylog_root_password_sha2 "$(printf '%s' "$value" | sha256sum | cut -d' ' -f1)"
  give redis-exporter redis-exporter.json '{}' # servers without a password
  for file in "$own"/tocsin/* "$own/redis-exporter.json" "$own/mysqld-exporter.cnf"; do
    [ -f "$file" ] || continue
    case "$file" in
      */tocsin/*) service=tocsin ;;
      */redis-exporter.json) service=redis-exporter ;;
      *) service=mysqld-exporter ;;
    esac
    give "$service" "${file##*/}" "$(cat "$file")"
  done
  # "docker compose restart tocsin" runs this as well, and not the service that connects Tocsin to Elasticsearch.
  if timeout 5 getent hosts elasticsearch >/dev/null; then
    find /secrets/tocsin -name 'spring.elasticsearch.*' >>/tmp/given
  fi
  # What was given before and is no more, such as the Elasticsearch of a profile that has been left.
  find /secrets -mindepth 2 -type f ! -path "$made/*" | grep -vxFf /tmp/given | while read -r file; do rm -f "$file"; done
}

case "$1" in
  make) make ;;
  logs)
    value=$(secret elastic_tocsin_password)
    give tocsin spring.elasticsearch.uris http://elasticsearch:9200
    give tocsin spring.elasticsearch.username tocsin
    give tocsin spring.elasticsearch.password "$value"
    ;;
  show)
    if [ $# -gt 1 ]; then
      secret "$2"
    else
      printf 'Tocsin:   %s/   user operator, password %s\n' "$TOCSIN_URL" "$(secret tocsin_operator_password)"
      printf 'Grafana:  %s/   user admin, password %s\n' "$GRAFANA_URL" "$(secret grafana_admin_password)"
    fi
    ;;
  *)
    echo "usage: make | logs | show [NAME]" >&2
    exit 2
    ;;
esac
