package dev.trivet.stack;

import redis.clients.jedis.Jedis;

/** Ways in which Redis, or the wire to it, fails and comes back. */
enum RedisTrouble {
    STOPPED {
        @Override
        void strike(TwoGateways site) {
            site.redis().pause();
        }

        @Override
        void heal(TwoGateways site) {
            site.redis().resume();
        }
    },
    KILLED {
        @Override
        void strike(TwoGateways site) {
            site.redis().kill();
        }

        @Override
        void heal(TwoGateways site) {
            site.redis().start();
        }
    },
    CUT {
        @Override
        void strike(TwoGateways site) {
            site.wire().cutForGood();
        }

        @Override
        void heal(TwoGateways site) {
            site.wire().pass();
        }
    },
    BLACKHOLED {
        @Override
        void strike(TwoGateways site) {
            site.wire().hold();
        }

        @Override
        void heal(TwoGateways site) {
            site.wire().pass();
        }
    },
    FLUSHED {
        @Override
        void strike(TwoGateways site) {
            try (Jedis redis = site.redis().connect()) {
                redis.flushAll();
            }
        }

        @Override
        void heal(TwoGateways site) {
            // It never stopped answering.
        }
    };

    abstract void strike(TwoGateways site);

    abstract void heal(TwoGateways site);
}
