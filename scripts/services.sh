#!/usr/bin/env bash
# services.sh COMMAND…: runs COMMAND with a PostgreSQL to test against, named by TEST_DATABASE_URL, and a Redis, named by
# TEST_REDIS_URL. Uses those that answer already; else starts the installed programs in a temporary folder; else, as
# root on Debian, installs them first. Stops what it started and passes on COMMAND's exit code. A Chromium to look at the
# console with, unless CHROMIUM names one, is installed in the same way.
#
#   STRATA_TEST_FSYNC=on       keeps PostgreSQL's fsync (off by default: faster, and enough where no power is cut)
#   STRATA_TEST_BUFFERS=4GB    PostgreSQL's shared buffers (128MB by default), for benches over large tables
#   STRATA_TEST_SERVICES=none  runs COMMAND with what there is; tests that need a service say that they are skipped
set -euo pipefail

folder=''
postgres_pid=''
redis_pid=''
command_pid=''

main() {
  [[ $# -gt 0 ]] || { echo 'usage: services.sh COMMAND…' >&2; exit 2; }
  PATH="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/node_modules/.bin:$PATH"
  trap stop EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  if [[ ${STRATA_TEST_SERVICES:-} != none ]]; then
    provide_postgres
    provide_redis
    provide_chromium
  fi
  # In the background and waited for, so that a signal is handled at once and not only after COMMAND has ended.
  "$@" <&0 &
  command_pid=$!
  wait "$command_pid"
}

provide_postgres() {
  if [[ -n ${TEST_DATABASE_URL:-} ]] && answers "$TEST_DATABASE_URL"; then
    return
  fi
  local bin
  bin=$(postgres_programs)
  if [[ -z $bin ]]; then
    install_services
    bin=$(postgres_programs)
  fi
  if [[ -z $bin ]]; then
    echo 'services.sh: no PostgreSQL here; its tests will be skipped.' >&2
    unset TEST_DATABASE_URL
    return
  fi
  start_postgres "$bin"
}

# The folder of the newest installed server, or nothing.
postgres_programs() {
  local found
  found=$(find /usr/lib/postgresql /usr/pgsql-* /opt/homebrew/opt/postgresql* /usr/local/opt/postgresql* \
    -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1 || true)
  [[ -n $found ]] || found=$(command -v initdb || true)
  [[ -n $found ]] && dirname "$found"
  return 0
}

install_services() {
  # The package would otherwise create and start a cluster of its own.
  if [[ $(id -u) -eq 0 && ! -e /etc/postgresql-common/createcluster.conf ]]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  fi
  install_packages postgresql redis-server
}

install_packages() {
  [[ $(id -u) -eq 0 && -x $(command -v apt-get) ]] || return 0
  echo "services.sh: installing $*" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >&2 ||
    echo 'services.sh: the packages could not be installed' >&2
}

provide_chromium() {
  [[ -n ${CHROMIUM:-} ]] || command -v chromium >/dev/null || install_packages chromium
  [[ -n ${CHROMIUM:-} ]] || command -v chromium >/dev/null ||
    echo 'services.sh: no Chromium here; the tests of the console will be skipped.' >&2
}

start_postgres() {
  local bin=$1 port
  make_folder
  port=$(free_port)
  as_database_user "$bin/initdb" --pgdata="$folder/postgres" --username=strata --auth=trust --encoding=UTF8 \
    --no-locale --no-sync >/dev/null
  as_database_user "$bin/postgres" -D "$folder/postgres" -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 \
    -c fsync="${STRATA_TEST_FSYNC:-off}" -c full_page_writes="${STRATA_TEST_FSYNC:-off}" -c max_connections=200 \
    -c shared_buffers="${STRATA_TEST_BUFFERS:-128MB}" >"$folder/postgres.log" 2>&1 &
  postgres_pid=$!
  export TEST_DATABASE_URL="postgres://strata@127.0.0.1:$port/postgres"
  wait_for 'PostgreSQL' "$folder/postgres.log" "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"
}

provide_redis() {
  if [[ -n ${TEST_REDIS_URL:-} ]] && answers "$TEST_REDIS_URL"; then
    return
  fi
  unset TEST_REDIS_URL
  command -v redis-server >/dev/null || install_services
  if ! command -v redis-server >/dev/null; then
    echo 'services.sh: no Redis here; its tests will be skipped.' >&2
    return
  fi
  local port
  make_folder
  port=$(free_port)
  redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$folder" >"$folder/redis.log" 2>&1 &
  redis_pid=$!
  export TEST_REDIS_URL="redis://127.0.0.1:$port"
  wait_for 'Redis' "$folder/redis.log" answers "$TEST_REDIS_URL"
}

# The server refuses to run as root.
as_database_user() {
  if [[ $(id -u) -ne 0 ]]; then
    exec_here "$@"
  else
    exec_here setpriv --reuid="$(database_user)" --regid="$(id -g "$(database_user)")" --clear-groups "$@"
  fi
}

# In the background the shell itself becomes the program, so that $! is its process id.
exec_here() {
  if [[ $BASHPID -ne $$ ]]; then
    exec "$@"
  fi
  "$@"
}

database_user() {
  id -u postgres >/dev/null 2>&1 && echo postgres || echo nobody
}

make_folder() {
  [[ -z $folder ]] || return 0
  folder=$(mktemp -d "${TMPDIR:-/tmp}/strata-services.XXXXXX")
  chmod 755 "$folder"
  if [[ $(id -u) -eq 0 ]]; then
    chown "$(database_user)" "$folder"
  fi
}

free_port() {
  node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => {
    console.log(s.address().port); s.close(); });'
}

# True where something listens at the URL's host and port.
answers() {
  local rest=${1#*://} address host port
  address=${rest#*@}
  address=${address%%/*}
  host=${address%%:*}
  port=${address##*:}
  [[ $port != "$host" ]] || port=$([[ $1 == postgres* ]] && echo 5432 || echo 6379)
  (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null
}

wait_for() {
  local what=$1 log=$2
  shift 2
  for _ in $(seq 150); do
    if "$@"; then
      return 0
    fi
    sleep 0.1
  done
  echo "services.sh: $what did not start:" >&2
  cat "$log" >&2
  exit 1
}

stop() {
  local status=$?
  trap - EXIT INT TERM HUP
  if [[ -n $command_pid ]]; then
    kill -TERM "$command_pid" 2>/dev/null && wait "$command_pid" 2>/dev/null || true
  fi
  # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
  [[ -z $postgres_pid ]] || { kill -INT "$postgres_pid" && wait "$postgres_pid"; } 2>/dev/null || true
  [[ -z $redis_pid ]] || { kill -TERM "$redis_pid" && wait "$redis_pid"; } 2>/dev/null || true
  [[ -z $folder ]] || rm -rf "$folder"
  exit "$status"
}

main "$@"
