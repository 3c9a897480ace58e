# What requests cost Redis, counted by Redis itself while one client asks and nobody else does.

# Connects to Redis as file 3.
connect_to_redis() {
    [[ $redis =~ ^redis://(([^:@]*):([^@]*)@)?([^:/]+):([0-9]+) ]] || fail "cannot read Redis' address"
    exec 3<>"/dev/tcp/${BASH_REMATCH[4]}/${BASH_REMATCH[5]}"
    [ -z "${BASH_REMATCH[3]}" ] || printf 'AUTH %s %s\r\n' "${BASH_REMATCH[2]:-default}" "${BASH_REMATCH[3]}" >&3
}

# How often Redis has found something to read in a client's connection.
reads_of_redis() {
    connect_to_redis
    printf 'INFO stats\r\nQUIT\r\n' >&3
    tr -d '\r' <&3 | sed -n 's/^total_reads_processed://p'
    exec 3>&-
}

# watch <name> <command> …: notes which commands Redis got from clients meanwhile, and how often it read.
watch() {
    local before watcher
    before=$(reads_of_redis)
    connect_to_redis
    printf 'MONITOR\r\n' >&3
    cat <&3 >"$work/monitor" &
    watcher=$!
    exec 3>&-
    "${@:2}"
    kill $watcher
    wait $watcher 2>/dev/null || true
    # Watching is read too: MONITOR, and one of the two INFOs.
    echo $(($(reads_of_redis) - before - 2)) >"$work/reads.$1"
    # +1339518083.107412 [0 127.0.0.1:60866] "hmget" …; what a script calls has "lua" for an address.
    awk '$2 ~ /^\[/ && $3 ~ /:/ && tolower($4) != "\"info\"" { gsub("\"", "", $4); n[tolower($4)]++ }
        END { for (command in n) print n[command], command }' "$work/monitor" | sort -rn >"$work/commands.$1"
}

# What the site says to Redis without being asked is counted first, over the same time, and taken off.
count_redis() {
    wants redis-commands || return 0
    local row
    echo "counting what Redis is sent …" >&2
    watch idle sleep "$seconds"
    for row in edge edge-signed-in edge-denied spring-gateway spring-gateway-denied; do
        [ -f "$work/rates.$row" ] || continue
        prepare "$row"
        connections=1 watch "$row" ask "$row" "$seconds" >"$work/alone.$row"
    done
}

print_redis() {
    local row n
    [ -f "$work/reads.idle" ] || return 0
    printf '\nWhat Redis is sent for one request, one at a time, less what it is sent meanwhile without any. Reads of a\n'
    printf 'connection are round trips at most: commands on their way together may be read together or one by one.\n\n'
    printf '| %-30s | %8s | %15s | %s |\n' "" requests "reads by Redis" "commands"
    printf '|---|--:|--:|---|\n'
    for row in edge edge-signed-in edge-denied spring-gateway spring-gateway-denied; do
        [ -f "$work/reads.$row" ] || continue
        n=$(awk '/requests in/ { print $1 }' "$work/alone.$row")
        printf '| %-30s | %8s | %15s | %s |\n' "${label[$row]}" "$n" \
            "$(awk -v n="$n" -v idle="$(<"$work/reads.idle")" '{ printf "%.4f", ($1 - idle) / n }' "$work/reads.$row")" \
            "$(awk -v n="$n" 'NR == FNR { idle[$2] = $1; next } { each = ($1 - idle[$2]) / n }
                each >= 0.0001 { printf "%s%s %.4f", (some++ ? ", " : ""), $2, each }
                END { if (!some) printf "none" }' "$work/commands.idle" "$work/commands.$row")"
    done
}
