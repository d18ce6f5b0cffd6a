#!/bin/sh
# Makes the Chinese dashboards of the English ones: the same panels, with the texts of zh-CN.tsv (English, tab, Chinese).
#   translate.sh FOLDER    writes FOLDER/Tocsin 中文/*.json; their uids end in "-zh", and they lead to each other
# A text without a translation stays, and is named on standard error. Run by the service "dashboards" of the compose file at each "up".
set -eu
here=$(dirname "$0")
folder="${1:?the folder to write to}/Tocsin 中文"
mkdir -p "$folder"
rm -f "$folder"/*.json
for file in "$here"/dashboards/Tocsin/*.json; do
  awk -F '\t' '
    FNR == NR { chinese[$1] = $2; next }
    /"renameByName": \{/ { columns = 1 }
    /\}/ { columns = 0 }
    # A text is the value of a line of its own; only what people read is one.
    match($0, /: "([^"\\]|\\.)*",?$/) {
      start = RSTART + 3
      text = substr($0, start, RLENGTH - 3)
      sub(/",?$/, "", text)
      key = substr($0, 1, RSTART - 1)
      gsub(/[ "]/, "", key)
      if (key ~ /^(title|description|label|noValue|text)$/ || columns || key == "options") {
        if (text in chinese) $0 = substr($0, 1, start - 1) chinese[text] substr($0, start + length(text))
        else if (text != "" && text != "-- Grafana --" && text !~ /^(Prometheus|Elasticsearch|\*)$/) print "no Chinese for: " text >"/dev/stderr"
      }
      if (key == "uid" && text ~ /^tocsin-/) sub(/",?$/, "-zh&")
      if (key == "url") {
        gsub(/\/d\/tocsin-[a-z]+/, "&-zh")
        # A link may use the value of a column, which has another name now.
        while (match($0, /\.fields\.[A-Z][A-Za-z ]*\}/)) {
          name = substr($0, RSTART + 8, RLENGTH - 9)
          $0 = substr($0, 1, RSTART + 7) chinese[name] substr($0, RSTART + RLENGTH - 1)
        }
      }
    }
    /^ *"tocsin",?$/ { sub(/tocsin/, "tocsin-zh") }
    { print }
  ' "$here/zh-CN.tsv" "$file" >"$folder/$(basename "$file" .json)-zh.json"
done
