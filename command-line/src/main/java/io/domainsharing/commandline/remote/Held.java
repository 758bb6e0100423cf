// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Word;

/** The mail that waits for a peer or a gateway, in words. */
final class Held {
    private Held() {}

    /** How much, since when, and when it is tried. */
    static Word of(JsonNode destination) {
        if (!destination.has("waiting")) {
            return new Word("not known: James's queue cannot tell", Style.DOUBTFUL);
        }
        long waiting = destination.path("waiting").asLong();
        if (waiting == 0) {
            return Word.of("0");
        }
        return new Word(
                waiting
                        + (destination.has("oldestSince")
                                ? ", the oldest since "
                                        + Words.time(destination, "oldestSince").text()
                                : "")
                        + (destination.has("nextAttempt")
                                ? ", the next try at "
                                        + Words.time(destination, "nextAttempt").text()
                                : ""),
                Style.DOUBTFUL);
    }

    /** How much, for a table. */
    static Word count(JsonNode destination) {
        return destination.has("waiting") ? Words.text(destination, "waiting") : new Word("?", Style.DOUBTFUL);
    }
}
