// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Where a user's mail ends; every look is a new one. */
public interface Mailbox {
    /** All messages as they are now, whole (headers, empty line, body), oldest first. */
    List<String> messages();

    /** Those of the messages that contain a text. */
    default List<String> messagesWith(String text) {
        return messages().stream().filter(message -> message.contains(text)).toList();
    }

    /** Waits for a message that contains a text, at most half a minute. */
    default String await(String text) {
        Awaitility.await("a message with " + text + " for " + this)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !messagesWith(text).isEmpty());
        return messagesWith(text).get(0);
    }
}
