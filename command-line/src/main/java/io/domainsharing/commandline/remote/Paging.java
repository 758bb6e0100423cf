// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.terminal.Screen;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which page of a long list is wanted. */
final class Paging {
    @Option(names = "--after", paramLabel = "NAME", description = "only what comes behind this one")
    private @Nullable String after;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "at most so many, up to 1000 (default: ${DEFAULT-VALUE})")
    private int limit;

    /** To be put behind the question mark of a path. */
    String query() {
        return "limit=" + limit + (after == null ? "" : "&after=" + Request.encoded(after));
    }

    /** Tells how to go on, if there is more. */
    static void tellOfMore(Screen screen, JsonNode page) {
        if (page.has("next")) {
            screen.line(Words.faint(
                    ";; there are more: --after " + page.path("next").asText()));
        }
    }
}
