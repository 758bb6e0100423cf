// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.waiting.HeldMail;
import io.domainsharing.ownership.waiting.HeldMail.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The mail that waits for a peer or a gateway, as JSON; times in ISO 8601.
 *
 * @param waiting messages in its queue; absent where that cannot tell
 * @param oldestSince absent where nothing waits, or James's queue does not tell
 * @param nextAttempt when the first of them is tried; absent as before
 * @param lastFailure why the last one that was tried still waits; absent: the last one tried has left
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HeldView(
        @Nullable Long waiting,
        @Nullable String oldestSince,
        @Nullable String nextAttempt,
        @Nullable String lastFailure,
        @Nullable String lastFailureAt) {
    static HeldView of(HeldMail mail) {
        Failure failure = mail.lastFailure();
        return new HeldView(
                mail.waiting(),
                text(mail.oldestSince()),
                text(mail.nextAttempt()),
                failure == null ? null : failure.text(),
                failure == null ? null : text(failure.at()));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
