package dev.trivet.stack;

/** Why the stack is not up, in words for whoever typed the command. */
final class StackException extends RuntimeException {

    StackException(String message) {
        super(message);
    }
}
