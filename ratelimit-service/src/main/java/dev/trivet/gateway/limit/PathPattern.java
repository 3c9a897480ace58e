package dev.trivet.gateway.limit;

/**
 * A path with wildcards: {@code *} stands for one segment, {@code **} at the end for everything below.
 */
public final class PathPattern {

    private final String[] segments;
    private final boolean open;

    private PathPattern(String[] segments, boolean open) {
        this.segments = segments;
        this.open = open;
    }

    public static PathPattern of(String pattern) {
        boolean open = pattern.endsWith("/**");
        return new PathPattern(split(open ? pattern.substring(0, pattern.length() - 3) : pattern), open);
    }

    /** Asked of every limit for every request, so nothing is cut out of the path to look at it. */
    public boolean matches(String path) {
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        int from = 0;
        for (String segment : segments) {
            if (from > end) {
                return false;
            }
            int slash = path.indexOf('/', from);
            int to = slash < 0 || slash > end ? end : slash;
            boolean same = to - from == segment.length() && path.startsWith(segment, from);
            if (!same && !segment.equals("*")) {
                return false;
            }
            from = to + 1;
        }
        return open || from > end;
    }

    @Override
    public String toString() {
        return String.join("/", segments) + (open ? "/**" : "");
    }

    private static String[] split(String path) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return bare.split("/", -1);
    }
}
