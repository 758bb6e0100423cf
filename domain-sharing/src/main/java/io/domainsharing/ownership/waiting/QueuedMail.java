// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.waiting;

import io.domainsharing.ownership.waiting.HeldMail.Failure;
import java.time.Instant;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.jspecify.annotations.Nullable;

/**
 * One mail that waits.
 *
 * @param name what James calls it; unique
 * @param recipients those that wait, and nobody else whom the message is for
 * @param size of the message, in octets; null: not told
 * @param since since when it waits; null: not told
 * @param nextAttempt when it is tried; null: now, or not told
 * @param lastFailure why it was not taken at its last try; null: not tried since the start
 * @param order what an operator wants of it and has not come about yet; null: nothing
 */
public record QueuedMail(
        String name,
        MaybeSender sender,
        List<MailAddress> recipients,
        @Nullable Long size,
        @Nullable Instant since,
        @Nullable Instant nextAttempt,
        @Nullable Failure lastFailure,
        @Nullable MailOrder order) {
    public QueuedMail {
        recipients = List.copyOf(recipients);
    }

    /**
     * Some of a queue's mails, by name.
     *
     * @param next the name after which the next page begins; null: this is the last
     */
    public record Page(List<QueuedMail> mails, @Nullable String next) {
        public Page {
            mails = List.copyOf(mails);
        }
    }
}
