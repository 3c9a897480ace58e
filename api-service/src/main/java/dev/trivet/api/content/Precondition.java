package dev.trivet.api.content;

import dev.trivet.common.problem.Problems;

import java.util.Arrays;

/** A request's If-Match (RFC 9110 section 13.1.1): do it only to the item that I have seen. */
record Precondition(String ifMatch) {

    /** Refuses with 412 when the item's present entity tag is not among those named. */
    void require(String etag) {
        if (ifMatch == null || ifMatch.trim().equals("*")) {
            return;
        }
        boolean matches = Arrays.stream(ifMatch.split(",")).map(String::trim).anyMatch(etag::equals);
        if (!matches) {
            throw Problems.changedMeanwhile("the item is no longer what If-Match names; read it again");
        }
    }
}
