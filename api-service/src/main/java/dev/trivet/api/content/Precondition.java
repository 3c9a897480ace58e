package dev.trivet.api.content;

import dev.trivet.common.problem.Problems;

/** A request's If-Match: do it only to the item that I have seen. */
record Precondition(String ifMatch) {

    /** Refuses with 412 when the item's present entity tag is not among those named. */
    void require(String etag) {
        if (ifMatch != null && !EntityTag.matches(ifMatch, etag)) {
            throw Problems.changedMeanwhile("the item is no longer what If-Match names; read it again");
        }
    }
}
