// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.ownership.waiting.HeldMail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Since when the mails of one queue wait, and until when: told by who puts them there and takes them away, since to look for it
 * in the queue would read every message. Of more than {@value #MOST} mails, those beyond are not noted. Thread-safe.
 */
final class Waits {
    private static final Logger LOGGER = LoggerFactory.getLogger(Waits.class);
    private static final int MOST = 10_000;

    /** So many mails that outlived the last process are looked at. The others are noted when they are tried. */
    private static final int MOST_LOOKED_AT = 1_000;

    /** What has been due for so long and was not tried is in the queue no more, if that holds fewer than are noted here. */
    private static final Duration OVERDUE = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<String, Wait> byName = new ConcurrentHashMap<>();

    /**
     * One mail's.
     *
     * @param next null: not told
     * @param failure why it waits again; null: not tried yet
     */
    record Wait(Instant since, @Nullable Instant next, HeldMail.@Nullable Failure failure) {}

    Waits(Clock clock) {
        this.clock = clock;
    }

    /** Notes what waits in a queue since before this process put mail there. */
    void beginWith(WaitingRoom room) {
        try {
            if (!room.isEmpty()) {
                room.show(MOST_LOOKED_AT, this::note);
            }
        } catch (MessagingException | RuntimeException e) {
            LOGGER.warn(
                    "Since when the mail in the queue {} waits cannot be told before each is tried", room.name(), e);
        }
    }

    /** The mail is about to be put into the queue, for so long. */
    void begin(Mail mail, Duration wait) {
        begin(mail.getName(), MailAttributes.since(mail).orElse(null), wait);
    }

    /** @param since since when it waits; null: not told */
    void begin(String name, @Nullable Instant since, Duration wait) {
        note(name, since, clock.instant().plus(wait));
    }

    /** The mail was tried in vain, and is about to wait again. */
    void failed(Mail mail, HeldMail.Failure failure) {
        byName.computeIfPresent(mail.getName(), (name, wait) -> new Wait(wait.since(), wait.next(), failure));
    }

    /** The mail waits no more. */
    void end(Mail mail) {
        byName.remove(mail.getName());
    }

    /** No mail is noted; asks no queue. */
    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** What is noted of a mail; null: nothing. */
    @Nullable
    Wait of(String name) {
        return byName.get(name);
    }

    /** When each mail is tried whose time is not over. */
    Map<String, Instant> ahead() {
        Instant now = clock.instant();
        Map<String, Instant> ahead = new HashMap<>();
        byName.forEach((name, wait) -> {
            Instant next = wait.next();
            if (next != null && next.isAfter(now)) {
                ahead.put(name, next);
            }
        });
        return ahead;
    }

    /** @param waiting how many mails the queue says that it holds */
    HeldMail held(long waiting) {
        forgetRemoved(waiting);
        return waiting == 0 ? HeldMail.NONE : new HeldMail(waiting, earliest(Wait::since), earliest(Wait::next), null);
    }

    private void note(String name, @Nullable Instant since, @Nullable Instant next) {
        if (byName.size() < MOST || byName.containsKey(name)) {
            byName.compute(
                    name,
                    (key, before) -> new Wait(
                            since == null ? clock.instant() : since, next, before == null ? null : before.failure()));
        }
    }

    // An operator may take mail out of a queue through WebAdmin, which tells nobody.
    private void forgetRemoved(long waiting) {
        if (waiting < byName.size()) {
            Instant limit = clock.instant().minus(OVERDUE);
            byName.values().removeIf(wait -> {
                Instant next = wait.next();
                return next == null || next.isBefore(limit);
            });
        }
    }

    private @Nullable Instant earliest(Function<Wait, @Nullable Instant> time) {
        return byName.values().stream()
                .map(time)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
