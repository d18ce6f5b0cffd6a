#!/usr/bin/env bash
# The container drill: starts the stack as a newcomer does, from a fresh clone with "docker compose up" and no step before, then breaks it
# and looks whether what the documentation promises holds. Prints one line for each thing looked at, and fails when one does not hold.
#   monitoring/drill/run.sh [--keep]      --keep leaves the stack running
# The engine is the one that "docker" reaches, with the real images and ports of its own. Where there is none, root under CI=true (or
# DRILL_ENGINE=private) starts a private one with stand-ins for the images (engine.sh, images.sh); else the drill is skipped.
# The checkout's last commit is what is tried. Needs git, jq, curl; on a private engine Debian, root, and about 4 GB below DIR, which
# is a cache (default: tocsin-drill in the temporary folder).
set -euo pipefail

here=$(realpath "$(dirname "$0")")
readonly here CHECKOUT=$here/../..
DIR=$(realpath -m "${DIR:-${TMPDIR:-/tmp}/tocsin-drill}")
export DIR
readonly UP_LIMIT=${DRILL_UP_LIMIT:-180} # seconds in which all is to be healthy once the image is built; more for a busy machine
passed=0 failed=0 keep='' in=() private='' began=$SECONDS work=''
[ "${1:-}" != --keep ] || keep=yes

pass() {
  passed=$((passed + 1))
  printf 'PASS %4d s  %s\n' $((SECONDS - began)) "$*"
}
fail() {
  failed=$((failed + 1))
  printf 'FAIL %4d s  %s\n' $((SECONDS - began)) "$*"
}
check() { # DESCRIPTION COMMAND...: holds when the command succeeds; what it prints is shown when it does not
  local output
  if output=$("${@:2}" 2>&1); then pass "$1${output:+: $(tail -1 <<<"$output")}"; else
    fail "$1"
    tail -20 <<<"$output" | sed 's/^/       /'
  fi
}
nothing() { # fails when something is left to read, and shows it
  local found
  found=$(cat)
  [ -z "$found" ] || { echo "$found" && return 1; }
}
wait_for() { # SECONDS COMMAND...: until it succeeds
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $until ] || return 1
    sleep 1
  done
}

