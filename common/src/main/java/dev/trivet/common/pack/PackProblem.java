package dev.trivet.common.pack;

/**
 * One thing wrong with a pack, in a sentence that says where it stands and what to do about it.
 *
 * @param line counted from 1; 0 when the file as a whole is meant
 * @param path keys from the top joined by dots; empty at the top
 */
public record PackProblem(String file, int line, String path, String message) {

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
