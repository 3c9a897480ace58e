package dev.trivet.session.account;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Seed;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;

/** The pack's users, put in at start for development. Under the production profile nothing happens here. */
@Singleton
class SeedAccounts {

    private static final Logger LOG = Logger.getLogger(SeedAccounts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Pool pool;
    private final Pack pack;
    private final Accounts accounts;
    private final Passwords passwords;

    SeedAccounts(Pool pool, Pack pack, Accounts accounts, Passwords passwords) {
        this.pool = pool;
        this.pack = pack;
        this.accounts = accounts;
        this.passwords = passwords;
    }

    @Startup
    void insert() {
        if (ConfigUtils.isProfileActive("prod")) {
            return;
        }
        Multi.createFrom()
                .iterable(pack.seed().users())
                .onItem()
                .transformToUniAndConcatenate(this::insert)
                .collect()
                .last()
                .await()
                .atMost(PATIENCE);
        LOG.infof("%d development users of %s can sign in", pack.seed().users().size(), pack.site());
    }

    private Uni<Void> insert(Seed.User user) {
        var id = Seed.userId(pack.site(), user.email());
        return accounts.findById(id)
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().voidItem()
                        : passwords
                                .hash(user.password())
                                .chain(hash -> accounts.insertIfAbsent(
                                        pool, new Account(id, user.email(), user.name(), hash, user.roles(), 0)))
                                .replaceWithVoid());
    }
}
