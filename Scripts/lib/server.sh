# Sourced after common.sh: starts a server and stops it, waiting on conditions and never without a limit.

SERVER_PID=
SERVER_URL=
SERVER_LOG=
PROVIDER_PID=
PROVIDER_OPTIONS=()

# is_port_free PORT: whether nobody listens there on 127.0.0.1.
is_port_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# start_provider DATA: runs the payment sandbox for the market in DATA, which moves no money, and leaves PROVIDER_PID and
# PROVIDER_OPTIONS, which `sesamed serve` needs to be paid through it.
start_provider() {
    local data=$1 port_file=$1/provider-port secret=$1/provider-secret
    rm -f "$port_file"
    [[ -s $secret ]] || (
        umask 077
        head -c 32 /dev/urandom >"$secret"
    )
    "$BIN/payment-sandbox" --secret-file "$secret" --log "$data/provider.log" --port 0 --port-file "$port_file" \
        --market-port-file "$data/port" </dev/null >"$data/provider.out" 2>&1 &
    PROVIDER_PID=$! SERVER_PID=$! SERVER_LOG=$data/provider.out
    wait_for 60 "the payment sandbox to open its port" test -s "$port_file"
    SERVER_PID=
    PROVIDER_OPTIONS=(--payment-provider "http://127.0.0.1:$(<"$port_file")" --payment-secret-file "$secret")
}

# start_server DATA PORT: runs `sesamed serve`, waits until it is ready, and leaves SERVER_PID and SERVER_URL.
# Port 0 takes a free one. The server's log goes to DATA/server.log.
start_server() {
    local data=$1 port=$2 port_file=$1/port
    SERVER_LOG=$data/server.log
    rm -f "$port_file"
    "$BIN/sesamed" serve --data "$data" --host 127.0.0.1 --port "$port" --port-file "$port_file" \
        ${PROVIDER_OPTIONS[@]+"${PROVIDER_OPTIONS[@]}"} </dev/null >"$SERVER_LOG" 2>&1 &
    SERVER_PID=$!
    wait_for 60 "the server to open its port" test -s "$port_file"
    SERVER_URL=http://127.0.0.1:$(<"$port_file")
    wait_for 120 "the server to be ready" curl -fsS -o /dev/null --max-time 5 "$SERVER_URL/readyz"
}

# wait_for SECONDS WHAT COMMAND...: tries the command until it succeeds, the server ends or the time is over.
wait_for() {
    local limit=$1 what=$2
    shift 2
    local deadline=$((SECONDS + limit))
    until "$@" 2>/dev/null; do
        kill -0 "$SERVER_PID" 2>/dev/null || server_failed "the server stopped while this waited for $what"
        ((SECONDS < deadline)) || server_failed "waited $limit s in vain for $what"
        sleep 0.1
    done
}

server_failed() {
    tail -n 20 "$SERVER_LOG" >&2 || true
    die "$1"
}

# stop_server: asks the server, and the payment sandbox, to stop, and insists after 20 seconds. Safe to call twice.
stop_server() {
    if [[ -n $PROVIDER_PID ]]; then
        kill -TERM "$PROVIDER_PID" 2>/dev/null || true
        PROVIDER_PID=
    fi
    [[ -n $SERVER_PID ]] || return 0
    local pid=$SERVER_PID deadline=$((SECONDS + 20))
    SERVER_PID=
    kill -TERM "$pid" 2>/dev/null || return 0
    while kill -0 "$pid" 2>/dev/null; do
        if ((SECONDS >= deadline)); then
            say "the server did not stop by itself; killing it"
            kill -KILL "$pid" 2>/dev/null || true
            break
        fi
        sleep 0.1
    done
    wait "$pid" 2>/dev/null || true
}
