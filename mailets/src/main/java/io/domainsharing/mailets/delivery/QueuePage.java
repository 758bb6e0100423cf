// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.waiting.ShownMail;
import io.domainsharing.ownership.waiting.QueuedMail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.jspecify.annotations.Nullable;

/** A page of a queue: what the queue shows, with what is noted of each mail. */
final class QueuePage {
    private QueuePage() {}

    /** @param limit so many at most */
    static Optional<QueuedMail.Page> of(OrderedRoom room, Waits waits, @Nullable String after, int limit)
            throws MessagingException {
        // One more than is shown tells whether there is another page.
        return room.page(after, limit + 1).map(seen -> {
            List<QueuedMail> mails = seen.stream()
                    .limit(limit)
                    .map(mail -> queued(mail, waits.of(mail.name()), room))
                    .toList();
            return new QueuedMail.Page(
                    mails, seen.size() > limit ? mails.get(limit - 1).name() : null);
        });
    }

    private static QueuedMail queued(ShownMail mail, Waits.@Nullable Wait wait, OrderedRoom room) {
        Instant since = mail.since();
        Instant next = wait == null ? null : wait.next();
        return new QueuedMail(
                mail.name(),
                mail.sender(),
                mail.recipients(),
                mail.size(),
                since == null && wait != null ? wait.since() : since,
                next == null ? mail.next() : next,
                wait == null ? null : wait.failure(),
                room.orderOf(mail.name()));
    }
}
