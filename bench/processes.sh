# What is measured: a site, a second api-service without memory, and the Spring peer, all on one Redis and one PostgreSQL.
# Gateways have a file of their own.

gateway=http://127.0.0.1:$port
sessions=http://127.0.0.1:$((port + 1))
content=http://127.0.0.1:$((port + 2))
memoryless=http://127.0.0.1:$((port + 3))
spring=http://127.0.0.1:$((port + 4))
other_sessions=http://127.0.0.1:$((port + 5))
management_of_gateway=http://127.0.0.1:$((port + 1000))
management_of_content=http://127.0.0.1:$((port + 1002))
management_of_memoryless=http://127.0.0.1:$((port + 1003))
management_of_other_sessions=http://127.0.0.1:$((port + 1005))

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# As ./trivet up runs the services.
jvm=(-Xmx256m -XX:+UseSerialGC)
started=()

start_processes() {
    make_keys
    write_pack >"$work/pack.yaml"
    TRIVET_KEYS_SIGNING=$work/$key.pem "$home/trivet" up --fresh --pack "$work/pack.yaml" --port "$port" >"$work/up.log" 2>&1 &
    started+=($!)
    echo "starting …" >&2
    await $! "$work/up.log" grep -q 'is up' "$work/up.log"
    redis=${REDIS_URL:-$(sed -n 's/.*\(redis:\/\/.*\)/\1/p' "$work/up.log")}
    database=${DATABASE_URL:-$(sed -n 's/.*\(postgresql:\/\/.*\)/\1/p' "$work/up.log")}
    ! wants redis redis-turns redis-page || start_memoryless
    ! wants refresh-other || start_other_sessions
    ! wants spring-page spring-item || start_peer
    ! wants "${gateway_rows[@]}" redis-commands || start_gateways
}

# The site signs with one, a second session-service with the other.
make_keys() {
    openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$work/RS256.pem"
    openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/ES256.pem"
}

start_other_sessions() {
    QUARKUS_PROFILE=dev QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_MANAGEMENT_HOST=127.0.0.1 \
        QUARKUS_HTTP_PORT=$((port + 5)) QUARKUS_MANAGEMENT_PORT=$((port + 1005)) \
        REDIS_URL=$redis DATABASE_URL=$database TRIVET_PACK=$work/pack.yaml TRIVET_KEYS_SIGNING=$work/$other_key.pem \
        "$java" "${jvm[@]}" -jar "$home/session-service/target/quarkus-app/quarkus-run.jar" >"$work/sessions.log" 2>&1 &
    started+=($!)
    await $! "$work/sessions.log" curl -sf -o /dev/null "$management_of_other_sessions/health/readiness"
}

# What a row's processes have used of the processors since they started, in milliseconds.
cpu_of() {
    local id ticks=0
    for id in $(ids_of "${process[$1]}"); do
        ticks=$((ticks + $(cut -d ' ' -f 14,15 "/proc/$id/stat" | tr ' ' '+')))
    done
    echo $((ticks * 1000 / $(getconf CLK_TCK)))
}

# The ids of both session-services, or of a process started here and its workers.
ids_of() {
    if [ "$1" = session ]; then
        pgrep -f "^[^ ]*java .*$home/session-service/target/quarkus-app/quarkus-run.jar"
    elif [ -n "${pid[$1]:-}" ]; then
        echo "${pid[$1]}"
        pgrep -P "${pid[$1]}" || true
    fi
}

end_processes() {
    local i
    # The last first: they use what the first has brought along.
    for ((i = ${#started[@]} - 1; i >= 0; i--)); do
        kill "${started[i]}" 2>/dev/null || true
        wait "${started[i]}" 2>/dev/null || true
    done
    rm -rf "$work"
}

# Lok'Room with a limit that is counted but never met, so that answers are measured and not refusals, and another for one
# path that is met at once.
write_pack() {
    awk '
        /^site:/ { print "site: bench"; next }
        /^keyPrefix:/ { print "keyPrefix: \"bench:\""; next }
        /^[a-z]/ { skipping = /^limits:/ }
        skipping { next }
        { print }
        END {
            print "limits:"
            print "  api: { path: \"{api}/**\", key: [address], algorithm: gcra, limit: 1000000, window: 1s }"
            print "  amenities: { path: \"{api}/amenities\", key: [address], algorithm: gcra, limit: 5, window: 1m }"
        }' "$home/packs/lokroom.yaml"
}

start_memoryless() {
    QUARKUS_PROFILE=dev QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_MANAGEMENT_HOST=127.0.0.1 \
        QUARKUS_HTTP_PORT=$((port + 3)) QUARKUS_MANAGEMENT_PORT=$((port + 1003)) \
        REDIS_URL=$redis DATABASE_URL=$database TRIVET_PACK=$work/pack.yaml TRIVET_CACHE_MEMORY=0 \
        TRIVET_SESSION_SERVICE_URL=http://127.0.0.1:$((port + 1)) \
        "$java" "${jvm[@]}" -jar "$home/api-service/target/quarkus-app/quarkus-run.jar" >"$work/memoryless.log" 2>&1 &
    started+=($!)
    await $! "$work/memoryless.log" curl -sf -o /dev/null "$management_of_memoryless/health/readiness"
}

start_peer() {
    build_peer spring-peer
    [[ $database =~ ^postgres(ql)?://([^:]*):([^@]*)@(.*)$ ]] || fail "cannot read the database's address"
    SERVER_PORT=$((port + 4)) REDIS_URL=$redis SPRING_DATASOURCE_URL=jdbc:postgresql://${BASH_REMATCH[4]} \
        SPRING_DATASOURCE_USERNAME=${BASH_REMATCH[2]} SPRING_DATASOURCE_PASSWORD=${BASH_REMATCH[3]} \
        "$java" "${jvm[@]}" -jar "$here/spring-peer/target/spring-peer.jar" >"$work/spring.log" 2>&1 &
    started+=($!)
    await $! "$work/spring.log" curl -sf -o /dev/null "$spring/api/listings"
}

build_peer() {
    local jar=$here/$1/target/$1.jar
    [ -f "$jar" ] && [ -z "$(find "$here/$1/src" "$here/$1/pom.xml" -newer "$jar" -print -quit)" ] && return
    echo "building $1 …" >&2
    mvn -B -q -f "$here/$1/pom.xml" package || fail "the build of $1 failed; the errors stand above"
}

# Waits until a command succeeds: await <process> <its log> <command> …
await() {
    until "${@:3}"; do
        kill -0 "$1" 2>/dev/null || { cat "$2" >&2; exit 1; }
        sleep 0.5
    done
}
