package dev.trivet.stack;

/**
 * The ports of a stack.
 *
 * @param gateway the one public port
 */
record Layout(int gateway, int people, int content, int gatewayHealth, int peopleHealth, int contentHealth) {

    private static final int TO_MANAGEMENT = 1_000;

    /** The ports that the services have by themselves, moved to begin elsewhere: 8080 gives 8080–8082 and 9080–9082. */
    static Layout from(int gateway) {
        return new Layout(
                gateway,
                gateway + 1,
                gateway + 2,
                gateway + TO_MANAGEMENT,
                gateway + TO_MANAGEMENT + 1,
                gateway + TO_MANAGEMENT + 2);
    }

    int[] all() {
        return new int[] {gateway, people, content, gatewayHealth, peopleHealth, contentHealth};
    }
}
