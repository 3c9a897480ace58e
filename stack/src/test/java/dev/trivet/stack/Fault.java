package dev.trivet.stack;

import dev.trivet.stack.Fleet.Member;
import redis.clients.jedis.Jedis;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What can go wrong around a cache. Each strikes, lasts for a while, and is over when the method returns. */
enum Fault {
    REDIS_HANGS {
        @Override
        void strike(Fleet fleet, Random random) throws Exception {
            fleet.redis().pause();
            try {
                last(random);
            } finally {
                fleet.redis().resume();
            }
        }
    },
    REDIS_IS_FLUSHED {
        @Override
        void strike(Fleet fleet, Random random) {
            try (Jedis jedis = new Jedis("127.0.0.1", fleet.redis().port())) {
                jedis.flushAll();
            }
        }
    },
    REDIS_IS_KILLED {
        @Override
        void strike(Fleet fleet, Random random) throws Exception {
            fleet.redis().kill();
            try {
                last(random);
            } finally {
                fleet.redis().start();
            }
        }
    },
    CONNECTIONS_ARE_CUT {
        @Override
        void strike(Fleet fleet, Random random) {
            fleet.members().forEach(member -> member.relay().cut());
        }
    },
    ONE_LOSES_REDIS {
        @Override
        void strike(Fleet fleet, Random random) throws Exception {
            Relay relay = one(fleet, random).relay();
            relay.cutForGood();
            try {
                last(random);
            } finally {
                relay.pass();
            }
        }
    },
    ONE_IS_HELD_BACK {
        @Override
        void strike(Fleet fleet, Random random) throws Exception {
            Relay relay = one(fleet, random).relay();
            relay.hold();
            try {
                last(random);
            } finally {
                relay.pass();
            }
        }
    },
    LOADS_ARE_SLOW {
        @Override
        void strike(Fleet fleet, Random random) throws Exception {
            try (var connection = fleet.database();
                    var statement = connection.createStatement()) {
                for (int i = 0; i < 5; i++) {
                    connection.setAutoCommit(false);
                    statement.execute("lock table content.item in access exclusive mode");
                    TimeUnit.MILLISECONDS.sleep(20 + random.nextInt(60));
                    connection.commit();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
                }
            }
        }
    },
    ONE_HANGS {
        @Override
        void strike(Fleet fleet, Random random) throws Exception {
            Service service = one(fleet, random).service();
            service.pause();
            try {
                last(random);
            } finally {
                service.resume();
            }
        }
    },
    ONE_IS_KILLED {
        @Override
        void strike(Fleet fleet, Random random) {
            Service service = one(fleet, random).service();
            service.kill();
            service.start();
            Fleet.awaitReady(service);
        }
    };

    /** More often than not it lasts longer than replicas may differ. */
    private static final int LONGEST_MILLIS = 2_500;

    abstract void strike(Fleet fleet, Random random) throws Exception;

    private static Member one(Fleet fleet, Random random) {
        return fleet.members().get(random.nextInt(fleet.members().size()));
    }

    private static void last(Random random) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(LONGEST_MILLIS));
    }
}
