package dev.trivet.api.form;

import dev.trivet.common.pack.Form;
import dev.trivet.common.pack.ItemSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A form at work. */
record SiteForm(String name, Form spec, ItemSchema schema) {

    static SiteForm of(String name, Form spec) {
        return new SiteForm(name, spec, new ItemSchema(spec.fields()));
    }

    /** Takes the honeypot out of what was sent; whether it was filled in, as robots do. */
    boolean isTrapped(ObjectNode data) {
        JsonNode trap = spec.honeypot() == null ? null : data.remove(spec.honeypot());
        return trap != null
                && !trap.isNull()
                && !(trap.isString() && trap.asString().isBlank());
    }
}
