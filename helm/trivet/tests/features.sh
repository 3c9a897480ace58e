# Uses a running site at its gateway as a client does, and tells what it saw; what the site lacks is skipped with a sentence.
#   GATEWAY          where the gateway answers, such as http://trivet-ratelimit-service:80
#   API, AUTH        the roots of its calls, such as /api and /api/auth
#   TYPE             a type that anybody may read, or nothing
#   EMAIL, PASSWORD  an account, or nothing
set -u

failed=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

good() { echo "ok - $1"; }
bad() {
    echo "not ok - $1: $2"
    failed=1
}
skipped() { echo "ok - $1 # SKIP $2"; }

# The status of an answer; its head and body are kept. The certificate is for the site's name, and not for the Service's.
ask() {
    : > "$folder/head" > "$folder/body"
    curl --silent --insecure --max-time 20 --dump-header "$folder/head" --output "$folder/body" --write-out '%{http_code}' "$@" || :
}

header() {
    tr -d '\r' < "$folder/head" | sed -n "s/^$1: *//Ip" | tail -n 1
}

quoted() {
    printf '"%s"' "$(printf %s "$1" | sed 's/[\\"]/\\&/g')"
}

sign_in() {
    ask --header 'Content-Type: application/json' --data "{\"email\":$(quoted "$1"),\"password\":$(quoted "$2")}" "$GATEWAY$AUTH/login"
}

# A new pod is let through once every node has heard of it, which takes a moment where a NetworkPolicy names who may.
door() {
    tries=0
    while [ "$(ask "$GATEWAY/health")" = 000 ] && [ "$tries" -lt 30 ]; do
        tries=$((tries + 1))
        sleep 1
    done
}

health() {
    name='the site is well'
    status=$(ask "$GATEWAY/health")
    case $status in
        200) good "$name" ;;
        *) bad "$name" "/health answered $status: $(head -c 500 "$folder/body")" ;;
    esac
}

# A page that hardly anybody asks for is loaded, and then comes from the cache.
cached_read() {
    name='what was read once comes from the cache'
    if [ -z "${TYPE:-}" ]; then
        skipped "$name" 'the pack has no type that anyone may read'
        return
    fi
    now=$(date +%s)
    page="$GATEWAY$API/$TYPE?limit=$((now % 19 + 1))&page=$((now / 19 % 50 + 1))"
    status=$(ask "$page")
    first=$(header x-cache)
    tries=0
    # A change elsewhere may come in between; not five times.
    while [ "$status" = 200 ] && [ "$tries" -lt 5 ]; do
        status=$(ask "$page")
        second=$(header x-cache)
        if [ "$first $second" = 'MISS HIT' ]; then
            good "$name"
            return
        fi
        tries=$((tries + 1))
    done
    bad "$name" "$page answered $status with X-Cache $first, then ${second:-nothing}"
}

revoked_token() {
    name='a token is refused after its sign-out'
    if [ -z "${EMAIL:-}" ]; then
        skipped "$name" 'no account was given; name a Secret with email and password in test.existingSecret'
        return
    fi
    status=$(sign_in "$EMAIL" "$PASSWORD")
    if [ "$status" = 429 ]; then
        skipped "$name" "sign-in is refused to this address for another $(header retry-after) s"
        return
    fi
    token=$(sed -n 's/.*"accessToken":"\([^"]*\)".*/\1/p' "$folder/body")
    before=$(ask --header "Authorization: Bearer $token" "$GATEWAY$AUTH/me")
    out=$(ask --request POST --header "Authorization: Bearer $token" "$GATEWAY$AUTH/logout")
    after=$(ask --header "Authorization: Bearer $token" "$GATEWAY$AUTH/me")
    if [ "$status $before $out $after" = '200 200 204 401' ]; then
        good "$name"
    else
        bad "$name" "sign-in answered $status, then /me $before, sign-out $out, /me $after; expected 200 200 204 401"
    fi
}

# Reads until a limit of the pack refuses; where none counts reads, wrong passwords until session-service does. Counted under
# this pod's own address, so nobody else is refused.
too_many() {
    name='who asks too often is told to wait'
    status=
    if [ -n "${TYPE:-}" ]; then
        url="$GATEWAY$API/$TYPE?limit=1"
        status=$(ask "$url")
        limit=$(header x-ratelimit-limit)
        if [ "$status" != 429 ] && [ "${limit:-0}" -ge 1 ] && [ "${limit:-0}" -le 2000 ]; then
            # The part behind # is not sent; it says how often.
            status=$(ask --max-time 60 --fail --fail-early "$url#[1-$((limit * 2))]" | tail -c 3)
        fi
    fi
    tries=0
    while [ "$status" != 429 ] && [ "$tries" -lt 30 ]; do
        status=$(sign_in "nobody-$$@example.org" 'not the password of anybody')
        tries=$((tries + 1))
    done
    wait=$(header retry-after)
    if [ "$status" = 429 ] && [ "${wait:-0}" -ge 1 ]; then
        good "$name"
    else
        bad "$name" "the last answer was $status with Retry-After ${wait:-missing}"
    fi
}

door
health
if [ -n "${AUTH:-}" ]; then
    cached_read
    revoked_token
    too_many
else
    skipped 'the rest' 'the pack is not known here: helm could not read its ConfigMap'
fi
exit "$failed"
