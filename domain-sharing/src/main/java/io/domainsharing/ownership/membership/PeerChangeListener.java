// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

/**
 * Hears of changes of the peers, one at a time, on the thread that makes them, which may be one of the background but no event loop. Must
 * not throw. In neither phase may one listener rely on what another does in the same phase.
 */
public interface PeerChangeListener {
    /** The change is on disk, and whoever asks for the peers still sees those of before. */
    default void beforeSwap(PeerChange change) {}

    /** From here on everybody sees the peers of afterwards. */
    default void afterSwap(PeerChange change) {}
}
