// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import spark.Request;
import spark.Response;

/**
 * Answers that are the same as the last time are not sent again: RFC 9110, sections 8.8.3 and 13.1.2. The tag is strong, a hash of
 * every octet.
 */
final class EntityTag {
    private static final String TAG = "ETag";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String WEAK = "W/";

    private EntityTag() {}

    /** The body, or none and 304 where the client has it already. */
    static String answer(Request request, Response response, String body) {
        String tag = of(body);
        AnswerHeaders.put(response, TAG, tag);
        if (matches(request.headers(IF_NONE_MATCH), tag)) {
            response.status(HttpStatus.NOT_MODIFIED_304);
            return "";
        }
        return body;
    }

    static String of(String body) {
        return '"'
                + Hashing.sha256()
                        .hashString(body, StandardCharsets.UTF_8)
                        .toString()
                        .substring(0, 32)
                + '"';
    }

    /** Whether a client's tags have this one; weak ones count as strong ones here. */
    static boolean matches(@Nullable String header, String tag) {
        return header != null
                && Arrays.stream(header.split(",", -1))
                        .map(String::strip)
                        .map(one -> one.startsWith(WEAK) ? one.substring(WEAK.length()) : one)
                        .anyMatch(one -> one.equals(tag) || one.equals("*"));
    }
}
