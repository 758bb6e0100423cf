// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/**
 * What a responder knows about addresses. Called on its event loop: must not block. On behalf of a peer it looks at this
 * server only and asks no other, or the queries would go round.
 */
@FunctionalInterface
public interface MingerDirectory {
    /**
     * Whether mail for this mailbox is accepted.
     *
     * @param asker where the query comes from
     * @return {@link MingerStatus#DOES_NOT_EXIST}, {@link MingerStatus#EXISTS_BUT_CANNOT_RECEIVE} or
     *     {@link MingerStatus#EXISTS}. Whatever else happens, failure or silence, the query gets no reply, so that whoever
     *     asks tries again later.
     */
    CompletionStage<MingerStatus> statusOf(Mailbox mailbox, InetAddress asker);
}
