package dev.trivet.common.redis;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code REDIS_URL} says: {@code redis://user:password@host:port/database}, {@code rediss} for TLS. Several hosts are
 * separated by commas; what the first says beside its host holds for all.
 */
record RedisUrl(
        boolean tls,
        Optional<String> user,
        Optional<String> password,
        List<RedisNode> hosts,
        Optional<Integer> database) {

    private static final int PORT = 6379;

    /**
     * @throws IllegalArgumentException with a sentence for people when the address is not one
     */
    static RedisUrl parse(String text) {
        List<RedisNode> hosts = new ArrayList<>();
        RedisUrl first = null;
        for (String part : text.split(",", -1)) {
            String address = part.trim();
            RedisUrl one = one(first == null || address.contains("://") ? address : scheme(first.tls()) + address);
            if (first == null) {
                first = one;
            } else if (one.tls() != first.tls()
                    || differs(one.user(), first.user())
                    || differs(one.password(), first.password())
                    || differs(one.database(), first.database())) {
                throw new IllegalArgumentException("REDIS_URL names hosts that differ in more than host and port;"
                        + " write redis://user:password@host1:6379,host2:6379");
            }
            hosts.addAll(one.hosts());
        }
        return new RedisUrl(first.tls(), first.user(), first.password(), List.copyOf(hosts), first.database());
    }

    private static RedisUrl one(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
        boolean tls = "rediss".equals(uri.getScheme());
        if (!tls && !"redis".equals(uri.getScheme()) || uri.getHost() == null || uri.getRawQuery() != null) {
            throw wrong();
        }
        Optional<String> user = Optional.empty();
        Optional<String> password = Optional.empty();
        if (uri.getRawUserInfo() != null) {
            String[] both = uri.getRawUserInfo().split(":", 2);
            user = Optional.of(decode(both[0])).filter(name -> !name.isEmpty());
            password = both.length < 2 ? password : Optional.of(decode(both[1])).filter(word -> !word.isEmpty());
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        var node = new RedisNode(host, uri.getPort() < 0 ? PORT : uri.getPort());
        return new RedisUrl(tls, user, password, List.of(node), database(uri.getPath()));
    }

    private static Optional<Integer> database(String path) {
        if (path == null || path.isEmpty() || path.equals("/")) {
            return Optional.empty();
        }
        if (!path.matches("/\\d{1,4}")) {
            throw wrong();
        }
        return Optional.of(Integer.valueOf(path.substring(1)));
    }

    static String scheme(boolean tls) {
        return tls ? "rediss://" : "redis://";
    }

    /** Whether a later host says something of its own, and not what the first said. */
    private static <T> boolean differs(Optional<T> later, Optional<T> first) {
        return later.isPresent() && !later.equals(first);
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Says what is expected, and not what was given: it may hold a password. */
    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("REDIS_URL is no Redis address; write redis://user:password@host:6379/0,"
                + " or rediss:// for TLS, with %40 for an @ in the password and commas between several hosts");
    }
}
