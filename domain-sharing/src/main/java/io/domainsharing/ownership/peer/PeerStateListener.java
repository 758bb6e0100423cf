// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.PeerName;

/** Hears that a peer went away or came back. Called on any thread, event loops included: must not block or throw. */
public interface PeerStateListener {
    /** Hears nothing. */
    PeerStateListener NONE = new PeerStateListener() {};

    /** The peer is not asked any more until a probe is answered. */
    default void onDown(PeerName peer) {}

    /** The peer answers again: mail that waits for it can go. */
    default void onReturn(PeerName peer) {}
}
