# The table, the aims, and the answers that nobody expected.

# The median of numbers that stand one to a line.
middle() {
    sort -n "$1" | awk '{ all[NR] = $1 } END { printf "%.2f", all[int((NR + 1) / 2)] }'
}

# rate <row> <which>: of the rounds sorted by requests per second, the median, the first or the last.
rate() {
    sort -n "$work/rates.$1" | awk -v which="$2" '{ rates[NR] = $1 }
        END { printf "%.0f", rates[which == "median" ? int((NR + 1) / 2) : which == "lowest" ? 1 : NR] }'
}

ratio() {
    [ -f "$work/rates.$1" ] && [ -f "$work/rates.$2" ] || return 0
    awk -v a="$(rate "$1" median)" -v b="$(rate "$2" median)" 'BEGIN { printf "%.2f", a / b }'
}

# The two commonest answers while warming up, with their shares.
commonest() {
    awk -F '\t' '{ all += $1; count[NR] = $1; kind[NR] = $2 }
        END { for (i = 1; i <= NR && i <= 2; i++) printf "%s%s: %.1f %%", (i > 1 ? ", " : ""), kind[i], 100 * count[i] / all }' "$work/kinds.$1"
}

print_conditions() {
    printf 'Requests per second, median of %s rounds of %s s after %s s of warming up each process; wrk -t 1 -c %s and all\n' \
        "$rounds" "$seconds" "$warmup" "$connections"
    printf 'processes on the same %s cores; %s; %s.\n' "$(nproc)" \
        "$("$java" -version 2>&1 | head -n 1 | sed 's/ version "\([^"]*\).*/ \1/')" "$(date -u +%F)"
}

print_table() {
    local row of_site=()
    for row in "${rows[@]}"; do is_of_gateways "$row" || of_site+=("$row"); done
    [ ${#of_site[@]} -gt 0 ] || return 0
    echo
    printf '| %-34s | %10s | %17s | %8s | %s\n' "" requests/s "lowest-highest" "x static" "answered, while warming up |"
    printf '|---|--:|--:|--:|---|\n'
    for row in "${of_site[@]}"; do
        printf '| %-34s | %10s | %15s | %8s | %s |\n' "${label[$row]}" "$(rate "$row" median)" \
            "$(rate "$row" lowest)-$(rate "$row" highest)" "$(ratio "$row" static)" "$(commonest "$row")"
    done
}

# aim <label> <row> <other row> <at least> [<words that its answers should have>]
aim() {
    local reached
    reached=$(ratio "$2" "$3")
    printf '%-60s %6s × (aim %s): %s\n' "$1" "$reached" "$4" \
        "$(awk -v r="$reached" -v a="$4" 'BEGIN { print (r >= a ? "met" : "not met") }')$(impurity "$2" "${5:-}")"
}

# What to know of a row when one in a hundred of its answers or more came from elsewhere.
impurity() {
    awk -F '\t' -v words="$2" '{ all += $1 } index($2, words) || words == "" { n += $1 }
        END { if (n < 0.99 * all) printf ", but only %.0f %% of its answers were %s", 100 * n / all, words }' "$work/kinds.$1"
}

print_aims() {
    echo
    aim "an item from memory, to static bytes" item static 0.9
    aim "304, to static bytes" not-modified static 1.0
    aim "an item from Redis, to static bytes" redis static 0.5 detail=redis
    aim "20 items in turn from Redis, to static bytes" redis-turns static 0.5 detail=redis
    aim "a page of listings, to Spring's" page spring-page 3
    printf '%-60s %6s ×\n' "for comparison: a page from Redis, to Spring's" "$(ratio redis-page spring-page)"
    printf '%-60s %6s ×\n' "for comparison: an item from memory, to Spring's" "$(ratio item spring-item)"
}

print_odd_answers() {
    local row found=
    echo
    for row in "${rows[@]}"; do
        awk -F '\t' -v label="${label[$row]}" -v expected="${expected[$row]:-}" '$2 >= 400 && $2 != expected { print "warming up: " label ": " $1 " answers were " $2 }' "$work/kinds.$row"
        [ "${odd[$row]}" -eq 0 ] && continue
        found=yes
        echo "measuring: ${label[$row]}: ${odd[$row]} answers were not ${expected[$row]:-2xx or 3xx}, or did not come" \
            "${expected[$row]:+(five a minute are let in)}"
    done
    [ -n "$found" ] || { echo "No measured answer was other than 2xx or 3xx, or 429 where that is measured."; return; }
    echo "The services count since their start:"
    for at in "$management_of_content" "$management_of_memoryless" "$management_of_gateway"; do
        curl -s "$at/metrics" | grep -E '^(http_server_requests_seconds_count.*status="[45]|trivet_gateway_requests_total)' || true
    done
}
