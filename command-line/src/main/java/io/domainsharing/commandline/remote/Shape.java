// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/** What an answer looks like where it is WebAdmin that answers, and not whatever else listens at that URL. */
interface Shape {
    Shape ANY = body -> true;

    /** An array of objects, maybe of none. */
    Shape LIST = body ->
            body.isArray() && StreamSupport.stream(body.spliterator(), false).allMatch(JsonNode::isObject);

    boolean fits(JsonNode body);

    /** An object that tells this at least. */
    static Shape objectWith(String key) {
        return body -> body.has(key);
    }
}
