# Running wrk, and what it says.

declare -A odd

# Logs in for a row that needs it; a part of no measurement.
prepare() {
    mapfile -t words < <(printf '%s' "${request[$1]/TOKEN/$(token_for "$1")}")
    refresh_tokens "$1" >"$work/tokens"
}

# ask <row> <seconds> <wrk's further words …>
ask() {
    TOKENS=$work/tokens wrk --latency -t 1 -c "${clients[$1]:-$connections}" -d "$2" "${@:3}" "${words[@]}"
}

# As many sessions as can be had for a row that refreshes them, eight of each of six people.
refresh_tokens() {
    [[ $1 == *refresh* ]] || return 0
    local person i
    for person in $refreshing; do
        for i in 1 2 3 4 5 6 7 8; do echo "{\"email\":\"$person\",\"password\":\"only-for-development\"}"; done
    done | sort -R | xargs -d '\n' -P 4 -n 1 curl -s "${request[$1]/refresh$'\n'/login}" -H 'Content-Type: application/json' -d |
        grep -o '"refreshToken":"[^"]*' | sed 's/.*"//'
}

# Tokens live for minutes, so each run gets one of its own.
token_for() {
    [[ ${request[$1]} == *TOKEN* ]] || return 0
    curl -s "$gateway/api/auth/login" -H 'Content-Type: application/json' \
        -d '{"email":"user@example.org","password":"only-for-development"}' | sed 's/.*"accessToken":"\([^"]*\).*/\1/'
}

# Twice over, or the first row would be measured as it was when everything was cold. Also counts which answers come, which
# would slow the measuring down.
warm_up() {
    local pass row share
    for pass in 1 2; do
        for row in "${rows[@]}"; do
            share=$((warmup / 2 / $(printf '%s\n' "${process[@]}" | grep -cx "${process[$row]}")))
            echo "warming up, $pass of 2: ${label[$row]} …" >&2
            prepare "$row"
            ASKS=${script[$row]:-} ask "$row" $((share > 0 ? share : 1)) -s "$here/counting.lua" >>"$work/counted.$row"
        done
    done
    for row in "${rows[@]}"; do
        awk -F '\t' '/^count/ { n[$3] += $2 } END { for (kind in n) print n[kind] "\t" kind }' "$work/counted.$row" |
            sort -rn >"$work/kinds.$row"
    done
}

# Notes the requests per second, how long half of them and all but one in a hundred took at most, and how many answers were
# not what the row expects or did not come.
measure() {
    local output before
    prepare "$1"
    before=$(cpu_of "$1")
    output=$(ask "$1" "$seconds" ${script[$1]:+-s "${script[$1]}"})
    awk '/Requests\/sec/ { print $2 }' <<<"$output" >>"$work/rates.$1"
    latency 50% <<<"$output" >>"$work/p50.$1"
    latency 99% <<<"$output" >>"$work/p99.$1"
    awk -v ms=$(($(cpu_of "$1") - before)) '/requests in/ { print ms, $1 }' <<<"$output" >>"$work/cpu.$1"
    odd[$1]=$((${odd[$1]:-0} + $(awk -v refusals="${expected[$1]:-}" '/requests in/ { all = $1 } /Non-2xx/ { others = $NF }
        /Socket errors/ { gsub(",", ""); n = $4 + $6 + $8 + $10 }
        END { print n + (refusals ? all - others : others) }' <<<"$output")))
}

# The milliseconds that wrk writes behind a percentile.
latency() {
    awk -v which="$1" '$1 == which { print $2 * ($2 ~ /us$/ ? 0.001 : $2 ~ /ms$/ ? 1 : 1000) }'
}
