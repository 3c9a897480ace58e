# Starts Redis with two users. Their passwords come by a file in memory: among the arguments they would stand in the node's
# process list.
set -eu
umask 077

for password in "$REDIS_PASSWORD" "${REDIS_ADMIN_PASSWORD:-}"; do
    case $password in
        *[!A-Za-z0-9]*)
            echo "redis-password and redis-admin-password must be letters and digits" >&2
            exit 1
            ;;
    esac
done
: "${REDIS_PASSWORD:?redis-password is empty}"

# What the services' code asks for, and nothing that drops all keys or changes Redis itself. Values are those of their own keys
# alone; scan tells the names of others too.
commands='
    +hello +auth +ping +role +info +client|tracking
    +exists +get +mget +set +del +unlink +incrby +pexpire +pttl +scan
    +hget +hmget +hgetall +hset +hdel +hlen +hincrby +hrandfield
    +zadd +zcard +zcount +zrange +zrangebyscore +zrevrangebyscore +zrem +zremrangebyscore +zscan
    +eval +evalsha +time +publish +subscribe'

{
    if [ -n "${REDIS_ADMIN_PASSWORD:-}" ]; then
        echo "user default reset on >$REDIS_ADMIN_PASSWORD ~* &* +@all"
    else
        echo "user default reset off"
    fi
    echo "user trivet reset resetchannels on >$REDIS_PASSWORD ~${KEY_PREFIX:-}* &${KEY_PREFIX:-}*" $commands
} > /tmp/users.acl

exec redis-server /etc/redis/redis.conf --aclfile /tmp/users.acl
