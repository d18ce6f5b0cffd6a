#!/usr/bin/env bash
# Prints the PrometheusRule of the cluster, made of the same files that the compose stack mounts.
#   monitoring/kubernetes/rules.sh > monitoring/kubernetes/operator/prometheus-rule.yaml
#   RULES='application tocsin' RUNBOOKS=https://git.example.com/tocsin/docs/runbooks.md GRAFANA=https://grafana.example.com rules.sh
# RULES     which files of ../prometheus/rules. Not containers, host and meta by default: kube-prometheus and kube-prometheus-stack have
#           those alerts (and their Watchdog), and each would page twice.
# RUNBOOKS  where people read docs/runbooks.md; GRAFANA and TOCSIN, where they reach these. Without them alerts have no such link.
set -euo pipefail
cd "$(dirname "$0")/../prometheus/rules"
read -ra rules <<<"${RULES:-application jvm logs mysql redis security tocsin}"

# Links are made of external labels in the compose stack, which the operator's Prometheus need not have.
link() { # annotation, external label, value
  if [ -n "$3" ]; then echo "s#{{ \$externalLabels.$2 }}#$3#"; else echo "/^ *$1: /d"; fi
}

cat <<HEAD
# Made by monitoring/kubernetes/rules.sh: do not edit.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: tocsin
spec:
  groups:
HEAD
for file in "${rules[@]}"; do
  sed -e '/^#/d' -e '/^groups:$/d' -e 's/^/  /' -e 's/^ *$//' \
    -e "$(link runbook_url runbooks "${RUNBOOKS:-}")" -e "$(link dashboard_url grafana "${GRAFANA:-}")" \
    -e "$(link logs_url tocsin "${TOCSIN:-}")" "$file.yml"
done
