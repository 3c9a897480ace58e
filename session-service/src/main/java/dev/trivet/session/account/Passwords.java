package dev.trivet.session.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.account.Argon2Hash.Parameters;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Password hashes: Argon2id with the parameters that OWASP's Password Storage Cheat Sheet names first (19 MiB, two
 * passes, one lane).
 *
 * <p>Hashing is slow on purpose, so it has threads of its own, one per core, and a short queue. When more people sign in
 * than the machine can hash for, the rest are asked to come back rather than left waiting until all time out.
 */
@Singleton
public class Passwords {

    private static final Logger LOG = Logger.getLogger(Passwords.class);
    private static final Parameters TODAYS = new Parameters("id", Argon2Function.ARGON2_VERSION_13, 19_456, 2, 1, 32);
    private static final int SALT_BYTES = 16;

    /** Beside today's: the library keeps as much memory as one hash takes for each set of parameters that it ever saw. */
    private static final int MOST_OTHERS = 3;

    private static final int MOST_WAITING = 64;

    /** Half of the gateway's patience: what is hashed for somebody who has gone is work for nobody, while others wait. */
    private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int RETRY_AFTER_SECONDS = 2;

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            cores, cores, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), Passwords::thread);

    private final LongSupplier nanos;

    /** Made when first needed, for each takes its memory at once and keeps it. */
    private final Map<Parameters, Argon2Function> functions = new HashMap<>();

    private boolean toldOfMany;

    /**
     * What an unknown person's password is held against, so that it takes as long as a known one's: the hash of no password
     * that anybody could find.
     */
    private final Argon2Hash nobodys = new Argon2Hash(TODAYS, random(SALT_BYTES), random(TODAYS.bytes()));

    @Inject
    Passwords() {
        this(System::nanoTime);
    }

    Passwords(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Whether the password has this hash, whichever parameters it was made with.
     *
     * @param hash null for an account that does not exist: takes as long, and is false, as for one that is no hash
     * @return fails with 503 when too many are waiting
     */
    public Uni<Boolean> matches(String password, String hash) {
        return onThread(() -> {
            boolean usable = PasswordText.isUsable(password);
            byte[] bytes = usable ? bytes(password) : new byte[0];
            Optional<Argon2Hash> stored = Optional.ofNullable(hash).flatMap(Argon2Hash::parse);
            Optional<Argon2Function> function =
                    stored.map(Argon2Hash::parameters).flatMap(this::function);
            if (function.isEmpty() || !usable) {
                isOf(bytes, nobodys, function(TODAYS).orElseThrow());
                return false;
            }
            return isOf(bytes, stored.orElseThrow(), function.orElseThrow());
        });
    }

    /**
     * Whether a hash is weaker than those made today, and is to be replaced now that the password is known. True for what is
     * no hash.
     */
    public boolean needsRehash(String hash) {
        return Argon2Hash.parse(hash)
                .map(stored -> stored.parameters().areWeakerThan(TODAYS))
                .orElse(true);
    }

    /** Hashes a password that {@link PasswordRules} had nothing against. */
    public Uni<String> hash(String password) {
        return onThread(() -> {
            if (!PasswordText.isUsable(password)) {
                throw new IllegalArgumentException("the password is longer than any that is accepted, or is no text");
            }
            return encode(password);
        });
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdown();
    }

    private String encode(String password) {
        return Password.hash(bytes(password))
                .addRandomSalt(SALT_BYTES)
                .with(function(TODAYS).orElseThrow())
                .getResult();
    }

    private static byte[] bytes(String password) {
        return PasswordText.normalised(password).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isOf(byte[] password, Argon2Hash stored, Argon2Function function) {
        return MessageDigest.isEqual(function.hash(password, stored.salt()).getBytes(), stored.hash());
    }

    /** The function with these parameters, unless there are too many others already. */
    private synchronized Optional<Argon2Function> function(Parameters parameters) {
        boolean known = functions.containsKey(parameters) || parameters.equals(TODAYS);
        int others = functions.size() - (functions.containsKey(TODAYS) ? 1 : 0);
        if (!known && others == MOST_OTHERS) {
            if (!toldOfMany) {
                toldOfMany = true;
                LOG.errorf(
                        "some people cannot sign in: their hashes have more than %d sets of parameters",
                        MOST_OTHERS + 1);
            }
            return Optional.empty();
        }
        return Optional.of(functions.computeIfAbsent(parameters, Passwords::make));
    }

    private static Argon2Function make(Parameters parameters) {
        return Argon2Function.getInstance(
                parameters.memory(),
                parameters.passes(),
                parameters.lanes(),
                parameters.bytes(),
                Argon2.valueOf(parameters.variant().toUpperCase(Locale.ROOT)),
                parameters.version());
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private <T> Uni<T> onThread(Supplier<T> work) {
        return Uni.createFrom()
                .item(nanos::getAsLong)
                .chain(asked -> Uni.createFrom()
                        .item(() -> {
                            if (nanos.getAsLong() - asked > MOST_WAIT_NANOS) {
                                throw new RejectedExecutionException("waited too long");
                            }
                            return work.get();
                        })
                        .runSubscriptionOn(threads))
                .onFailure(RejectedExecutionException.class)
                .transform(full ->
                        Problems.unavailable("too many people are signing in at once; try again", RETRY_AFTER_SECONDS))
                .emitOn(backTo(Vertx.currentContext()));
    }

    /** Goes on where the request came from, for what follows expects its event loop. */
    private static Executor backTo(Context context) {
        return context == null
                ? Infrastructure.getDefaultExecutor()
                : work -> context.runOnContext(ignored -> work.run());
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "password-hashing");
        thread.setDaemon(true);
        return thread;
    }
}
