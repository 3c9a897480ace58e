package dev.trivet.session.key;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which keys are published and which one signs: a key is published first, signs once everybody has heard of it, and is
 * published on until the last token that it signed has expired.
 *
 * @param entries by key id; the signing key is always among them
 */
record KeyRing(SigningKey signs, Map<String, Entry> entries) {

    /** Verifiers take 32. */
    private static final int MOST_KEYS = 32;

    /**
     * A published key.
     *
     * @param publishedAt since when, on a clock that only goes forward
     * @param leftAt since when it is neither in the files nor signing; null while it is
     */
    record Entry(SigningKey key, Duration publishedAt, Duration leftAt) {}

    /**
     * How long things take.
     *
     * @param signAfter how long a key is published before it signs
     * @param keep how long a key stays published that has left
     */
    record Times(Duration signAfter, Duration keep) {}

    KeyRing {
        entries = Map.copyOf(entries);
    }

    /** What a process begins with: it cannot know what was published before it, so what is to sign signs. */
    static KeyRing of(KeyFiles files, Duration now) {
        Map<String, Entry> entries = new HashMap<>();
        files.byId().forEach((id, key) -> entries.put(id, new Entry(key, now, null)));
        return new KeyRing(files.signs(), entries);
    }

    /** What follows from this one and from what the files hold now. */
    KeyRing next(KeyFiles files, Duration now, Times times) {
        Map<String, Entry> next = new HashMap<>();
        files.byId().forEach((id, key) -> {
            Entry before = entries.get(id);
            next.put(id, new Entry(key, before == null ? now : before.publishedAt(), null));
        });
        Entry wanted = next.get(files.signs().id());
        boolean heardOf = now.minus(wanted.publishedAt()).compareTo(times.signAfter()) >= 0;
        SigningKey signer = heardOf || wanted.key().id().equals(signs.id()) ? wanted.key() : signs;
        entries.values().stream()
                .filter(entry -> !next.containsKey(entry.key().id()))
                .map(entry -> left(entry, signer, now))
                .filter(entry ->
                        entry.leftAt() == null || now.minus(entry.leftAt()).compareTo(times.keep()) < 0)
                .sorted(Comparator.comparing(Entry::leftAt, Comparator.nullsFirst(Comparator.reverseOrder())))
                .limit(MOST_KEYS - next.size())
                .forEach(entry -> next.put(entry.key().id(), entry));
        return new KeyRing(signer, next);
    }

    private static Entry left(Entry entry, SigningKey signer, Duration now) {
        if (entry.key().id().equals(signer.id())) {
            return new Entry(entry.key(), entry.publishedAt(), null);
        }
        return entry.leftAt() == null ? new Entry(entry.key(), entry.publishedAt(), now) : entry;
    }

    Optional<SigningKey> find(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::key);
    }

    /** Every published key, the signing one first. */
    List<SigningKey> published() {
        Stream<SigningKey> others = entries.values().stream()
                .map(Entry::key)
                .filter(key -> !key.id().equals(signs.id()))
                .sorted(Comparator.comparing(SigningKey::id));
        return Stream.concat(Stream.of(signs), others).toList();
    }
}
