// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to WebAdmin.
 *
 * @param path below the URL of WebAdmin, with its query
 * @param body null: none
 * @param expected what a success must look like
 * @param condition a header that has it done under that condition only (RFC 9110, section 13.1); null: in any case
 */
record Request(String method, String path, @Nullable JsonNode body, Shape expected, @Nullable String condition) {
    private static final String IF_THERE = "If-Match";
    private static final String IF_NEW = "If-None-Match";

    private Request(String method, String path, @Nullable JsonNode body, Shape expected) {
        this(method, path, body, expected, null);
    }

    private static final String BASE = "/domain-sharing";

    static Request get(String path, Shape expected) {
        return new Request("GET", BASE + path, null, expected);
    }

    /** How a task of James's is doing. */
    static Request task(String id) {
        return new Request("GET", "/tasks/" + encoded(id), null, Shape.objectWith("status"));
    }

    static Request post(String path) {
        return new Request("POST", BASE + path, null, Shape.ANY);
    }

    static Request delete(String path) {
        return new Request("DELETE", BASE + path, null, Shape.ANY);
    }

    static Request put(String path, JsonNode body) {
        return new Request("PUT", BASE + path, body, Shape.ANY);
    }

    /** Done only if there is such a thing. */
    Request ifThere() {
        return new Request(method, path, body, expected, IF_THERE);
    }

    /** Done only if there is no such thing yet. */
    Request ifNew() {
        return new Request(method, path, body, expected, IF_NEW);
    }

    /** Whether a peer's secret is in it. */
    boolean tellsASecret() {
        return body != null && body.has("secret");
    }

    /** A text as one segment of a path, or one value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
