package dev.trivet.stack.history;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * A cache as it is usually written: GET, or else load and SET with a time to live; a change is UPDATE and then DEL. A load
 * that began before a change puts the old value back after it.
 */
final class NaiveReplica implements Replica {

    private static final String LIST = "naive:list";
    private static final long LOAD_MILLIS = 30;
    private static final long LIFE_SECONDS = 300;

    private final JedisPool redis;
    private final DataSource database;

    NaiveReplica(JedisPool redis, DataSource database) {
        this.redis = redis;
        this.database = database;
    }

    @Override
    public long write(int key) throws IOException {
        long version = query("update counter set version = version + 1 where key = " + key + " returning version");
        try (Jedis jedis = redis.getResource()) {
            jedis.del("naive:" + key, LIST);
        }
        return version;
    }

    @Override
    public long read(int key) throws IOException, InterruptedException {
        String name = "naive:" + key;
        try (Jedis jedis = redis.getResource()) {
            String cached = jedis.get(name);
            if (cached != null) {
                return Long.parseLong(cached);
            }
            long version = query("select version from counter where key = " + key);
            TimeUnit.MILLISECONDS.sleep(LOAD_MILLIS);
            jedis.setex(name, LIFE_SECONDS, Long.toString(version));
            return version;
        }
    }

    @Override
    public void list(Shown shown) throws IOException, InterruptedException {
        long[] versions;
        try (Jedis jedis = redis.getResource()) {
            String cached = jedis.get(LIST);
            if (cached != null) {
                versions = Arrays.stream(cached.split(","))
                        .mapToLong(Long::parseLong)
                        .toArray();
            } else {
                versions = all();
                TimeUnit.MILLISECONDS.sleep(LOAD_MILLIS);
                jedis.setex(
                        LIST,
                        LIFE_SECONDS,
                        Arrays.stream(versions).mapToObj(Long::toString).collect(Collectors.joining(",")));
            }
        }
        for (int key = 0; key < versions.length; key++) {
            shown.item(key, versions[key]);
        }
    }

    private long query(String sql) throws IOException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private long[] all() throws IOException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select array_agg(version order by key) from counter")) {
            rows.next();
            return Arrays.stream((Long[]) rows.getArray(1).getArray())
                    .mapToLong(Long::longValue)
                    .toArray();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
