// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import com.google.common.collect.Sets;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peers that came at run time where all nodes of a site see them: one entry, changed as a whole. In its own file each node keeps
 * what DNS says, and the names of those who had a queue here: nodes may have queues of their own, and the one that finds its queue of a
 * removed peer empty says nothing of the others'. Used by one thread at a time; blocks.
 */
final class SharedPeers implements PeerStorage {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedPeers.class);
    private static final StateKey KEY = StateKey.only(StateKind.PEERS);

    private final SharedState state;
    private final PeerStore file;
    private final Runnable changed;
    private final NodeFiles files;
    /** As it was read or written last; null: it was not there. */
    private @Nullable String text;
    /** What that says. */
    private StoredPeers shared = StoredPeers.NOTHING;
    /** The names in the file. */
    private Set<PeerName> own = Set.of();

    SharedPeers(SharedState state, PeerStore file, NodeFiles files, Runnable changed) {
        this.state = state;
        this.file = file;
        this.files = files;
        this.changed = changed;
    }

    /** {@inheritDoc} What this node's file holds, for it was alone before, is among it. */
    @Override
    public StoredPeers load() {
        StoredPeers mine = file.load();
        own = mine.known();
        try {
            readShared();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The peers added at run time, which the nodes of this site share: " + e.getMessage(), e);
        }
        return withPeersOf(mine).withAlsoKnown(own).withMx(mine.mx());
    }

    @Override
    public StoredPeers begin(StoredPeers loaded) throws IOException {
        StoredPeers mine = file.load();
        files.tell();
        readShared();
        while (!write(withPeersOf(mine))) {
            readShared();
        }
        if (!mine.peers().isEmpty()) {
            LOGGER.info(
                    "The peers added at run time are shared by the nodes of this site from now on: {}", shared.names());
        }
        // Peers stay there no longer: one that is removed at another node would come back with the next start.
        boolean unused =
                file.save(mine, shared.withAlsoKnown(own).withoutPeers().withMx(mine.mx()));
        own = shared.withAlsoKnown(own).known();
        return shared.withAlsoKnown(own).withMx(mine.mx());
    }

    @Override
    public StoredPeers read(StoredPeers last) throws IOException {
        files.tell();
        readShared();
        if (text == null) {
            // Somebody has emptied the table: that is no word of an operator.
            return last;
        }
        StoredPeers now = shared.withAlsoKnown(own).withMx(last.mx());
        // Each of them has a queue here from now on.
        writeOwn(now.known(), last, last.mx());
        return now;
    }

    @Override
    public boolean save(StoredPeers before, StoredPeers next) throws IOException {
        writeOwn(next.known(), before, next.mx());
        Set<PeerName> forgotten = Sets.difference(before.known(), next.known());
        StoredPeers nextShared = new StoredPeers(
                        next.peers(),
                        Sets.difference(shared.known(), forgotten),
                        next.kept(),
                        shared.mx(),
                        next.modes())
                .withAlsoKnown(Sets.difference(next.known(), before.known()))
                .withAlsoKnown(next.names());
        if (nextShared.hasSamePeers(shared)) {
            return true;
        }
        boolean saved = write(nextShared);
        if (saved) {
            changed.run();
        }
        return saved;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Set<PeerName> othersFiles() {
        return files.others();
    }

    private void readShared() throws IOException {
        files.read();
        Optional<String> found = state.get(KEY);
        if (found.isPresent()) {
            shared = PeersXml.read(found.get().getBytes(StandardCharsets.UTF_8));
        }
        text = found.orElse(null);
    }

    private boolean write(StoredPeers next) throws StateUnavailableException {
        String written = xml(next);
        if (!written.equals(text)) {
            StateValue value = StateValue.lasting(written);
            boolean done = text == null ? state.putIfAbsent(KEY, value) : state.compareAndSet(KEY, text, value);
            if (!done) {
                return false;
            }
        }
        text = written;
        shared = next;
        return true;
    }

    private void writeOwn(Set<PeerName> known, StoredPeers before, Map<Domain, List<String>> mx) throws IOException {
        StoredPeers next = new StoredPeers(List.of(), known, Set.of(), mx, Map.of());
        if (!known.equals(own) || !next.hasSameMx(before)) {
            boolean unused = file.save(before, next);
            own = next.known();
        }
    }

    private StoredPeers withPeersOf(StoredPeers mine) {
        StoredPeers all = shared;
        for (Peer peer : mine.peers()) {
            Optional<Peer> other = shared.peer(peer.name());
            if (other.isEmpty()) {
                all = all.with(peer);
            } else if (!other.get().equals(peer)) {
                LOGGER.warn("Peer {} was added here and at another node too: the other one counts", peer.name());
            }
        }
        for (Map.Entry<PeerName, ModeChange> mode : mine.modes().entrySet()) {
            all = all.modes().containsKey(mode.getKey()) ? all : all.withMode(mode.getKey(), mode.getValue());
        }
        return mine.peers().isEmpty() ? all : all.withAlsoKnown(mine.known());
    }

    private static String xml(StoredPeers peers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PeersXml.write(peers.withMx(Map.of()), out);
        } catch (ConfigurationException e) {
            throw new IllegalStateException("Into memory everything can be written", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
