package dev.trivet.gateway.site;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackLoader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The pack file, read again and again. It counts once it has been the same for two readings: half a file may well be a pack,
 * with fewer limits than the whole.
 *
 * <p>The content is compared, not the time of the file: Kubernetes swaps a mounted ConfigMap by a link, with times of its own.
 */
final class PackFile {

    private final Path path;
    private Pack current;
    private byte[] lastRead = {};
    private boolean judged;

    PackFile(Path path, Pack current) {
        this.path = path;
        this.current = current;
    }

    /**
     * Reads the file, and hands on what it says if that is another pack than the last.
     *
     * @throws Refused once for each file that holds no pack that a running gateway can go on with
     */
    Reading read(Consumer<Pack> takes) throws Refused {
        byte[] bytes = bytes();
        if (!Arrays.equals(bytes, lastRead)) {
            lastRead = bytes;
            judged = false;
            return Reading.NO_NEWS;
        }
        if (judged) {
            return Reading.NO_NEWS;
        }
        judged = true;
        try {
            Pack read = PackLoader.load(path);
            requireSameSite(read);
            boolean changed = !read.equals(current);
            if (changed) {
                takes.accept(read);
                current = read;
            }
            return changed ? Reading.ANOTHER_PACK : Reading.AS_BEFORE;
        } catch (RuntimeException e) {
            throw new Refused(e.getMessage());
        }
    }

    /** Nothing of a file that cannot be read; why, says the loader. */
    private byte[] bytes() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** What has come of reading it. */
    enum Reading {
        /** The file is as it was, or may still be being written. */
        NO_NEWS,
        /** Another file, which says the same. */
        AS_BEFORE,
        ANOTHER_PACK
    }

    /** What the services agree on, and what names everything in Redis, cannot change under them. */
    private void requireSameSite(Pack read) {
        List<String> changed = new ArrayList<>();
        note(changed, "site", current.site(), read.site());
        note(changed, "keyPrefix", current.keyPrefix(), read.keyPrefix());
        note(changed, "paths", current.paths(), read.paths());
        if (!changed.isEmpty()) {
            throw new IllegalStateException(path + ": " + String.join(" and ", changed)
                    + " cannot change while the site runs; restart all services, or put back what it was");
        }
    }

    private static void note(List<String> changed, String name, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            changed.add(name);
        }
    }

    /** The file cannot be used. */
    static final class Refused extends Exception {

        private Refused(String message) {
            super(message, null, false, false);
        }
    }
}
