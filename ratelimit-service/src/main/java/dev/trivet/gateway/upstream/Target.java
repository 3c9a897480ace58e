package dev.trivet.gateway.upstream;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One address of an upstream, as in {@code http://shop:8080;weight=95}.
 *
 * @param tls whether it is spoken to over TLS, its certificate verified
 * @param http2 whether it speaks HTTP/2, known beforehand or agreed on with TLS
 * @param weight how much of the requests it gets, beside the weights of the others
 * @param address which of the addresses that the host's name stands for; null when it stands for one
 */
public record Target(boolean tls, boolean http2, String host, int port, int weight, String address) {

    private static final Pattern FORM = Pattern.compile("(http|https|h2|h2c)://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])"
            + "(?::([0-9]{1,5}))?/?(?:;weight=([1-9][0-9]{0,3}))?");
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads addresses.
     *
     * @throws IllegalArgumentException with a sentence when one is none, or there twice
     */
    public static List<Target> of(List<String> texts) {
        List<Target> targets = texts.stream().map(Target::of).toList();
        if (targets.stream().map(Target::name).distinct().count() < targets.size()) {
            throw new IllegalArgumentException("the same address is given twice; give it more weight instead");
        }
        return targets;
    }

    /** Reads addresses that stand in one text, separated by commas. */
    public static List<Target> list(String text) {
        return of(Arrays.stream(text.split(",")).map(String::strip).toList());
    }

    static Target of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no address such as http://host:8080,"
                    + " with https, h2 or h2c instead of http and ;weight=5 after it if need be");
        }
        boolean tls = form.group(1).equals("https") || form.group(1).equals("h2");
        boolean http2 = form.group(1).startsWith("h2");
        int port = form.group(3) == null ? (tls ? 443 : 80) : Integer.parseInt(form.group(3));
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("\"" + text + "\" has no port from 1 to 65535");
        }
        int weight = form.group(4) == null ? 1 : Integer.parseInt(form.group(4));
        return new Target(tls, http2, form.group(2).replaceAll("[\\[\\]]", ""), port, weight, null);
    }

    /** The same target at one of its addresses. */
    Target at(String one) {
        return new Target(tls, http2, host, port, weight, one);
    }

    /** What tells it from all others. */
    String place() {
        return address == null ? name() : name() + " at " + address;
    }

    /** Host and port, which tell it from the others of its upstream, but for those of the same name. */
    public String name() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
