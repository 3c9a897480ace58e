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

    public boolean matches(String path) {
        String[] actual = split(path);
        if (actual.length < segments.length || (!open && actual.length != segments.length)) {
            return false;
        }
        for (int i = 0; i < segments.length; i++) {
            if (!segments[i].equals("*") && !segments[i].equals(actual[i])) {
                return false;
            }
        }
        return true;
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
