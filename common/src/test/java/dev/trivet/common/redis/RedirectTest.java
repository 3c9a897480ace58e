package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.types.ErrorType;
import org.junit.jupiter.api.Test;

class RedirectTest {

    private static final RedisNode HERE = new RedisNode("10.0.0.1", 6379);

    @Test
    void movedAndAskNameWhoHasTheKey() {
        assertThat(Redirect.of(ErrorType.create("MOVED 3999 127.0.0.1:6381"), HERE))
                .contains(new Redirect(false, new RedisNode("127.0.0.1", 6381)));
        assertThat(Redirect.of(ErrorType.create("ASK 3999 ::1:6381"), HERE))
                .contains(new Redirect(true, new RedisNode("::1", 6381)));
    }

    @Test
    void withoutAHostItIsTheSameOne() {
        assertThat(Redirect.of(ErrorType.create("MOVED 3999 :6380"), HERE))
                .contains(new Redirect(false, new RedisNode("10.0.0.1", 6380)));
    }

    @Test
    void otherErrorsAreNone() {
        assertThat(Redirect.of(ErrorType.create("CLUSTERDOWN Hash slot not served"), HERE))
                .isEmpty();
        assertThat(Redirect.of(ErrorType.create("MOVED"), HERE)).isEmpty();
        assertThat(Redirect.of(new RedisAway("late"), HERE)).isEmpty();
    }

    @Test
    void aCommandGoesWhereItsFirstKeyIs() {
        int slot = HashSlot.of("somekey");

        assertThat(CommandKey.slot(Request.cmd(Command.GET).arg("somekey"))).isEqualTo(slot);
        assertThat(CommandKey.slot(Request.cmd(Command.HMGET).arg("somekey").arg("field")))
                .isEqualTo(slot);
        assertThat(CommandKey.slot(Request.cmd(Command.EVALSHA)
                        .arg("digest")
                        .arg(2)
                        .arg("somekey")
                        .arg("other")
                        .arg("x")))
                .isEqualTo(slot);
        assertThat(CommandKey.slot(Request.cmd(Command.EVAL).arg("text").arg(1).arg("somekey")))
                .isEqualTo(slot);
        assertThat(CommandKey.slot(Request.cmd(Command.PING))).isZero();
    }
}
