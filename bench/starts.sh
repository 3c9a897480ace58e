# How long a service takes until it is ready, and how much memory it has then and after some use: by its jar, and by what a JVM
# remembers of another run, as its image has it.

starting=(ratelimit-service session-service api-service)
declare -A started_for=([ratelimit-service]=/api/listings [session-service]=/.well-known/jwks.json [api-service]=/api/listings)
# A container of 512 MB and the options of the images.
contained=(-XX:MaxRAM=512m -XX:MaxRAMPercentage=50 -XX:+UseSerialGC -XX:CompileThresholdScaling=2)

measure_starts() {
    wants start || return 0
    local round service
    train
    for round in $(seq "$rounds"); do
        echo "starting services, round $round of $rounds …" >&2
        for service in "${starting[@]}"; do
            start_once "$service" jar "$home"
            start_once "$service" remembering "$work/trained" "$(memory_of "$service")"
        done
    done
}

# The services laid out for a JVM that remembers, and a run of them for it to do so: what the Dockerfile does.
train() {
    local service
    echo "building and training, some two minutes …" >&2
    mkdir -p "$work/trained"
    cp -r "$home/packs" "$work/trained/"
    (cd "$home" && mvn -B -q -Dquick -Dquarkus.package.jar.type=aot-jar -Dquarkus.package.output-directory=trained \
        -pl "$(IFS=,; echo "${starting[*]}")" -am package) || fail "the build failed; the errors stand above"
    for service in "${starting[@]}"; do
        mkdir -p "$work/trained/$service/target"
        mv "$home/$service/target/trained" "$work/trained/$service/target/quarkus-app"
    done
    "$java" -Dtrivet.home="$work/trained" -jar "$home/stack/target/trivet-stack.jar" train >"$work/train.log" 2>&1 ||
        { cat "$work/train.log" >&2; exit 1; }
}

# The option that has the JVM use what it remembers.
memory_of() {
    local app=$work/trained/$1/target/quarkus-app
    [ -f "$app/app.aot" ] && echo "-XX:AOTCache=$app/app.aot" || echo "-XX:SharedArchiveFile=$app/app.jsa"
}

# start_once <service> <kind> <home> [<option>]: as in production, beside the running site.
start_once() {
    local began ready id
    began=$(date +%s%N)
    QUARKUS_PROFILE=prod QUARKUS_SHUTDOWN_DELAY=0s QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_MANAGEMENT_HOST=127.0.0.1 \
        QUARKUS_HTTP_PORT=$((port + 6)) QUARKUS_MANAGEMENT_PORT=$((port + 1006)) TRIVET_PACK=$work/pack.yaml \
        REDIS_URL=$redis DATABASE_URL=$database TRIVET_SERVICE_CREDENTIAL=$(cat "$home/.trivet/secrets/service-credential") \
        TRIVET_KEYS_SIGNING=$work/$key.pem TRIVET_KEYS_REFRESH_SECRET=$(openssl rand -hex 32) \
        TRIVET_MAIL_FROM=bench@example.org SMTP_HOST=localhost \
        TRIVET_SESSION_SERVICE_URL=$sessions TRIVET_GATEWAY_API_SERVICE_URL=$content \
        "$java" "${contained[@]}" ${4:+"$4"} -jar "$3/$1/target/quarkus-app/quarkus-run.jar" >"$work/start.log" 2>&1 &
    id=$!
    started+=($id)
    until curl -sf -o "$work/readiness" "http://127.0.0.1:$((port + 1006))/health/readiness"; do
        kill -0 $id 2>/dev/null || { cat "$work/start.log" >&2; exit 1; }
        # Asking without a pause takes one of two cores away from what is asked.
        sleep 0.02
    done
    ready=$(date +%s%N)
    echo $(((ready - began) / 1000000)) >>"$work/ready.$1.$2"
    resident $id >>"$work/idle.$1.$2"
    ticks_of $id >>"$work/ticks.$1.$2"
    wrk -t 1 -c 8 -d 3 "http://127.0.0.1:$((port + 6))${started_for[$1]}" >/dev/null
    resident $id >>"$work/used.$1.$2"
    kill $id
    wait $id 2>/dev/null || true
}

# What a process has in memory, in MB.
resident() { awk '/^VmRSS/ { printf "%.0f\n", $2 / 1024 }' "/proc/$1/status"; }

# What it has used of the processors, in milliseconds: less than its wall clock tells of a busy machine.
ticks_of() { echo $((($(cut -d ' ' -f 14,15 "/proc/$1/stat" | tr ' ' '+')) * 1000 / $(getconf CLK_TCK))); }

print_starts() {
    wants start || return 0
    local service kind
    echo
    printf 'Starting, median of %s; a container of 512 MB (-XX:MaxRAM), %s\n' "$rounds" "${contained[*]:1}"
    echo
    printf '| %-18s | %-11s | %11s | %17s | %16s | %19s |\n' service "" "s to ready" "s of processors" "MB when ready" "MB after some use"
    printf '|---|---|--:|--:|--:|--:|\n'
    for service in "${starting[@]}"; do
        for kind in jar remembering; do
            printf '| %-18s | %-11s | %11s | %17s | %16s | %19s |\n' "$service" "$kind" "$(seconds_of "$work/ready.$service.$kind")" \
                "$(seconds_of "$work/ticks.$service.$kind")" "$(middle "$work/idle.$service.$kind")" "$(middle "$work/used.$service.$kind")"
        done
    done
}

seconds_of() { awk -v ms="$(middle "$1")" 'BEGIN { printf "%.2f", ms / 1000 }'; }
