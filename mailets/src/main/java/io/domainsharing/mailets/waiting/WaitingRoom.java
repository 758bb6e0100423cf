// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Where the mail of one queue waits until it is due. What it has taken it keeps until {@link DueMail#leave}, as long and through
 * what James's own queue would. Thread-safe; blocks as James's queues do, so never on a thread on which Reactor forbids that.
 */
public interface WaitingRoom {
    /** What James calls the queue. */
    String name();

    /** Takes a mail that is due at once. The caller's mail stays the caller's. */
    void add(Mail mail) throws MessagingException;

    /** Takes a mail that is due after that wait. The caller's mail stays the caller's. */
    void hold(Mail mail, Duration wait) throws MessagingException;

    /** The mail that is due, without end. More than one may subscribe, in other processes too: each mail comes to one of them. */
    Flux<DueMail> due();

    /**
     * Every mail's wait is over now.
     *
     * @throws MessagingException that cannot be had: each is due at its time
     */
    void release() throws MessagingException;

    /** How much waits or is due; null: that cannot be told. */
    @Nullable
    Long size() throws MessagingException;

    /** Whether there is certainly none. */
    default boolean isEmpty() throws MessagingException {
        Long size = size();
        return size != null && size == 0;
    }

    /** Whether {@link #release} can do something. */
    boolean isReleasable();

    /**
     * Shows what waits since before this process put mail here. Reads each: that is for once, not for every status page.
     *
     * @param most so many at most: more than that nobody wants to wait for
     */
    void show(int most, Look look) throws MessagingException;

    /** Sees one mail that waits. */
    @FunctionalInterface
    interface Look {
        /**
         * Sees it.
         *
         * @param since since when; null: not told
         * @param next when it is due; null: not told
         */
        void at(String name, @Nullable Instant since, @Nullable Instant next);
    }

    /**
     * Some of the mails that are here, by name. Reads the queue.
     *
     * @param after the name after which the page begins; null: the first page
     * @param limit so many at most
     * @return empty: the room cannot show them
     */
    Optional<List<ShownMail>> page(@Nullable String after, int limit) throws MessagingException;

    /** Whether {@link #release} has a mail come to a taker of this process, so that a single one can be waited for there. */
    boolean isOwnRelease();

    /** Gives back what the room holds open; the mail stays. Nothing is taken or given afterwards. Idempotent. */
    void close();
}
