# What people cost: session-service's own processor time, and whether the time of an answer tells who has an account.

# cpu <row>: session-service's milliseconds for one answer.
cpu() {
    awk '{ ms += $1; n += $2 } END { printf "%.3f", n ? ms / n : 0 }' "$work/cpu.$1"
}

# Keycloak's sizing guide counts 15 sign-ins by password and 120 refreshes a second for each vCPU.
print_people() {
    local row
    wants login refresh refresh-other gateway-refresh || return 0
    printf '\nPeople. Per core: what one core would do that session-service had for itself, by the processor time that it used.\n\n'
    printf '| %-40s | %10s | %12s | %8s | %s |\n' "" requests/s "ms of a core" "per core" "aim, Keycloak"
    printf '|---|--:|--:|--:|---|\n'
    for row in login refresh refresh-other gateway-refresh; do
        [ -s "$work/cpu.$row" ] || continue
        printf '| %-40s | %10s | %12s | %8s | %s |\n' "${label[$row]}" "$(rate "$row" median)" "$(cpu "$row")" \
            "$(awk -v ms="$(cpu "$row")" 'BEGIN { printf "%.0f", ms ? 1000 / ms : 0 }')" \
            "$([ "$row" = login ] && echo "15, 15" || echo "1000, 120")"
    done
}

# Asks for known and unknown people in turns and compares the times.
print_answer_times() {
    [[ answer-times =~ ^($only)$ ]] || return 0
    local sources=$home/session-service/src/test/java/dev/trivet/session/timing
    local driver=("$home"/session-service/target/quarkus-app/lib/main/org.postgresql.postgresql-*.jar)
    "${java}c" -d "$work/timing" "$sources/MannWhitney.java" "$sources/AnswerTimes.java"
    echo
    "$java" -cp "$work/timing:${driver[0]}" dev.trivet.session.timing.AnswerTimes "$sessions" "$database" "${SAMPLES:-300}"
}
