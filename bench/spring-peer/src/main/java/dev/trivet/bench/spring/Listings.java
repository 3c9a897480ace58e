package dev.trivet.bench.spring;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.UUID;

/** Reads listings from the table that Trivet's site has filled; what was read once comes from Redis. */
@Service
class Listings {

    private static final int PAGE = 20;

    private static final String SELECT = """
            select (data || jsonb_build_object('id', id, 'owner', owner, 'version', version,
                'createdAt', created_at, 'updatedAt', updated_at))::text
            from content.item where site = 'bench' and type = 'listings'
            """;

    private static final String NEWEST_FIRST = " order by created_at desc, id desc limit " + (PAGE + 1);

    private final JdbcClient database;
    private final JsonMapper json;

    Listings(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    @Cacheable(cacheNames = "page", key = "'newest'")
    public ListingPage newest() {
        return page(database.sql(SELECT + NEWEST_FIRST));
    }

    @Cacheable("page")
    public ListingPage after(UUID id) {
        return page(database.sql(SELECT
                        + " and (created_at, id) < (select created_at, id from content.item"
                        + " where site = 'bench' and type = 'listings' and id = :id)"
                        + NEWEST_FIRST)
                .param("id", id));
    }

    @Cacheable(cacheNames = "listing", unless = "#result == null")
    public Listing one(UUID id) {
        return database.sql(SELECT + " and id = :id")
                .param("id", id)
                .query(String.class)
                .optional()
                .map(this::listing)
                .orElse(null);
    }

    private ListingPage page(JdbcClient.StatementSpec query) {
        List<Listing> found =
                query.query(String.class).list().stream().map(this::listing).toList();
        boolean more = found.size() > PAGE;
        return new ListingPage(
                more ? List.copyOf(found.subList(0, PAGE)) : found,
                more ? found.get(PAGE - 1).id() : null);
    }

    private Listing listing(String row) {
        return json.readValue(row, Listing.class);
    }
}
