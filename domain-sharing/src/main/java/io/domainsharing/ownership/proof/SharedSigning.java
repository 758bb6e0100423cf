// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing peers of a site: an entry for each. What a node's own file has, for it was alone before, becomes everybody's at its start.
 * Used by one thread at a time; blocks.
 */
final class SharedSigning implements SigningStorage {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedSigning.class);
    /** How often a change is tried while other nodes change the same entry. */
    private static final int TRIES = 100;

    private final SharedState state;
    private final SigningFile file;

    SharedSigning(SharedState state, SigningFile file) {
        this.state = state;
        this.file = file;
    }

    @Override
    public List<SigningPeer> load() {
        try {
            List<SigningPeer> mine = file.load();
            for (SigningPeer peer : mine) {
                boolean unused = state.putIfAbsent(keyOf(peer), StateValue.lasting(peer.words()));
            }
            if (!mine.isEmpty()) {
                file.write(List.of());
            }
            return read(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Which peers prove their answers, which the nodes of this site share: " + e.getMessage(), e);
        }
    }

    @Override
    public List<SigningPeer> read(List<SigningPeer> last) throws IOException {
        List<SigningPeer> peers = new ArrayList<>();
        for (Map.Entry<String, String> entry :
                state.list(StateKind.SIGNING_PEER).entrySet()) {
            try {
                peers.add(SigningPeer.of(new PeerName(entry.getKey()), entry.getValue()));
            } catch (IllegalArgumentException e) {
                LOGGER.warn("A signing peer that the nodes of this site share cannot be read and does not count", e);
            }
        }
        return peers;
    }

    @Override
    public void put(SigningPeer peer, List<SigningPeer> all) throws IOException {
        StateValue value = StateValue.lasting(peer.words());
        for (int i = 0; i < TRIES; i++) {
            Optional<String> before = state.get(keyOf(peer));
            if (before.filter(words -> isSame(peer, words)).isPresent()
                    || (before.isPresent()
                            ? state.compareAndSet(keyOf(peer), before.get(), value)
                            : state.putIfAbsent(keyOf(peer), value))) {
                return;
            }
        }
        throw new IOException("other nodes change this entry all the time");
    }

    @Override
    public void remove(SigningPeer peer, List<SigningPeer> all) throws StateUnavailableException {
        Optional<String> before = state.get(keyOf(peer)).filter(words -> isSame(peer, words));
        if (before.isPresent()) {
            // If not, another node has been faster.
            boolean unused = state.remove(keyOf(peer), before.get());
        }
    }

    // Another node may have seen it sign at another time.
    private static boolean isSame(SigningPeer peer, String words) {
        return words.startsWith(peer.mark());
    }

    private static StateKey keyOf(SigningPeer peer) {
        return new StateKey(StateKind.SIGNING_PEER, peer.name().value());
    }
}
