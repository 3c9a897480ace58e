package dev.trivet.common.token;

import org.jose4j.json.internal.json_simple.JSONValue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Makes tokens byte by byte, good ones and such as no library would make. */
final class TokenMaker {

    static final String USER = UUID.randomUUID().toString();

    private TokenMaker() {}

    /** A header as session-service writes it. */
    static String header(String algorithm, String keyId) {
        return "{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\",\"kid\":\"" + keyId + "\"}";
    }

    /** What session-service says of a user, changed a little. */
    static String claims(Instant now, Consumer<Map<String, Object>> changed) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", "urn:trivet:site");
        claims.put("aud", "site");
        claims.put("sub", USER);
        claims.put("jti", "token-1");
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + 300);
        claims.put("sid", UUID.randomUUID().toString());
        claims.put("ep", 7);
        claims.put("roles", List.of("member", "staff"));
        changed.accept(claims);
        return JSONValue.toJSONString(claims);
    }

    static String token(String header, String claims, KeyPair key) {
        String algorithm =
                key.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSAinP1363Format" : "SHA256withRSA";
        String signed = base64(header) + "." + base64(claims);
        return signed + "." + base64(sign(algorithm, signed, key));
    }

    static byte[] sign(String algorithm, String signed, KeyPair key) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
