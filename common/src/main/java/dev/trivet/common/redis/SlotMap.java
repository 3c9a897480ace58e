package dev.trivet.common.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which Redis answers for which slot. A Redis that is alone answers for all. */
final class SlotMap {

    private final RedisNode[] bySlot;
    private final List<RedisNode> nodes;

    /** A node's part of the slots, both ends included. */
    record Range(int first, int last, RedisNode node) {}

    private SlotMap(RedisNode[] bySlot) {
        this.bySlot = bySlot;
        this.nodes = Stream.of(bySlot).filter(node -> node != null).distinct().toList();
    }

    static SlotMap alone(RedisNode node) {
        return of(List.of(new Range(0, HashSlot.COUNT - 1, node)));
    }

    static SlotMap of(List<Range> ranges) {
        RedisNode[] bySlot = new RedisNode[HashSlot.COUNT];
        ranges.forEach(range -> Arrays.fill(bySlot, range.first(), range.last() + 1, range.node()));
        return new SlotMap(bySlot);
    }

    /** Nothing while nobody answers for the slot. */
    Optional<RedisNode> node(int slot) {
        return Optional.ofNullable(bySlot[slot]);
    }

    /** A name that begins like this and belongs to that node; nothing when no slot of its is found by trying. */
    Optional<String> keyOn(RedisNode node, String prefix) {
        return IntStream.range(0, HashSlot.COUNT)
                .mapToObj(number -> prefix + number)
                .filter(key -> node.equals(bySlot[HashSlot.of(key)]))
                .findFirst();
    }

    /** All that answer for anything, in the order of their slots. */
    List<RedisNode> nodes() {
        return nodes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlotMap map && Arrays.equals(bySlot, map.bySlot);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bySlot);
    }

    @Override
    public String toString() {
        return nodes.toString();
    }
}
