package dev.trivet.common.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How full a Redis is, by its own word.
 *
 * @param most its {@code maxmemory}; 0 where it may take what it likes
 */
record RedisMemory(long used, long most) {

    private static final Pattern USED = Pattern.compile("(?m)^used_memory:(\\d+)");
    private static final Pattern MOST = Pattern.compile("(?m)^maxmemory:(\\d+)");

    /** Reads the answer to {@code INFO memory}; what a Redis in disguise leaves out is 0. */
    static RedisMemory parse(String info) {
        return new RedisMemory(number(USED, info), number(MOST, info));
    }

    /** The fuller of the two. */
    RedisMemory orFuller(RedisMemory other) {
        return other.share() > share() ? other : this;
    }

    private double share() {
        return most == 0 ? 0 : (double) used / most;
    }

    private static long number(Pattern pattern, String info) {
        Matcher found = pattern.matcher(info);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