# Compose as a user calls it, in the clone; on a private engine in its network, where the published ports are.
compose() { (cd "$work/clone" && "${in[@]}" docker compose "$@"); }
http() { "${in[@]}" curl -sS -m 20 "$@"; }
ids() { docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" "$@"; }
id_of() { ids --filter "label=com.docker.compose.service=$1" --filter status=running; }
image_of() { docker inspect -f '{{.Image}}' "$(id_of "$1")"; }
running() { compose ps --services --status running | sort; }
made() { compose run --rm -T secrets show "$1" 2>/dev/null; } # one secret, by the documented command
prometheus() { http -G "$PROMETHEUS/api/v1/$1" "${@:2}"; }
told() { docker logs "$SLACK" 2>/dev/null | grep -F -- "$1" | grep -cF -- "${2:-}" >/dev/null; } # a message with both words
told_soon() { wait_for "$1" told "${@:2}"; }

finish() {
  local code=$?
  trap - EXIT INT TERM
  if [ -n "$work" ] && [ -z "$keep" ]; then
    if [ $failed -gt 0 ] || [ $code -ne 0 ]; then
      compose ps -a --format 'table {{.Service}}\t{{.Status}}' || true
      compose logs --tail 15 2>/dev/null | cut -c -220 || true
    fi
    docker rm -f "$SLACK" "${APPLICATIONS[@]}" >/dev/null 2>&1 || true
    compose --profile '*' down -v --remove-orphans >/dev/null 2>&1 || true
    rm -rf "$work"
    if [ -n "$private" ]; then
      docker image prune -f >/dev/null 2>&1 || true
      [ "$private" != ours ] || "$here/engine.sh" stop || true
    fi
  fi
  echo "drill: $passed passed, $failed failed"
  [ $failed -eq 0 ] || code=1
  exit $code
}

engine() {
  if [ "${DRILL_ENGINE:-}" != private ] && docker info >/dev/null 2>&1; then
    # Beside what runs here already.
    export TOCSIN_PORT=18000 GRAFANA_PORT=13000 PROMETHEUS_PORT=19090 ALERTMANAGER_PORT=19093
    return 0
  fi
  if [ "${DRILL_ENGINE:-}" != private ] && [ "${CI:-}" != true ]; then
    echo "drill: skipped, no Docker engine answers here (DRILL_ENGINE=private starts one on Debian, as root)"
    exit 0
  fi
  private=ours
  ! "$here/engine.sh" running || private=shared
  "$here/engine.sh" start
  eval "$("$here/engine.sh" env)"
  in=(nsenter "--net=$ENGINE_NETNS")
}

config_is_valid() { # COMPOSE: all profiles, and not a word on standard error
  local words
  words=$(cd "$work/clone" && "$@" --profile '*' config -q 2>&1) || { echo "$words" && return 1; }
  [ -z "$words" ] || { echo "$words" && return 1; }
  "$@" version --short
}

up() { compose up -d --wait --wait-timeout "$1" "${@:2}" >"$work/up.log" 2>&1 || { tail -20 "$work/up.log" && return 1; }; }

all_healthy() {
  ids | xargs docker inspect -f '{{.Name}} {{.State.Status}} {{.State.ExitCode}} {{if .State.Health}}{{.State.Health.Status}}{{end}}' \
    | { grep -vE ' running 0 (healthy)?$| exited 0 $' || true; } | nothing
}

dashboards_twice() { # the names of the files that were made, beside those that are shipped
  local shipped made
  shipped=$(cd "$work/clone/monitoring/grafana/dashboards/Tocsin" && printf '%s\n' *.json)
  # shellcheck disable=SC2016 # expanded in the container
  made=$(docker exec "$(id_of grafana)" sh -c 'cd /etc/grafana/dashboards-zh/* && printf "%s\n" *.json')
  diff <(echo "$shipped") <(echo "${made//-zh.json/.json}") || return 1
  echo "$(wc -l <<<"$made") and $(wc -l <<<"$shipped")"
}

nothing_is_down() { # "system" may be: that is the load of this machine
  http "$TOCSIN/health" | jq -r '(.components | keys | select(contains(["database", "outbox", "redis"]) | not) | "missing"),
    (.components | to_entries[] | select(.value.status != "UP" and .key != "system") | .key)' | nothing
}

targets_up() {
  local targets jobs
  targets=$(prometheus targets -d state=active | jq -r '.data.activeTargets[] | "\(.labels.job) \(.health) \(.lastError)"' | sort)
  echo "$targets"
  ! grep -qv ' up $' <<<"$targets" || return 1
  jobs=$(cut -d' ' -f1 <<<"$targets" | sort -u | xargs)
  [ "$jobs" = "alertmanager blackbox-exporter cadvisor grafana node node-network prometheus tocsin" ] || return 1
  echo "$jobs"
}

rules_loaded() {
  local rules expected
  rules=$(prometheus rules)
  expected=$(cat "$work"/clone/monitoring/prometheus/rules/*.yml | grep -cE '^ +- (alert|record): ')
  jq -r '.data.groups[].rules[] | select(.health != "ok") | "\(.name): \(.lastError)"' <<<"$rules"
  jq -e --argjson n "$expected" '[.data.groups[].rules[] | select(.health == "ok")] | length == $n' <<<"$rules" >/dev/null || return 1
  echo "$expected rules"
}

# What each service may read of the secrets, as the user that it runs as. Anything more or less fails.
readonly SECRETS="
alertmanager tocsin_webhook_token
blackbox-exporter
cadvisor
grafana elastic_grafana_password grafana_admin_password
mysql mysql_root_password mysql_tocsin_password
node-exporter
node-exporter-network
prometheus tocsin_scrape_token
redis redis_password redis_tocsin_password
tocsin spring.data.redis.password spring.datasource.password tocsin.security.events-token tocsin.security.operator.password tocsin.security.scrape-token tocsin.security.webhook-token
"
secrets_as_needed() {
  local service found
  found=$(for service in $(running); do
    # shellcheck disable=SC2016 # expanded in the container
    echo "$service" "$(docker exec "$(id_of "$service")" sh -c 'for f in /run/secrets/*; do [ ! -r "$f" ] || echo "${f##*/}"; done' | sort | xargs)"
  done | sed 's/ *$//')
  diff <(sed '/^$/d' <<<"$SECRETS") <(echo "$found")
}
secret_volumes_are_private() { # each but that of the one-shot services is mounted once, and read-only
  ids --filter status=running | xargs docker inspect | jq -r '.[] | .Name as $who | .Mounts[] | select((.Name // "") | test("_secrets")) | "\(.Name) \(.RW) \($who)"' \
    | sort >"$work/mounts"
  [ "$(wc -l <"$work/mounts")" -ge 6 ] || { echo "too few" && return 1; }
  { grep -E ' true |_secrets ' "$work/mounts" || true; } | nothing || return 1
  cut -d' ' -f1 "$work/mounts" | uniq -d | nothing
}
all_made() { # every value, to look for it elsewhere
  docker run --rm --user 0 --entrypoint sh -v "${COMPOSE_PROJECT_NAME}_secrets:/made:ro" "$(compose config --images redis | head -1)" \
    -c 'for f in /made/*; do cat "$f"; echo; done' | grep .
}
secrets_are_not_shown() {
  local count
  { all_made && echo "$PATH_SECRET"; } >"$work/made"
  count=$(wc -l <"$work/made")
  [ "$count" -ge 8 ] || { echo "only $count secrets" && return 1; }
  {
    compose logs --no-color
    ids | xargs docker inspect
    for service in $(running); do docker top "$(id_of "$service")" -eo pid,args; done
  } >"$work/seen" 2>&1
  [ "$(wc -l <"$work/seen")" -ge 500 ] || { echo "nothing to search" && return 1; }
  # The names of the lines only, never the values.
  { grep -Ff "$work/made" "$work/seen" || true; } | cut -c -40 | nothing || return 1
  echo "$count values, in the logs, the engine's view and the command lines"
}

