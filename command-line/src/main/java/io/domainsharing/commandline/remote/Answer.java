// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of a request to WebAdmin. */
public sealed interface Answer {
    /**
     * It was done.
     *
     * @param body missing where WebAdmin sent none
     * @param date by WebAdmin's clock, to the second; null: it did not tell
     * @param took from sending to the whole answer
     */
    record Done(JsonNode body, @Nullable Instant date, Duration took) implements Answer {}

    /**
     * It was not.
     *
     * @param exitCode one of {@link io.domainsharing.commandline.terminal.ExitCode}
     * @param why for people, with a remedy; may quote the server, so it is escaped before it is shown
     */
    record Failed(int exitCode, String why) implements Answer {}
}
