package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.token.SessionHash;
import dev.trivet.servers.RedisServer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Ways in which Redis loses what it was told. */
enum Loss {
    FLUSHED {
        @Override
        void strike(TwoGateways site) {
            try (Jedis redis = site.redis().connect()) {
                redis.flushAll();
            }
        }
    },
    EVICTED {
        @Override
        String[] settings() {
            return new String[] {"--maxmemory", "16mb", "--maxmemory-policy", "allkeys-lru"};
        }

        /** Fills it with eight times as much as it may hold. */
        @Override
        void strike(TwoGateways site) {
            byte[] junk = new byte[10_000];
            try (Jedis redis = site.redis().connect()) {
                Pipeline pipeline = redis.pipelined();
                for (int nth = 0; nth < 12_800; nth++) {
                    pipeline.set(("lokroom:listings:" + nth).getBytes(StandardCharsets.UTF_8), junk);
                }
                pipeline.sync();
            }
        }
    },
    KILLED_AND_EMPTY {
        @Override
        void strike(TwoGateways site) {
            site.redis().kill();
            site.redis().startEmpty();
        }
    },
    FAILED_OVER_TO_A_REPLICA_THAT_LAGS {
        private Relay replication;
        private RedisServer replica;

        /** The replica gets to know everybody, and then nothing more. */
        @Override
        void prepare(TwoGateways site, List<Guest> everybody) {
            replication = new Relay(site.redis().port());
            replica = site.newReplica(replication.port());
            await().atMost(SOON).until(() -> Guests.count(replica, everybody, SessionHash.LIVE) == everybody.size());
            replication.hold();
        }

        @Override
        void strike(TwoGateways site) {
            RedisServer master = site.redis();
            replica.promote();
            site.leadTo(replica);
            master.kill();
        }

        /** It has not heard of a single one. */
        @Override
        void assertWasALoss(TwoGateways site, List<Guest> withdrawn) {
            assertThat(Guests.count(site.redis(), withdrawn, SessionHash.LIVE)).isEqualTo(withdrawn.size());
        }

        @Override
        void cleanUp() {
            replication.close();
        }
    };

    private static final Duration SOON = Duration.ofSeconds(10);

    /** What Redis is started with. */
    String[] settings() {
        return new String[0];
    }

    /** Called when Redis knows everybody, before anything is withdrawn. */
    void prepare(TwoGateways site, List<Guest> everybody) {}

    abstract void strike(TwoGateways site);

    /** Otherwise nothing was tested. */
    void assertWasALoss(TwoGateways site, List<Guest> withdrawn) {
        assertThat(Guests.count(site.redis(), withdrawn, SessionHash.ENDED)).isLessThan(withdrawn.size() / 2);
    }

    void cleanUp() {}
}
