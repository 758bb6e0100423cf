// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import java.util.List;
import java.util.Map;
import spark.Response;

/** What every answer of ours tells a browser: nothing in it is for another page, and none of it is markup. */
final class AnswerHeaders {
    static final String POLICY = "Content-Security-Policy";

    private static final Map<String, String> FENCES = Map.of(
            "Cache-Control",
            "no-store",
            POLICY,
            "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Referrer-Policy",
            "no-referrer",
            "Vary",
            "Origin",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY");

    /** Set by James before our filter runs, whatever {@code cors.enable} says. */
    private static final List<String> CORS =
            List.of("Access-Control-Allow-Origin", "Access-Control-Allow-Headers", "Access-Control-Request-Method");

    private AnswerHeaders() {}

    /**
     * Before anything else, so that a refusal has them too.
     *
     * @param shared whether James's CORS headers stand: an operator lets the page's origin read the answer
     */
    static void put(Response response, boolean shared) {
        FENCES.forEach((name, value) -> put(response, name, value));
        if (!shared) {
            // Jetty takes a header away by giving it no value.
            CORS.forEach(name -> response.raw().setHeader(name, null));
        }
    }

    /** In place of what was there: Spark would add a second one. */
    static void put(Response response, String name, String value) {
        response.raw().setHeader(name, value);
    }
}