hardened() {
  local service id process status root
  for service in $(running); do
    id=$(id_of "$service")
    # Its first process, unless it sees the host's processes: then one like it.
    process=1
    [ "$(docker inspect -f '{{.HostConfig.PidMode}}' "$id")" != host ] || process=self
    status=$(docker exec "$id" cat "/proc/$process/status")
    root=$(docker inspect -f '{{.HostConfig.ReadonlyRootfs}}' "$id")
    # cAdvisor must see everything and says so. MySQL's image writes beside its volume.
    if [ "$service" != cadvisor ]; then
      grep -qP '^Uid:\t[1-9]' <<<"$status" || echo "$service runs as root"
      grep -qP '^CapEff:\t0+$' <<<"$status" || echo "$service has capabilities"
      grep -qP '^NoNewPrivs:\t1$' <<<"$status" || echo "$service can gain privileges"
      case $service in
        mysql) ;;
        *)
          [ "$root" = true ] || echo "$service: its root file system can be written"
          ! docker exec --user 0 "$id" sh -c 'echo x >/probe' 2>/dev/null || echo "$service: wrote to its root file system"
          ;;
      esac
    fi
  done | nothing
}
limited() { # what the kernel holds the container to is what the file says, and there is a limit for each
  local service id memory
  for service in $(running); do
    id=$(id_of "$service")
    memory=$(docker exec "$id" sh -c 'cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes')
    docker inspect "$id" | jq -r --arg s "$service" --arg m "$memory" '.[0].HostConfig
      | if .Memory > 0 and .NanoCpus > 0 and .PidsLimit > 0 then empty else "\($s): no limit" end,
        if (.Memory | tostring) == $m or .Privileged then empty else "\($s): \(.Memory), the kernel says \($m)" end'
  done | nothing
}
published_on_loopback() {
  ids | xargs docker inspect | jq -r '.[] | .Name as $n | .NetworkSettings.Ports[]? | .[]? | "\($n) \(.HostIp):\(.HostPort)"' | sort -u >"$work/ports"
  { grep -v ' 127\.0\.0\.1:' "$work/ports" || true; } | nothing || return 1
  [ "$(wc -l <"$work/ports")" -ge 4 ] && cut -d: -f2 "$work/ports" | xargs
}
tocsin_sees_no_host() {
  docker inspect "$(id_of tocsin)" | jq -r '.[0].Mounts[] | select(.Type == "bind") | .Source' \
    | { grep -vxF "$work/clone/monitoring/tocsin" || true; } | nothing
}
program_is_not_writable() {
  local found
  found=$(docker run --rm --entrypoint sh "$(image_of tocsin)" -c 'id -u; find / -xdev -writable -not -type l 2>/dev/null')
  [ "$(head -1 <<<"$found")" = 10001 ] || { echo "$found" | head -1 && return 1; }
  [ "$(grep -cxE '/app/(data|logs)' <<<"$found")" = 2 ] || { echo "data or logs cannot be written" && return 1; }
  tail -n +2 <<<"$found" | { grep -vE '^(/tmp|/var/tmp|/run/lock|/proc|/dev|/sys|/app/data|/app/logs)(/.*)?$' || true; } | nothing
}
from_the_cache() { # most classes come from the ahead-of-time cache, in the image as it is
  local found
  found=$(docker run --rm --entrypoint java "$(image_of tocsin)" -XX:AOTCache=/app/tocsin.aot -XX:AOTMode=on \
    -Xlog:class+load:file=/dev/stdout -Dspring.context.exit=onRefresh -jar /app/tocsin.jar --tocsin.delivery.store.path=/tmp/outbox.db \
    | awk '/source: shared objects file/ {cached++} / source: / {all++} END {print int(100 * cached / (all ? all : 1))}')
  echo "$found % of the classes"
  [ "$found" -ge 80 ]
}

