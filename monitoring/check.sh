#!/usr/bin/env bash
# Checks the configuration of the stack with whatever of its own tools is installed; run it before a restart.
# With CI=true a tool that is missing is a failure.
set -euo pipefail
cd "$(dirname "$0")"

have() {
  command -v "$1" >/dev/null && return 0
  echo "no $1 here: not checked"
  [ "${CI:-}" != true ] || exit 1
  return 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r prometheus alertmanager "$work"
mkdir "$work/secrets"
for name in tocsin_scrape_token tocsin_webhook_token smtp_password; do echo secret >"$work/secrets/$name"; done
# The files name the paths that they have in their containers.
sed -i "s#/run/secrets/#$work/secrets/#" "$work/prometheus/prometheus.yml" "$work/alertmanager/alertmanager.yml"

if have promtool; then
  promtool check config "$work/prometheus/prometheus.yml" | tail -1
  promtool check rules --lint=all --lint-fatal "$work"/prometheus/rules/*.yml >/dev/null
  promtool test rules "$work"/prometheus/tests/*.yml | grep -v '^$'
fi

if have amtool; then
  amtool check-config "$work/alertmanager/alertmanager.yml" | tail -1
  while IFS='|' read -r receivers labels; do
    case "$receivers" in '#'* | '') continue ;; esac
    read -ra pairs <<<"$labels"
    amtool config routes test --config.file="$work/alertmanager/alertmanager.yml" \
      --verify.receivers="${receivers// /}" "${pairs[@]}" >/dev/null 2>&1 || {
      echo "routes.txt: ${pairs[*]} does not go to $receivers"
      exit 1
    }
  done <alertmanager/routes.txt
  echo "routes as in routes.txt"
fi

# Each text of the dashboards has a translation, and the Chinese ones lead to each other.
if have jq; then
  grafana/translate.sh "$work/dashboards" 2>&1 | tee "$work/untranslated"
  [ ! -s "$work/untranslated" ] || exit 1
  jq -er .uid "$work"/dashboards/*/*.json | sort >"$work/pages"
  jq -r '.. | .url? // empty | select(startswith("/d/")) | split("?")[0][3:]' "$work"/dashboards/*/*.json | sort -u | comm -23 - "$work/pages" | tee "$work/dead"
  [ ! -s "$work/dead" ] || exit 1
  echo "$(wc -l <"$work/pages") dashboards in Chinese"
fi

# The file as it is, and without a warning. The docker-compose of Debian 12 is version 1, which no current engine comes with.
compose=(docker compose)
docker compose version >/dev/null 2>&1 || compose=(docker-compose)
if "${compose[@]}" version --short 2>/dev/null | grep -qE '^v?[2-9]'; then
  for profile in '' logs kibana logstash graylog redis-exporter mysqld-exporter '*'; do
    for file in ../compose.yaml ../docker-compose.monitoring.yml; do
      COMPOSE_PROFILES=$profile "${compose[@]}" -f "$file" config -q 2>&1 | tee "$work/compose"
      [ ! -s "$work/compose" ] || exit 1
    done
    echo "$("${compose[@]}" version --short) config, profile ${profile:-(none)}"
  done
else
  echo "no Compose 2 or later here: not checked"
  [ "${CI:-}" != true ] || exit 1
fi

if ! diff -q <(kubernetes/rules.sh) kubernetes/operator/prometheus-rule.yaml >/dev/null; then
  echo "the rules have changed: monitoring/kubernetes/rules.sh > monitoring/kubernetes/operator/prometheus-rule.yaml"
  exit 1
fi
if have kubectl; then
  mkdir "$work/kubernetes"
  kubernetes/render.sh "$work/kubernetes"
  echo "kubectl kustomize: $(cd "$work/kubernetes" && echo *)"
fi
