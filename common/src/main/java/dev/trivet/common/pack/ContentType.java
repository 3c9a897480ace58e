package dev.trivet.common.pack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A kind of content: the fields of its items, who may touch them, how they are found, how long answers may be cached.
 *
 * @param owner whether each item belongs to the person who created it
 * @param order how lists are sorted when the request does not say: fields, {@code -} before one for descending
 * @param visible the boolean field that must be true for the public to see an item, or null
 * @param search fields in which words are looked for, the most telling first
 * @param near the field by which things nearby are found, or null
 * @param unique fields, or groups of fields, of which no two items have the same values
 */
public record ContentType(
        boolean owner,
        Access access,
        Ttl ttl,
        Stale stale,
        CacheControl cacheControl,
        String order,
        String visible,
        List<String> search,
        String near,
        List<List<String>> unique,
        NoOverlap noOverlap,
        Warm warm,
        Stats stats,
        Map<String, Field> fields) {

    public ContentType {
        ttl = ttl == null ? new Ttl(null, null, null, null) : ttl;
        stale = stale == null ? new Stale(null, null) : stale;
        cacheControl = cacheControl == null ? new CacheControl(null, null) : cacheControl;
        order = order == null ? "-createdAt" : order;
        search = search == null ? List.of() : List.copyOf(search);
        unique = unique == null ? List.of() : List.copyOf(unique);
        warm = warm == null ? new Warm(null, 0, null) : warm;
    }

    /** A type of fields alone, everything else by default. */
    public static ContentType of(boolean owner, Access access, Map<String, Field> fields) {
        return new ContentType(owner, access, null, null, null, null, null, null, null, null, null, null, null, fields);
    }

    /** The fields that lists may be filtered and sorted by. */
    public List<String> indexed() {
        return names(fields.entrySet().stream().filter(field -> field.getValue().index()));
    }

    /** The fields that refer to items of other types. */
    public List<String> references() {
        return names(fields.entrySet().stream().filter(field -> field.getValue().type() == FieldType.REFERENCE));
    }

    /** The references whose items' owners are let in too, by an access of {@code <field>.owner}. */
    public List<String> trusted() {
        return references().stream()
                .filter(field -> access.names(Access.ownerOf(field)))
                .toList();
    }

    /** The fields that {@link #order} or a {@code sort=} names, without signs. */
    public static List<String> sortedBy(String order) {
        List<String> names = new ArrayList<>();
        for (String key : order.split(",")) {
            names.add(key.startsWith("-") ? key.substring(1) : key);
        }
        return names;
    }

    private static List<String> names(Stream<Map.Entry<String, Field>> fields) {
        return fields.map(Map.Entry::getKey).toList();
    }

    /** How long answers stay cached when nothing changes. */
    public record Ttl(Duration item, Duration list, Duration search, Duration near) {

        public Ttl {
            item = item == null ? Duration.ofMinutes(5) : item;
            list = list == null ? Duration.ofMinutes(1) : list;
            search = search == null ? list : search;
            near = near == null ? search : near;
        }
    }

    /** How long past its time an answer may still be given: while it is loaded anew, and when it cannot be (RFC 5861). */
    public record Stale(Duration whileRevalidate, Duration ifError) {

        public Stale {
            whileRevalidate = whileRevalidate == null ? Duration.ofSeconds(30) : whileRevalidate;
            ifError = ifError == null ? Duration.ofHours(1) : ifError;
        }
    }

    /** How long browsers and CDNs may keep answers without asking; nothing for not at all. */
    public record CacheControl(Duration maxAge, Duration sMaxage) {

        public CacheControl {
            maxAge = maxAge == null ? Duration.ZERO : maxAge;
            sMaxage = sMaxage == null ? Duration.ZERO : sMaxage;
        }
    }

    /**
     * Spans of time of which no two may overlap within the same thing.
     *
     * @param unless fields and the values with which an item takes no room
     */
    public record NoOverlap(String within, String from, String to, Map<String, List<String>> unless) {

        public NoOverlap {
            unless = unless == null ? Map.of() : unless;
        }
    }

    /**
     * What is loaded before anybody asks.
     *
     * @param lists queries of lists
     * @param popular how many of the most read items
     * @param every how often again, or null for at start only
     */
    public record Warm(List<String> lists, int popular, Duration every) {

        public Warm {
            lists = lists == null ? List.of() : List.copyOf(lists);
        }
    }
}
