// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Duration;
import java.time.Instant;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;

/**
 * A mail whose wait is over, for one taker. It ends by {@link #leave} or {@link #giveBack}; until then the room offers it to nobody
 * else, and to somebody else when this process dies. For one thread at a time; blocks.
 */
public interface DueMail {
    /** What it is called in logs. */
    String name();

    /** Since when it waits, where the room can tell that without opening it; null: it cannot. */
    @Nullable
    Instant since();

    /**
     * The mail itself, always the same; whoever opens it disposes of it at the end.
     *
     * @return null: it is in the room no more, and has left
     * @throws MessagingException it cannot be read now
     */
    @Nullable
    Mail open() throws MessagingException;

    /**
     * Keeps it for so long, as the opened mail is now; unopened, as it was. It is due again after that, and {@link #leave} takes only this
     * turn away.
     */
    void hold(Duration wait) throws MessagingException;

    /** This turn is over: unless it was held again, the mail is in the room no more. */
    void leave() throws MessagingException;

    /** The room offers it again, as it was, when it likes: for those who can do nothing else. Never throws. */
    void giveBack();
}
