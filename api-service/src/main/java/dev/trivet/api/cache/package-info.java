/**
 * The cache behind Quarkus' {@code @CacheResult}: memory, then Redis, then the loader.
 *
 * <p>Answers are dropped by <em>generations</em>. Every tag (a type's lists, one item) has a number in Redis; an answer is
 * stored with the numbers that its tags had before it was loaded, and counts only while they are the same. Raising a
 * number therefore drops everything with that tag at once, however much that is, and an answer that was loaded before a
 * change can never be taken for one from after it.
 */
package dev.trivet.api.cache;
