package dev.trivet.session.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.trivet.common.problem.Problems;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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

    private static final Argon2Function ARGON2 = Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
    private static final int SALT_BYTES = 16;
    private static final int MOST_WAITING = 64;
    private static final int RETRY_AFTER_SECONDS = 2;

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            cores, cores, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), Passwords::thread);

    /** What an unknown person's password is held against, so that it takes as long as a known one's. */
    private final String nobodysHash = encode("nobody's password");

    /**
     * Whether the password has this hash.
     *
     * @param hash null for an account that does not exist: takes as long, and is false
     * @return fails with 503 when too many are waiting
     */
    public Uni<Boolean> matches(String password, String hash) {
        return onThread(() -> {
            boolean matches =
                    Password.check(password, hash == null ? nobodysHash : hash).with(ARGON2);
            return matches && hash != null;
        });
    }

    public Uni<String> hash(String password) {
        return onThread(() -> encode(password));
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdown();
    }

    private static String encode(String password) {
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(ARGON2).getResult();
    }

    private <T> Uni<T> onThread(Supplier<T> work) {
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(threads)
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
