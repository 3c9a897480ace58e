package dev.trivet.stack;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackLoader;
import dev.trivet.common.token.AccessTokens;
import dev.trivet.common.token.SessionHash;
import dev.trivet.servers.RedisServer;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Signs many people in at once: rows in PostgreSQL, and tokens made with the site's own key as session-service makes them.
 * Their passwords would take minutes to check, which is what passwords are for.
 */
final class Guests {

    private static final String ACCOUNTS = """
            insert into people.account (id, site, email, name, password_hash, roles)
            select id, ?, id || '@example.org', 'Guest', 'none', ?::text[] from unnest(?::uuid[]) id
            """;
    private static final String SESSIONS = """
            insert into people.session (id, account_id, site, expires_at, absolute_at)
            select session, account, ?, now() + interval '1 day', now() + interval '1 day'
              from unnest(?::uuid[], ?::uuid[]) as t (session, account)
            """;

    private final Pack pack;
    private final RSAPrivateCrtKey key;
    private final String keyId;

    Guests(Path pack, Path signingKey) {
        this.pack = PackLoader.load(pack);
        try {
            String pem = Files.readString(signingKey).replaceAll("-----[^-]+-----", "");
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            key = (RSAPrivateCrtKey) rsa.generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
            var open = rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            keyId = new RsaJsonWebKey((RSAPublicKey) open).calculateBase64urlEncodedThumbprint("SHA-256");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** New people, each signed in once. */
    List<Guest> signIn(Connection database, int howMany, String role) throws SQLException {
        List<UUID> accounts = Stream.generate(UUID::randomUUID).limit(howMany).toList();
        try (PreparedStatement insert = database.prepareStatement(ACCOUNTS)) {
            insert.setString(1, pack.site());
            insert.setArray(2, database.createArrayOf("text", new String[] {role}));
            insert.setArray(3, database.createArrayOf("uuid", accounts.toArray()));
            insert.execute();
        }
        return sessions(database, accounts);
    }

    /** The same people once more, each on a second device. */
    List<Guest> signInAgain(Connection database, List<Guest> guests) throws SQLException {
        return sessions(database, guests.stream().map(Guest::account).toList());
    }

    /** How many of these a Redis calls one thing or another: {@link SessionHash#LIVE} or {@code ENDED}. */
    static long count(RedisServer redis, List<Guest> some, String called) {
        try (Jedis jedis = redis.connect()) {
            Pipeline pipeline = jedis.pipelined();
            List<Response<String>> known = some.stream()
                    .map(guest ->
                            pipeline.hget("lokroom:s:{" + guest.account() + "}", SessionHash.session(guest.session())))
                    .toList();
            pipeline.sync();
            return known.stream()
                    .filter(field -> Objects.equals(field.get(), called))
                    .count();
        }
    }

    private List<Guest> sessions(Connection database, List<UUID> accounts) throws SQLException {
        List<Guest> guests = accounts.parallelStream().map(this::guest).toList();
        try (PreparedStatement insert = database.prepareStatement(SESSIONS)) {
            insert.setString(1, pack.site());
            insert.setArray(2, ids(database, guests.stream().map(Guest::session)));
            insert.setArray(3, ids(database, guests.stream().map(Guest::account)));
            insert.execute();
        }
        return guests;
    }

    private static Array ids(Connection database, Stream<UUID> ids) throws SQLException {
        return database.createArrayOf("uuid", ids.toArray());
    }

    private Guest guest(UUID account) {
        UUID session = UUID.randomUUID();
        var claims = new JwtClaims();
        claims.setIssuer(AccessTokens.issuerOf(pack.site()));
        claims.setAudience(pack.site());
        claims.setSubject(account.toString());
        String tokenId = UUID.randomUUID().toString();
        claims.setJwtId(tokenId);
        claims.setIssuedAtToNow();
        // Not longer than the site's own: a journal keeps what is withdrawn for no longer than tokens live.
        claims.setExpirationTimeMinutesInTheFuture(pack.sessions().access().toSeconds() / 60f);
        claims.setStringClaim(AccessTokens.SESSION, session.toString());
        claims.setClaim(AccessTokens.EPOCH, 0);
        claims.setStringListClaim(AccessTokens.ROLES, "member");
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("typ", AccessTokens.TYPE);
        signature.setKeyIdHeaderValue(keyId);
        signature.setKey(key);
        signature.setPayload(claims.toJson());
        try {
            return new Guest(account, session, tokenId, signature.getCompactSerialization());
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