# The user's own configuration: one target, its address as a secret file.
tell_slack() {
  local started password
  docker rm -f "$SLACK" >/dev/null 2>&1 || true
  docker run -d --name "$SLACK" --network "${COMPOSE_PROJECT_NAME}_edge" --network-alias slack.test --user 65534 \
    -v "$here/slack.py:/slack.py:ro" "$PYTHON" python3 /slack.py >/dev/null
  mkdir -p "$work/clone/monitoring/secrets/tocsin"
  (umask 077 && printf 'http://slack.test:8098/services/T0/B0/%s' "$PATH_SECRET" \
    >"$work/clone/monitoring/secrets/tocsin/tocsin.channel.slack.ops-slack.webhook-url")
  sed -i 's/^    # routes:.*/    routes: [{targets: [ops-slack]}]/' "$work/clone/monitoring/tocsin/application.yaml"
  grep -q '^    routes: ' "$work/clone/monitoring/tocsin/application.yaml"
  started=$(docker inspect -f '{{.State.StartedAt}}' "$(id_of tocsin)")
  password=$(made tocsin_operator_password)
  up "$UP_LIMIT"
  wait_for 60 target_is_known "$password"
  [ "$(docker inspect -f '{{.State.StartedAt}}' "$(id_of tocsin)")" = "$started" ]
}

target_is_known() { # PASSWORD: the running service has read the files again
  http -f -u "operator:$1" "$TOCSIN/api/v1/targets/ops-slack" | grep -q '"configured":true'
}

configuration_is_checked() { # by the image, with the files that the service has
  compose run --rm --no-deps -T tocsin check 2>/dev/null | tail -1 | tee "$work/checked"
  grep -q '^ok: 1 targets' "$work/checked"
}

alert_arrives() {
  compose exec -T alertmanager amtool alert add TryOut severity=critical --annotation='summary="Can you see this?"' \
    --alertmanager.url=http://127.0.0.1:9093
  told_soon 60 TryOut || { docker logs "$SLACK" 2>&1 | tail -3 && return 1; }
}

