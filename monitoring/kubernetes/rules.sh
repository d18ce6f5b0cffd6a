#!/usr/bin/env bash
# Prints the PrometheusRule of the cluster, made of the very files that the compose stack mounts.
#   monitoring/kubernetes/rules.sh > monitoring/kubernetes/base/prometheus-rule.yaml
# The two links of each alert come from external labels, which the operator's Prometheus need not have: they are written out.
set -euo pipefail
cd "$(dirname "$0")/../prometheus"

runbooks=${RUNBOOKS:-https://git.example.com/tocsin/docs/runbooks.md}
grafana=${GRAFANA:-http://127.0.0.1:3000}

cat <<HEAD
# Made by monitoring/kubernetes/rules.sh: do not edit.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: tocsin
spec:
  groups:
HEAD
for file in rules/*.yml; do
  sed -e '/^#/d' -e '/^groups:$/d' -e 's/^/  /' -e 's/^ *$//' "$file"
done | sed -e "s#{{ \$externalLabels.runbooks }}#$runbooks#" -e "s#{{ \$externalLabels.grafana }}#$grafana#"
