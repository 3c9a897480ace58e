package dev.trivet.stack;

import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Folders;
import dev.trivet.servers.RedisServer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.SaveMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A snapshot of all that a Redis has, taken and brought back as docs/operations.md says. */
record RedisBackup(Path file) {

    static RedisBackup of(RedisServer redis, Path file) throws IOException {
        try (Jedis jedis = redis.connect()) {
            jedis.bgsave();
            await().until(() -> jedis.info("persistence").contains("rdb_bgsave_in_progress:0"));
            Files.copy(directory(jedis).resolve("dump.rdb"), file);
        }
        return new RedisBackup(file);
    }

    /** With its log of appended changes on, Redis reads that at its start and no snapshot: so the snapshot becomes the log. */
    void restore(RedisServer redis) throws IOException {
        try (Jedis jedis = redis.connect()) {
            Path directory = directory(jedis);
            Path brought = Files.copy(file, directory.resolve("restore.rdb"));
            Folders.delete(directory.resolve("appendonlydir"));
            Files.move(brought, directory.resolve("appendonly.aof"), StandardCopyOption.ATOMIC_MOVE);
            jedis.shutdown(SaveMode.NOSAVE);
        }
        redis.close();
        redis.start();
        await().until(() -> isLoaded(redis));
    }

    private static boolean isLoaded(RedisServer redis) {
        try (Jedis jedis = redis.connect()) {
            return jedis.info("persistence").contains("loading:0");
        }
    }

    private static Path directory(Jedis jedis) {
        return Path.of(jedis.configGet("dir").get(1));
    }
}
