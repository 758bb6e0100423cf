// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.waiting.HeldMail;
import io.domainsharing.ownership.waiting.MailOrder;
import io.domainsharing.ownership.waiting.QueuedMail;
import java.time.Instant;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * One mail that waits, as JSON; times in ISO 8601.
 *
 * @param sender empty: the null sender
 * @param recipients the first {@value #MOST_RECIPIENTS} of those that wait
 * @param size of the message, in octets; absent: not told
 * @param nextAttempt absent: now, or not told
 * @param lastFailure why it was not taken at its last try; absent: not tried since the start
 * @param order retry or return: wanted and not come about yet; absent: nothing is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QueuedMailView(
        String name,
        String sender,
        List<String> recipients,
        int recipientCount,
        @Nullable Long size,
        @Nullable String since,
        @Nullable String nextAttempt,
        @Nullable String lastFailure,
        @Nullable String lastFailureAt,
        @Nullable String order) {
    static final int MOST_RECIPIENTS = 100;

    /**
     * A page of a queue.
     *
     * @param queue what James calls it
     * @param next the name to ask on with; absent: this is the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(String queue, List<QueuedMailView> mails, @Nullable String next) {
        static Page of(String queue, QueuedMail.Page page) {
            return new Page(queue, page.mails().stream().map(QueuedMailView::of).toList(), page.next());
        }
    }

    static QueuedMailView of(QueuedMail mail) {
        HeldMail.Failure failure = mail.lastFailure();
        MailOrder order = mail.order();
        return new QueuedMailView(
                mail.name(),
                mail.sender().asString(""),
                mail.recipients().stream()
                        .limit(MOST_RECIPIENTS)
                        .map(MailAddress::asString)
                        .toList(),
                mail.recipients().size(),
                mail.size(),
                text(mail.since()),
                text(mail.nextAttempt()),
                failure == null ? null : failure.text(),
                failure == null ? null : failure.at().toString(),
                order == null ? null : Words.word(order));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
