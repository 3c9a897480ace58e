package dev.trivet.common.token;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed token in its three parts (JWS compact form), read so strictly that it can be written in one way alone.
 *
 * <p>Its header says {@code alg}, {@code kid} and maybe {@code typ}, as plain text without blanks, and nothing else. Whatever
 * would bring a key along ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}), change what is signed ({@code b64}) or ask for
 * something that is not understood ({@code crit}) is therefore no token of ours. Reading throws nothing: anybody can send
 * garbage, and it must stay cheap.
 */
final class SignedToken {

    private static final int LONGEST_HEADER = 512;

    /** Printable ASCII without quotation marks and backslashes: nothing to unescape, nothing to disagree about. */
    private static final String MEMBER = "\"(alg|typ|kid)\":\"([!#-\\[\\]-~]++)\"";

    private static final Pattern HEADER = Pattern.compile("\\{" + MEMBER + "," + MEMBER + "(?:," + MEMBER + ")?}");

    private final Map<String, String> header;
    private final byte[] signed;
    private final byte[] payload;
    private final byte[] signature;

    private SignedToken(Map<String, String> header, byte[] signed, byte[] payload, byte[] signature) {
        this.header = header;
        this.signed = signed;
        this.payload = payload;
        this.signature = signature;
    }

    /** The token that a text is, if it is one. */
    static Optional<SignedToken> read(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            return Optional.empty();
        }
        // A further dot is no letter of base64url, so a fourth part ends there.
        Map<String, String> header = header(text.substring(0, first));
        byte[] payload = Base64Url.decode(text.substring(first + 1, second));
        byte[] signature = Base64Url.decode(text.substring(second + 1));
        if (header == null || payload == null || signature == null) {
            return Optional.empty();
        }
        byte[] signed = text.substring(0, second).getBytes(StandardCharsets.US_ASCII);
        return Optional.of(new SignedToken(header, signed, payload, signature));
    }

    String keyId() {
        return header.get("kid");
    }

    /** What kind of token it says it is, or null. */
    String type() {
        return header.get("typ");
    }

    /** Whether it was signed with the private half of this key, by the algorithm that belongs to it. */
    boolean isSignedBy(PublicKey key) {
        return SignatureAlgorithm.of(key)
                .filter(algorithm -> algorithm.name().equals(header.get("alg")))
                .filter(algorithm -> algorithm.verifies(key, signed, signature))
                .isPresent();
    }

    /** What it says. Not to be believed before {@link #isSignedBy}. */
    String payload() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static Map<String, String> header(String part) {
        byte[] json = part.length() > LONGEST_HEADER ? null : Base64Url.decode(part);
        if (json == null) {
            return null;
        }
        Matcher members = HEADER.matcher(new String(json, StandardCharsets.ISO_8859_1));
        if (!members.matches()) {
            return null;
        }
        Map<String, String> header = new HashMap<>();
        for (int name = 1; name < members.groupCount() && members.group(name) != null; name += 2) {
            if (header.put(members.group(name), members.group(name + 1)) != null) {
                return null;
            }
        }
        return header.containsKey("alg") && header.containsKey("kid") ? header : null;
    }
}