links_answer() { # every link of the message of RedisDown: 200, or a redirect to a sign-in; and for who signed in there is a page
  local link status page links
  links=$(docker logs "$SLACK" 2>/dev/null | grep -F RedisDown | head -1 | grep -oE 'https?://[^|>"\\ ]+' \
    | sed 's/&amp;/\&/g' | sort -u)
  echo "$links"
  [ "$(wc -l <<<"$links")" -ge 4 ] || return 1
  while read -r link; do
    status=$(http -H 'Accept: text/html,*/*;q=0.8' -o /dev/null -w '%{http_code} %{redirect_url}' "$link" || true)
    case $status in
      200*) ;;
      30[12378]*/login* | 30[12378]*/sign-in*)
        case $link in
          "$TOCSIN"/*)
            page=$(http -f -H 'Accept: text/html' -u "operator:$(made tocsin_operator_password)" -L "$link") || { echo "$link: no such page" && return 1; }
            case $link in *'#'*) grep -q "id=\"${link##*#}\"" <<<"$page" || { echo "$link: no such place in the page" && return 1; } ;; esac
            ;;
        esac
        ;;
      *) echo "$link: $status" && return 1 ;;
    esac
  done <<<"$links"
  echo "$(wc -l <<<"$links") links"
}

# Two applications, each added by one file: in a container of another project, and on the host, which only on an engine of one's own is
# sure to let Docker's networks in.
application_runs() { # NAME PORT DOCKER-OPTION...
  docker run -d --name "$COMPOSE_PROJECT_NAME-$1" --user 65534 -v "$here/app.py:/app.py:ro" "${@:3}" "$PYTHON" python3 /app.py "$2" >/dev/null
}
application_named() { # NAME ADDRESS
  printf -- '- targets: ["%s"]\n  labels: {team: drill, severity: critical}\n' "$2" >"$work/clone/monitoring/prometheus/targets/$1.yml"
}
application_seen() { # NAME: scraped, and asked from outside
  prometheus query --data-urlencode "query=up{job=\"$1\", application=\"$1\", team=\"drill\"} == 1 and probe_success == 1" \
    | jq -e '.data.result | length == 1' >/dev/null
}
applications_added() {
  application_runs shop 8099 --network "${COMPOSE_PROJECT_NAME}_edge" --network-alias shop.test
  application_named shop shop.test:8099
  wait_for 90 application_seen shop || { echo "shop is not seen" && return 1; }
  if [ -n "$private" ]; then
    application_runs desk 18099 --network host
    application_named desk host.docker.internal:18099
    wait_for 90 application_seen desk || { echo "desk, on the host, is not seen" && return 1; }
  fi
}
application_down_is_told() { told_soon 240 ApplicationDown 'answers 503'; }

outage_is_told() {
  local name rc=0
  compose stop redis mysql >/dev/null 2>&1
  for name in RedisDown MySQLDown; do told_soon 240 "$name" || { echo "$name is not told" && rc=1; }; done
  http -f -o /dev/null "$TOCSIN/health/ready" || { echo "not ready without Redis and MySQL" && rc=1; }
  return $rc
}
end_is_told() {
  local name rc=0
  # One after the other, in the other order: each gets another address than it had, as after a new start of the host.
  compose start mysql >/dev/null 2>&1
  compose start redis >/dev/null 2>&1
  for name in RedisDown MySQLDown; do told_soon 240 "$name" RESOLVED || { echo "the end of $name is not told" && rc=1; }; done
  return $rc
}

# A change of the source makes a new jar; the layer with the libraries stays.
build_again() {
  local source first second
  source=$(find "$work/clone/src/main/java" -name '*Application.java' | head -1)
  sed -i '$a // changed' "$source"
  docker build -q -t tocsin:drill "$work/clone" >/dev/null || return 1
  sed -i '$d' "$source"
  first=$(docker image inspect -f '{{range .RootFS.Layers}}{{println .}}{{end}}' "$(image_of tocsin)")
  second=$(docker image inspect -f '{{range .RootFS.Layers}}{{println .}}{{end}}' tocsin:drill)
  # Jar and cache are one layer, what follows it another.
  echo "$(comm -13 <(sort <<<"$first") <(sort <<<"$second") | grep -c .) new layers of $(grep -c . <<<"$second")"
  [ "$(comm -13 <(sort <<<"$first") <(sort <<<"$second") | grep -c .)" -le 2 ]
}

# Webhooks one after the other, each an alert of its own name; those that were answered 200 stand in the file.
burst() { # NAME COUNT FILE
  local n
  for n in $(seq -w "$2"); do
    printf '{"version":"4","groupKey":"{}:{alertname=\\"%s\\"}","status":"firing","receiver":"tocsin","groupLabels":{"alertname":"%s"},"commonLabels":{},"commonAnnotations":{},"externalURL":"","alerts":[{"status":"firing","labels":{"alertname":"%s","severity":"warning"},"annotations":{},"startsAt":"%s"}]}' \
      "$1$n" "$1$n" "$1$n" "$(date -u +%FT%TZ)" >"$work/webhook.json"
    ! http -f -o /dev/null -H "Authorization: Bearer $(cat "$work/webhook-token")" -H 'Content-Type: application/json' \
      --data-binary @"$work/webhook.json" "$TOCSIN/webhooks/alertmanager" 2>/dev/null || echo "$1$n" >>"$3"
  done
}
not_told() { # FILE: names that have not arrived
  docker logs "$SLACK" 2>/dev/null >"$work/told"
  while read -r name; do grep -qF "$name" "$work/told" || echo "$name"; done <"$1"
}
all_told() { not_told "$1" | nothing >/dev/null; }
nothing_lost_by() { # NAME COMMAND...: in the middle of a burst
  local name=$1 file=$work/burst-$1 poster
  shift
  : >"$file"
  burst "$name" 60 "$file" &
  poster=$!
  wait_for 60 eval "[ \$(wc -l <'$file') -ge 20 ]"
  "$@" || { echo "$*" && return 1; }
  wait "$poster"
  up "$UP_LIMIT" || return 1
  wait_for 150 all_told "$file" || { echo "lost: $(not_told "$file" | xargs)" && return 1; }
  echo "$(wc -l <"$file") of 60 acknowledged, all told"
}
kill_tocsin() { docker kill -s KILL "$(id_of tocsin)" >/dev/null; }
stop_tocsin() {
  local id at=$SECONDS code
  id=$(id_of tocsin)
  compose stop tocsin >/dev/null 2>&1
  code=$(docker inspect -f '{{.State.ExitCode}}' "$id")
  [ "$code" = 143 ] || { echo "ended with $code after $((SECONDS - at)) s" && return 1; }
}

redis() { docker exec "$(id_of redis)" sh -c "REDISCLI_AUTH=\$(cat /run/secrets/redis_password) redis-cli --no-auth-warning $*"; }
mysql() { docker exec "$(id_of mysql)" sh -c "MYSQL_PWD=\$(cat /run/secrets/mysql_root_password) mysql -N -u root -e '$*'"; }
marks() { # what must be the same before and after
  local password
  password=$(made tocsin_operator_password)
  echo "$password"
  http -f -u "operator:$password" "$TOCSIN/api/v1/notifications?limit=1" | jq -r '[.. | .id? // empty][0]'
  prometheus query --data-urlencode 'query=min_over_time(timestamp(prometheus_build_info)[1h:15s])' | jq -r '.data.result[0].value[1] | tonumber | floor'
  http -f "$ALERTMANAGER/api/v2/silences" | jq -r '.[].comment'
  redis get drill
  mysql 'select * from drill.drill'
}
keeps_the_data() {
  local before after
  redis set drill kept >/dev/null
  mysql 'create database drill; create table drill.drill (a int); insert into drill.drill values (42)'
  compose exec -T alertmanager amtool silence add --alertmanager.url=http://127.0.0.1:9093 -a drill -c kept -d 1h alertname=Nothing >/dev/null
  before=$(marks)
  [ "$(wc -l <<<"$before")" -ge 6 ] || { echo "$before" | tail -n +2 && return 1; }
  compose down >/dev/null 2>&1
  [ -z "$(ids)" ] || return 1
  local at=$SECONDS
  up "$UP_LIMIT" || return 1
  echo "healthy after $((SECONDS - at)) s"
  after=$(marks)
  diff <(tail -n +2 <<<"$before") <(tail -n +2 <<<"$after") || return 1
  [ "$before" = "$after" ] || { echo "the secrets changed" && return 1; }
  echo "Tocsin, Prometheus, Alertmanager, Redis, MySQL and the secrets, healthy again after $((SECONDS - at)) s"
}

same_from_elsewhere() {
  local before file
  before=$(ids --filter status=running | sort)
  for file in compose.yaml docker-compose.monitoring.yml; do
    (cd / && "${in[@]}" docker compose -f "$work/clone/$file" up -d --wait --wait-timeout "$UP_LIMIT") >"$work/up.log" 2>&1 \
      || { tail -5 "$work/up.log" && return 1; }
    [ "$before" = "$(ids --filter status=running | sort)" ] || { echo "$file: containers were made again" && return 1; }
  done
}

removes_all() {
  docker rm -f "$SLACK" "${APPLICATIONS[@]}" >/dev/null
  compose down -v >/dev/null 2>&1
  local left
  left=$(ids; for kind in volume network; do docker $kind ls -q --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME"; done)
  [ -z "$left" ] || { echo "$left" && return 1; }
}

engine
trap finish EXIT
trap 'exit 130' INT TERM
export COMPOSE_PROJECT_NAME=tocsin-drill
APPLICATIONS=("$COMPOSE_PROJECT_NAME-shop" "$COMPOSE_PROJECT_NAME-desk")
readonly APPLICATIONS
readonly SLACK=$COMPOSE_PROJECT_NAME-slack PYTHON=${DRILL_PYTHON:-python:3-alpine}
readonly TOCSIN=http://localhost:${TOCSIN_PORT:-8000} PROMETHEUS=http://localhost:${PROMETHEUS_PORT:-9090} \
  ALERTMANAGER=http://localhost:${ALERTMANAGER_PORT:-9093}
PATH_SECRET=$(head -c 18 /dev/urandom | base64 | tr -dc 'a-zA-Z0-9')
work=$(mktemp -d)
git clone -q "$CHECKOUT" "$work/clone"
# What an earlier run left behind that was killed.
docker rm -f "$SLACK" "${APPLICATIONS[@]}" >/dev/null 2>&1 || true
compose --profile '*' down -v --remove-orphans >/dev/null 2>&1 || true
[ -z "$private" ] || "$here/images.sh" "$work/clone" "$PYTHON"
echo "drill: the stack of $(git -C "$work/clone" log -1 --format=%h), Docker $(docker version -f '{{.Server.Version}}'), Compose $(docker compose version --short)${private:+, stand-ins for the images}"

[ -z "$private" ] || check "the oldest Compose takes the file, without a warning" config_is_valid "$DIR/host/usr/libexec/docker/cli-plugins/docker-compose"
check "Compose takes the file, without a warning" config_is_valid docker compose

check "docker compose up -d --build --wait" up $((UP_LIMIT + 900)) --build
[ $failed -eq 0 ] || exit 1 # nothing else can hold
check "every container is healthy" all_healthy
check "Prometheus' targets are up" wait_for 60 targets_up
check "all rules are loaded" wait_for 30 rules_loaded
check "Grafana gets each dashboard in English and in Chinese" dashboards_twice
check "Tocsin says that Redis, MySQL and its store are up" wait_for 60 nothing_is_down
check "each service reads the secrets that it needs, and no other" secrets_as_needed
check "a service's secrets are mounted by no other" secret_volumes_are_private
check "nothing runs as root, with capabilities or on a writable root that need not" hardened
check "limits of memory, processors and processes hold" limited
check "ports are published on the loopback address only" published_on_loopback
check "Tocsin's container mounts nothing of the host but its configuration" tocsin_sees_no_host
check "the service's user can write its data and logs and nothing of the program" program_is_not_writable
check "Tocsin starts from its ahead-of-time cache" from_the_cache

check "a Slack target is added as a secret file and a route, without a restart" tell_slack
check "the image checks the configuration" configuration_is_checked
check "an alert goes Alertmanager, Tocsin, Slack" alert_arrives
check "an application is added in one file, and its health is asked" applications_added
docker exec "${APPLICATIONS[0]}" touch /tmp/down || true
build_again >"$work/second" 2>&1 &
second=$!
check "stop redis and mysql: RedisDown and MySQLDown arrive, Tocsin stays ready" outage_is_told
check "the health of an application fails: ApplicationDown arrives" application_down_is_told
check "every link in the message answers" links_answer
check "start them again: the ends arrive" end_is_told
wait $second && second=0 || second=$?
check "a change of the source leaves the layer of the libraries as it was" eval "cat '$work/second'; (exit $second)"

made tocsin_webhook_token >"$work/webhook-token"
check "docker kill -s KILL in a burst loses nothing" nothing_lost_by Killed kill_tocsin
check "docker compose stop in a burst ends in time and loses nothing" nothing_lost_by Stopped stop_tocsin
check "from another directory it is the same stack" same_from_elsewhere
check "down and up keep the data" keeps_the_data
check "no secret is shown" secrets_are_not_shown
[ -n "$keep" ] || check "down -v removes all" removes_all
