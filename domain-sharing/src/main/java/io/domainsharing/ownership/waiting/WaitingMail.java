// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.waiting;

import io.domainsharing.ownership.PeerName;
import java.util.OptionalLong;
import javax.mail.MessagingException;

/** The mail that waits here for peers and gateways, and for its owner to be told. Thread-safe. */
public interface WaitingMail {
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
}
