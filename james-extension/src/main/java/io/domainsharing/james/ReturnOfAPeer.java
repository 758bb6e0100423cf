// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.mailets.PeerDelivery;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.peer.PeerStateListener;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.mail.MessagingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail that waits for a peer leaves as soon as the peer answers again. */
final class ReturnOfAPeer implements PeerStateListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReturnOfAPeer.class);

    private final PeerDelivery delivery;
    private final Executor background;

    ReturnOfAPeer(PeerDelivery delivery, Executor background) {
        this.delivery = delivery;
        this.background = background;
    }

    @Override
    public void onReturn(PeerName peer) {
        try {
            background.execute(() -> flush(peer));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("{} is back, but this server is stopping", peer, e);
        }
    }

    private void flush(PeerName peer) {
        try {
            delivery.flush(peer);
        } catch (MessagingException | RuntimeException e) {
            LOGGER.warn("{} is back, but its mail stays until its next retry", peer, e);
        }
    }
}
