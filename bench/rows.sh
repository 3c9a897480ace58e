# The rows: which process is asked, and with which words for wrk.

rows=()
declare -A process label request script clients expected

# Who signs in, and who refreshes: signing in once too often ends somebody's oldest session.
export PEOPLE="user@example.org other@example.org staff@example.org claire@example.org malik@example.org"
refreshing="sofia@example.org jules@example.org ines@example.org camille@example.org bastien@example.org admin@example.org"

# row <name> <process> <label> <wrk's words …>; a script is given apart, so that warming up can wrap it.
row() {
    [[ $1 =~ ^($only)$ ]] || return 0
    rows+=("$1")
    process[$1]=$2
    label[$1]=$3
    printf -v "request[$1]" '%s\n' "${@:4}"
}

define_rows() {
    local newest item etag
    newest=$(curl -s "$content/api/listings")
    [[ $newest == *'"next":"'* ]] || fail "the site has no full page of listings"
    item=/api/listings/$(sed 's/^{"items":\[{"id":"\([^"]*\).*/\1/' <<<"$newest")
    etag=$(curl -si "$content$item" | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
    # For turns.lua.
    ITEMS=$(grep -o '{"id":"[^"]*' <<<"$newest" | sed 's|{"id":"|/api/listings/|' | tr '\n' ' ')
    export ITEMS

    row static content "static bytes of the same service" "$content/api"
    row item content "an item from memory" "$content$item"
    row not-modified content "the same item, 304" "$content$item" -H "If-None-Match: $etag"
    row page content "a page of 20 from memory" "$content/api/listings"
    row gzip content "the same page, gzip accepted" "$content/api/listings" -H "Accept-Encoding: gzip"
    row redis memoryless "an item from Redis" "$memoryless$item"
    row redis-turns memoryless "20 items in turn from Redis" "$memoryless$item"
    script[redis-turns]=$here/turns.lua
    row redis-page memoryless "a page of 20 from Redis" "$memoryless/api/listings"
    row gateway gateway "an item through the gateway" "$gateway$item"
    row signed-in gateway "the same item, signed in" "$gateway$item" -H "Authorization: Bearer TOKEN"
    row login session "signing in" "$sessions/api/auth/login"
    script[login]=$here/logins.lua
    clients[login]=4
    row refresh session "refreshing, $key" "$sessions/api/auth/refresh"
    script[refresh]=$here/refreshes.lua
    row refresh-other session "refreshing, $other_key" "$other_sessions/api/auth/refresh"
    script[refresh-other]=$here/refreshes.lua
    row gateway-refresh session "refreshing, $key, through the gateway" "$gateway/api/auth/refresh"
    script[gateway-refresh]=$here/refreshes.lua
    row spring-page spring "Spring: a page of 20 from Redis" "$spring/api/listings"
    row spring-item spring "Spring: an item from Redis" "$spring$item"
    row miss content "miss: a page of 1, no price twice" "$content/api/listings?limit=1"
    script[miss]=$here/misses.lua
    define_gateway_rows
}
