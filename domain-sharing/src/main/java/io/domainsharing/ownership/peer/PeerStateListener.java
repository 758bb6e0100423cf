// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import java.time.Duration;

/**
 * Hears what a peer says to look-ups of the guarded kind, and that it went away or came back. Called on any thread, event loops
 * included: must not block or throw.
 */
public interface PeerStateListener {
    /** Hears nothing. */
    PeerStateListener NONE = new PeerStateListener() {};

    /**
     * The peer was asked, by a look-up or a probe; what was never sent because it is known to be down is no look-up.
     *
     * @param took until the answer, or until it was given up
     */
    default void onAnswer(PeerName peer, PeerAnswer answer, Duration took) {}

    /** The peer is not asked any more until a probe is answered. */
    default void onDown(PeerName peer) {}

    /** The peer answers again: mail that waits for it can go. */
    default void onReturn(PeerName peer) {}
}
