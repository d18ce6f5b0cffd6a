#!/usr/bin/env bash
# For MariaDB, what the entry point of the official mysql image (docker-library/mysql, 8.4) does, as far as a stack depends on it:
# - it begins as root, makes the data directory mysql's, and goes on as mysql;
# - NAME_FILE is read into NAME, which is exported, and NAME_FILE is *unset*: init scripts see NAME only;
# - the server that runs the init scripts listens on its socket alone;
# - an executable init script is run, another is sourced, and the first that fails ends the container;
# - a data directory with a folder "mysql" in it is never initialised again, also when its first time failed half-way.
set -eo pipefail
shopt -s nullglob
note() { echo "$(date --rfc-3339=seconds) [Note] [Entrypoint]: $*"; }
file_env() {
  local file="${1}_FILE" value="${2:-}"
  if [ "${!1:-}" ]; then value="${!1}"; elif [ "${!file:-}" ]; then value="$(<"${!file}")"; fi
  export "$1=$value"
  unset "$file"
}
[ "${1:0:1}" != - ] || set -- mysqld "$@"
if [ "$1" = mysqld ]; then
  data=/var/lib/mysql socket=/var/run/mysqld/mysqld.sock
  file_env MYSQL_ROOT_HOST '%'; file_env MYSQL_DATABASE; file_env MYSQL_USER; file_env MYSQL_PASSWORD; file_env MYSQL_ROOT_PASSWORD
  mkdir -p "$data" "${socket%/*}"
  if [ "$(id -u)" = 0 ]; then
    find "$data" "${socket%/*}" ! -user mysql -exec chown --no-dereference mysql {} +
    note "Switching to dedicated user 'mysql'"
    exec setpriv --reuid mysql --regid mysql --init-groups "$0" "$@"
  fi
  sql() { mysql --defaults-extra-file=<([ -z "$with_password" ] || printf '[client]\nuser=root\npassword="%s"\n' "$MYSQL_ROOT_PASSWORD") --socket="$socket" "$@"; }
  if [ ! -d "$data/mysql" ]; then
    [ -z "${MYSQL_RANDOM_ROOT_PASSWORD:-}" ] || MYSQL_ROOT_PASSWORD=$(head -c 18 /dev/urandom | base64)
    [ "$MYSQL_ROOT_PASSWORD" ] || { note "Database is uninitialized and password option is not specified"; exit 1; }
    ls /docker-entrypoint-initdb.d/ >/dev/null
    note "Initializing database files"
    mariadb-install-db --user=mysql --datadir="$data" --auth-root-authentication-method=normal --skip-test-db >/dev/null
    note "Starting temporary server"
    "$@" --skip-networking & pid=$!
    for _ in {1..120}; do mysqladmin --socket="$socket" -u root --silent ping 2>/dev/null && break; sleep 0.5; done
    with_password=''
    sql -u root mysql <<<"ALTER USER 'root'@'localhost' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD'; FLUSH PRIVILEGES;"
    with_password=yes
    if [ "$MYSQL_ROOT_HOST" != localhost ]; then
      sql <<<"CREATE USER 'root'@'$MYSQL_ROOT_HOST' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD'; GRANT ALL ON *.* TO 'root'@'$MYSQL_ROOT_HOST' WITH GRANT OPTION;"
    fi
    [ -z "$MYSQL_DATABASE" ] || sql <<<"CREATE DATABASE IF NOT EXISTS \`$MYSQL_DATABASE\`"
    if [ "$MYSQL_USER" ] && [ "$MYSQL_PASSWORD" ]; then
      sql <<<"CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$MYSQL_PASSWORD'"
      [ -z "$MYSQL_DATABASE" ] || sql <<<"GRANT ALL ON \`${MYSQL_DATABASE//_/\\_}\`.* TO '$MYSQL_USER'@'%'"
    fi
    for f in /docker-entrypoint-initdb.d/*; do
      # shellcheck disable=SC1090 # whatever is there
      case $f in
        *.sh) if [ -x "$f" ]; then note "$0: running $f"; "$f"; else note "$0: sourcing $f"; . "$f"; fi ;;
        *.sql) note "$0: running $f"; sql <"$f" ;;
        *) note "$0: ignoring $f" ;;
      esac
    done
    note "Stopping temporary server"
    mysqladmin --defaults-extra-file=<(printf '[client]\nuser=root\npassword="%s"\n' "$MYSQL_ROOT_PASSWORD") --socket="$socket" shutdown
    wait "$pid"
    note "MySQL init process done. Ready for start up."
  fi
fi
exec "$@"
