#!/usr/bin/env bash
# Writes what `kubectl kustomize` makes of the example, of the base, and of the base with each component, to a folder.
#   monitoring/kubernetes/render.sh <folder>
set -euo pipefail
out=$1
cd "$(dirname "$0")"
for overlay in base example; do kubectl kustomize "$overlay" >"$out/$overlay.yaml"; done

# Kustomize takes a component from a relative path only.
here=$(realpath --relative-to="$(realpath "$out")" .)
for component in operator ingress gateway replicas ../grafana/dashboards; do
  {
    echo 'namespace: monitoring'
    echo "resources: [$here/base]"
    echo "components: [$here/$component]"
  } >"$out/kustomization.yaml"
  kubectl kustomize "$out" >"$out/base-$(basename "$component").yaml"
done
rm "$out/kustomization.yaml"
