// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.waiting;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.PeerBlock;
import java.util.Optional;
import java.util.OptionalLong;
import javax.mail.MessagingException;
import org.jspecify.annotations.Nullable;

/** The mail that waits here for peers and gateways, and for its owner to be told. Thread-safe. */
public interface WaitingMail {
    /** Stands for the queue of mail whose owner is undetermined; no peer is called so. */
    PeerName UNDETERMINED = PeerBlock.RESERVED;

    /** The mail that waits for a peer or a gateway, as of a moment ago. Never blocks. */
    HeldMail held(PeerName name);

    /** How many messages waited a moment ago because their owner is undetermined; empty where James's queue cannot tell. Never blocks. */
    OptionalLong undetermined();

    /** What James calls the queue of undetermined mail. */
    String undeterminedQueue();

    /**
     * Has the mail for a peer or a gateway tried now, and the undetermined mail, as that peer may now say. Uses up no retries.
     * Blocks as James's queues do.
     *
     * @throws MessagingException the queue cannot have its mail tried now: it waits for its next try
     */
    void flush(PeerName name) throws MessagingException;

    /**
     * The mails of one queue, by name. Reads the queue, so that is for somebody who wants to see them. Blocks as James's queues do.
     *
     * @param queue of a peer or a gateway, or {@link #UNDETERMINED}
     * @param after the name after which the page begins; null: the first page
     * @param limit at most so many
     * @return empty: the queue cannot show its mails
     * @throws MessagingException they cannot be read now
     */
    Optional<QueuedMail.Page> mails(PeerName queue, @Nullable String after, int limit) throws MessagingException;

    /**
     * Has one mail tried or returned as soon as nobody else has it in hand: it is neither lost nor doubled whatever happens at the
     * same moment. Forgotten when the process ends. Blocks as James's queues do.
     *
     * @param queue of a peer or a gateway, or {@link #UNDETERMINED}
     * @throws MessagingException the queue fails: the mail waits on
     */
    MailOrder.Outcome order(PeerName queue, String mail, MailOrder order) throws MessagingException;
}
