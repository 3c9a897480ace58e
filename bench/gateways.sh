# What the gateway is compared with: one upstream that answers the same bytes to all, and in front of it Trivet's gateway,
# Spring Cloud Gateway and nginx.

edge=http://127.0.0.1:$((port + 6))
management_of_edge=http://127.0.0.1:$((port + 1006))
spring_gateway=http://127.0.0.1:$((port + 7))
nginx=http://127.0.0.1:$((port + 8))
upstream=http://127.0.0.1:$((port + 9))

gateway_rows=(upstream edge edge-signed-in edge-denied spring-gateway spring-gateway-denied nginx nginx-denied)
# The processes that are started here, whose own processor time is noted.
declare -A pid

start_gateways() {
    start_upstream
    ! wants edge edge-signed-in edge-denied || start_edge
    ! wants spring-gateway spring-gateway-denied || start_spring_gateway
    ! wants nginx nginx-denied || ! has_nginx || start_nginx
}

# Of Vert.x, which the packaged gateway has.
start_upstream() {
    "$java" "${jvm[@]}" -cp "$home/ratelimit-service/target/quarkus-app/lib/main/*" "$here/Upstream.java" "$((port + 9))" \
        >"$work/upstream.log" 2>&1 &
    started+=($!)
    pid[upstream]=$!
    await $! "$work/upstream.log" curl -sf -o /dev/null "$upstream"
}

# A second gateway of the site, which takes the upstream for api-service.
start_edge() {
    QUARKUS_PROFILE=dev QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_MANAGEMENT_HOST=127.0.0.1 \
        QUARKUS_HTTP_PORT=$((port + 6)) QUARKUS_MANAGEMENT_PORT=$((port + 1006)) \
        REDIS_URL=$redis TRIVET_PACK=$work/pack.yaml TRIVET_SESSION_SERVICE_URL=$sessions \
        TRIVET_SERVICE_CREDENTIAL=$(<"$home/.trivet/secrets/service-credential") TRIVET_GATEWAY_API_SERVICE_URL=$upstream \
        "$java" "${jvm[@]}" -jar "$home/ratelimit-service/target/quarkus-app/quarkus-run.jar" >"$work/edge.log" 2>&1 &
    started+=($!)
    pid[edge]=$!
    await $! "$work/edge.log" curl -sf -o /dev/null "$management_of_edge/health/readiness"
}

start_spring_gateway() {
    build_peer spring-gateway-peer
    SERVER_PORT=$((port + 7)) REDIS_URL=$redis UPSTREAM=$upstream \
        "$java" "${jvm[@]}" -jar "$here/spring-gateway-peer/target/spring-gateway-peer.jar" >"$work/spring-gateway.log" 2>&1 &
    started+=($!)
    pid[spring-gateway]=$!
    await $! "$work/spring-gateway.log" curl -sf -o /dev/null "$spring_gateway/api"
}

has_nginx() {
    command -v nginx >/dev/null
}

start_nginx() {
    write_nginx_conf >"$work/nginx.conf"
    nginx -p "$work" -c "$work/nginx.conf" -e "$work/nginx.log" >"$work/nginx.log" 2>&1 &
    started+=($!)
    pid[nginx]=$!
    await $! "$work/nginx.log" curl -sf -o /dev/null "$nginx/api"
}

# The two limits of write_pack, counted in nginx' own memory; connections on both sides are kept for good.
write_nginx_conf() {
    cat <<EOF
daemon off;
pid $work/nginx.pid;
worker_processes 2;
events { worker_connections 1024; }
http {
    access_log off;
    client_body_temp_path $work/nginx.body;
    proxy_temp_path $work/nginx.proxy;
    fastcgi_temp_path $work/nginx.fastcgi;
    uwsgi_temp_path $work/nginx.uwsgi;
    scgi_temp_path $work/nginx.scgi;
    limit_req_zone \$binary_remote_addr zone=api:10m rate=1000000r/s;
    limit_req_zone \$binary_remote_addr zone=amenities:10m rate=5r/m;
    limit_req_status 429;
    # Refusals are measured, not the writing of a log.
    limit_req_log_level info;
    upstream content {
        server ${upstream#http://};
        keepalive 64;
        keepalive_requests 1000000000;
    }
    server {
        listen ${nginx#http://};
        keepalive_requests 1000000000;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
        location /api {
            limit_req zone=api burst=1000000 nodelay;
            proxy_pass http://content;
        }
        location = /api/amenities {
            limit_req zone=amenities burst=4 nodelay;
            proxy_pass http://content;
        }
    }
}
EOF
}

define_gateway_rows() {
    local item=/api/listings/5d0c9a54-8f0e-4a53-9a0e-3c1b5f6d7e80 few=/api/amenities
    row upstream upstream "the upstream alone" "$upstream$item"
    row edge edge "Trivet" "$edge$item"
    row edge-signed-in edge "Trivet, signed in" "$edge$item" -H "Authorization: Bearer TOKEN"
    row spring-gateway spring-gateway "Spring Cloud Gateway" "$spring_gateway$item"
    ! has_nginx || row nginx nginx "nginx" "$nginx$item"
    row edge-denied edge "Trivet: refusing" "$edge$few"
    row spring-gateway-denied spring-gateway "Spring Cloud Gateway: refusing" "$spring_gateway$few"
    ! has_nginx || row nginx-denied nginx "nginx: refusing" "$nginx$few"
    expected[edge-denied]=429
    expected[spring-gateway-denied]=429
    expected[nginx-denied]=429
}

print_gateways() {
    local row
    wants "${gateway_rows[@]}" || return 0
    printf '\nGateways in front of the same upstream. Times of answers with %s connections that ask as fast as they are answered.\n\n' "$connections"
    printf '| %-30s | %10s | %15s | %7s | %7s | %15s | %s |\n' \
        "" requests/s "lowest-highest" "p50 ms" "p99 ms" "ms of own cores" "answered, while warming up"
    printf '|---|--:|--:|--:|--:|--:|---|\n'
    for row in "${rows[@]}"; do
        is_of_gateways "$row" || continue
        printf '| %-30s | %10s | %15s | %7s | %7s | %15s | %s |\n' "${label[$row]}" "$(rate "$row" median)" \
            "$(rate "$row" lowest)-$(rate "$row" highest)" "$(middle "$work/p50.$row")" "$(middle "$work/p99.$row")" \
            "$(cpu "$row")" "$(commonest "$row")"
    done
    has_nginx || printf '| nginx | not installed | | | | | |\n'
    echo
    local mine
    for mine in edge edge-signed-in; do
        [ -f "$work/rates.$mine" ] || continue
        [ ! -f "$work/rates.spring-gateway" ] || aim "${label[$mine]}, to Spring Cloud Gateway" "$mine" spring-gateway 3
        [ ! -f "$work/rates.nginx" ] || aim "${label[$mine]}, to nginx" "$mine" nginx 0.5
    done
}

is_of_gateways() {
    [[ " ${gateway_rows[*]} " == *" $1 "* ]]
}
