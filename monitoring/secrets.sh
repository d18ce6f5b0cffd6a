#!/usr/bin/env bash
# Makes the passwords and tokens of the stack, once: what is there already is left as it is.
# To change one, write another into its file and start the services that use it again (databases keep the user's old
# password: change it there as well).
set -euo pipefail
cd "$(dirname "$0")"

mkdir -p secrets
# Only the owner gets in; within, the files are readable, because each container reads them as another user.
chmod 700 secrets

made() { # name
  [ -s "secrets/$1" ] || { printf '%s' "$(random)" >"secrets/$1" && echo "made monitoring/secrets/$1"; }
  chmod 444 "secrets/$1"
}

random() { head -c 30 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

for name in tocsin_webhook_token tocsin_events_token tocsin_scrape_token tocsin_operator_password \
  redis_password redis_tocsin_password mysql_root_password mysql_tocsin_password grafana_admin_password \
  elastic_password kibana_password kibana_encryption_key smtp_password; do
  made "$name"
done

if [ ! -s secrets/graylog.env ]; then
  password=$(random)
  hash=$(printf '%s' "$password" | sha256sum | cut -d' ' -f1)
  pepper=$(random)$(random)
  printf 'GRAYLOG_PASSWORD_SECRET=%s\nGRAYLOG_ROOT_PASSWORD_SHA2=%s\nGRAYLOG_DATANODE_PASSWORD_SECRET=%s\n' \
    "$pepper" "$hash" "$pepper" >secrets/graylog.env
  printf '%s' "$password" >secrets/graylog_admin_password
  chmod 400 secrets/graylog_admin_password secrets/graylog.env
  echo "made monitoring/secrets/graylog.env and graylog_admin_password"
fi

echo "Grafana: user admin, password in monitoring/secrets/grafana_admin_password"
echo "Tocsin:  user operator, password in monitoring/secrets/tocsin_operator_password"
echo "Put the password of your mail server into monitoring/secrets/smtp_password."
