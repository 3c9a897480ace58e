package dev.trivet.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A stand-in for session-service in the other services' own tests: it signs tokens, publishes the key, says of any token
 * what it was told to say, serves a journal, and tells what the roles in the newest token of each user permit.
 */
public class FakeSessionService implements QuarkusTestResourceLifecycleManager {

    private static final String PERMISSIONS = "/internal/permissions/";

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger askedForPermissions = new AtomicInteger();
    private final PackRoles roles = new PackRoles();
    private final Map<UUID, Person> people = new ConcurrentHashMap<>();
    private volatile boolean active = true;
    private volatile boolean tellsPermissions = true;
    private RsaJsonWebKey key;
    private HttpServer server;

    /** Somebody by his newest token. */
    private record Person(String site, List<String> roles, long epoch) {

        /** Other roles raise the epoch, as they do in session-service. */
        Person with(String newSite, List<String> newRoles) {
            return site.equals(newSite) && roles.equals(newRoles) ? this : new Person(newSite, newRoles, epoch + 1);
        }
    }

    @Override
    public Map<String, String> start() {
        try {
            key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("test");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/", this::answer);
            server.start();
            return Map.of(
                    "trivet.session-service.url",
                    "http://localhost:" + server.getAddress().getPort());
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An access token of the lokroom site, good for five minutes. */
    public String token(UUID user, UUID session, String... roles) {
        return tokenFor("lokroom", user, session, roles);
    }

    /** An access token of any site, good for five minutes. */
    public String tokenFor(String site, UUID user, UUID session, String... roles) {
        List<String> held = List.of(roles);
        Person person = people.merge(user, new Person(site, held, 0), (old, fresh) -> old.with(site, held));
        var claims = new JwtClaims();
        claims.setIssuer("urn:trivet:" + site);
        claims.setAudience(site);
        claims.setSubject(user.toString());
        claims.setGeneratedJwtId();
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringClaim("sid", session.toString());
        claims.setClaim("ep", person.epoch());
        claims.setStringListClaim("roles", roles);
        return signed(claims);
    }

    /** What introspection says from now on. */
    public void saysActive(boolean active) {
        this.active = active;
    }

    /** How often introspection was asked. */
    public int timesAsked() {
        return asked.get();
    }

    /** Gives a user other roles without a new token and without a word to anybody. */
    public void redefines(UUID user, String... roles) {
        people.computeIfPresent(user, (id, old) -> new Person(old.site(), List.of(roles), old.epoch()));
    }

    /** Whether questions about permissions are answered from now on. */
    public void tellsPermissions(boolean tells) {
        this.tellsPermissions = tells;
    }

    /** How often it was asked for permissions. */
    public int timesAskedForPermissions() {
        return askedForPermissions.get();
    }

    /** Adds a withdrawn session to the journal. */
    public void withdraws(UUID session) {
        journal.add("{\"seq\":%d,\"session\":\"%s\",\"token\":null,\"forgetAtMillis\":%d}"
                .formatted(journal.size() + 1, session, System.currentTimeMillis() + 600_000));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(FakeSessionService.class));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private String signed(JwtClaims claims) {
        try {
            var signature = new JsonWebSignature();
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            signature.setHeader("typ", "at+jwt");
            signature.setKeyIdHeaderValue("test");
            signature.setKey(key.getPrivateKey());
            signature.setPayload(claims.toJson());
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body;
        int status = 200;
        if (path.equals("/.well-known/jwks.json")) {
            body = new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
        } else if (path.equals("/internal/revocations")) {
            body = journal.stream().collect(Collectors.joining(",", "[", "]"));
        } else if (path.endsWith("/introspect")) {
            asked.incrementAndGet();
            body = "{\"active\":" + active + "}";
        } else if (path.startsWith(PERMISSIONS)) {
            askedForPermissions.incrementAndGet();
            Person person = people.get(UUID.fromString(path.substring(PERMISSIONS.length())));
            status = !tellsPermissions ? 500 : person == null ? 404 : 200;
            body = person == null ? "{}" : roles.permissions(person.site(), person.roles());
        } else {
            body = "{\"path\":\"" + path + "\"}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
