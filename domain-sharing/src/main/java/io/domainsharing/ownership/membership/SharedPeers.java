// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peers that came at run time where all nodes of a site see them: one entry, changed as a whole. What DNS says is each node's
 * own and stays in its file. Used by one thread at a time; blocks.
 */
final class SharedPeers implements PeerStorage {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedPeers.class);
    private static final StateKey KEY = StateKey.only(StateKind.PEERS);

    private final SharedState state;
    private final PeerStore file;
    private final Runnable changed;
    /** As it was read or written last; null: it was not there. */
    private @Nullable String text;

    SharedPeers(SharedState state, PeerStore file, Runnable changed) {
        this.state = state;
        this.file = file;
        this.changed = changed;
    }

    /** {@inheritDoc} What this node's file holds, for it was alone before, is among it. */
    @Override
    public StoredPeers load() {
        StoredPeers own = file.load();
        try {
            return withOwn(shared(), own);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The peers added at run time, which the nodes of this site share: " + e.getMessage(), e);
        }
    }

    @Override
    public StoredPeers begin(StoredPeers loaded) throws IOException {
        StoredPeers own = file.load();
        StoredPeers now = withOwn(shared(), own);
        while (!write(now)) {
            now = withOwn(shared(), own);
        }
        StoredPeers rest = StoredPeers.NOTHING.withMx(own.mx());
        if (!own.hasSamePeers(rest)) {
            LOGGER.info(
                    "The peers added at run time are shared by the nodes of this site from now on: {}", now.names());
            // Else one that is removed at another node would come back with the next start.
            file.save(own, rest);
        }
        return now;
    }

    @Override
    public StoredPeers read(StoredPeers last) throws IOException {
        String before = text;
        StoredPeers now = shared();
        if (text == null) {
            // Somebody has emptied the table: that is no word of an operator.
            return last;
        }
        return text.equals(before) ? last : now.withMx(last.mx());
    }

    @Override
    public boolean save(StoredPeers before, StoredPeers next) throws IOException {
        if (!next.hasSameMx(before)) {
            file.save(before, StoredPeers.NOTHING.withMx(next.mx()));
        }
        if (next.hasSamePeers(before)) {
            return true;
        }
        boolean saved = write(next);
        if (saved) {
            changed.run();
        }
        return saved;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    private StoredPeers shared() throws IOException {
        Optional<String> found = state.get(KEY);
        StoredPeers read = StoredPeers.NOTHING;
        if (found.isPresent()) {
            read = PeersXml.read(found.get().getBytes(StandardCharsets.UTF_8));
        }
        text = found.orElse(null);
        return read;
    }

    private boolean write(StoredPeers next) throws StateUnavailableException {
        String written = xml(next);
        if (written.equals(text)) {
            return true;
        }
        StateValue value = StateValue.lasting(written);
        boolean done = text == null ? state.putIfAbsent(KEY, value) : state.compareAndSet(KEY, text, value);
        if (done) {
            text = written;
        }
        return done;
    }

    private static StoredPeers withOwn(StoredPeers shared, StoredPeers own) {
        StoredPeers all = shared.withMx(own.mx());
        for (Peer peer : own.peers()) {
            Optional<Peer> other = shared.peer(peer.name());
            if (other.isEmpty()) {
                all = all.with(peer);
            } else if (!other.get().equals(peer)) {
                LOGGER.warn("Peer {} was added here and at another node too: the other one counts", peer.name());
            }
        }
        return all.withKnown(own.known());
    }

    private static String xml(StoredPeers peers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PeersXml.write(peers.withMx(StoredPeers.NOTHING.mx()), out);
        } catch (ConfigurationException e) {
            throw new IllegalStateException("Into memory everything can be written", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
