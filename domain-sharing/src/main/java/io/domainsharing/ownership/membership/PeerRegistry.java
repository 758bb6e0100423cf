// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.RemovedPeers;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.PeerBlock;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import io.domainsharing.ownership.state.SharedState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the peers: those added at run time, beside those of {@code domainsharing.xml}, which cannot be changed here, or, instead
 * of these, those found by MX, which DNS changes (docs/adr/0009, 0015). A change is on disk before the {@link PeerDirectory} takes
 * it over, and that has told its listeners before the call returns. Thread-safe: one change at a time; a change blocks while it is
 * written.
 */
public final class PeerRegistry implements RemovedPeers {
    private static final Logger LOGGER = LoggerFactory.getLogger(PeerRegistry.class);

    /** How often a change is tried while other nodes change something else. */
    private static final int TRIES = 100;

    private final ConfiguredPeers configured;
    private final @Nullable PeerStorage storage;
    private final PeerDirectory directory;
    private volatile StoredPeers stored;
    private MxKnowledge mx;

    private PeerRegistry(ConfiguredPeers configured, @Nullable PeerStorage storage, StoredPeers stored) {
        this.configured = configured;
        this.storage = storage;
        this.stored = stored;
        this.mx = new MxKnowledge(stored.mx(), Map.of(), configured.mayBeFoundByMx());
        this.directory = new PeerDirectory(composed());
    }

    /** Nobody, for good: Domain Sharing is switched off. */
    public static PeerRegistry switchedOff() {
        return new PeerRegistry(ConfiguredPeers.NONE, null, StoredPeers.NOTHING);
    }

    /**
     * Reads what an earlier run has stored. A peer of the same name in the file takes its place, with a warning.
     *
     * @param folder that of the owner cache
     * @throws UncheckedIOException what is stored cannot be read: the start must fail
     */
    public static PeerRegistry load(ConfiguredPeers configured, Path folder) {
        return load(configured, new PeerStore(folder));
    }

    /**
     * As {@link #load(ConfiguredPeers, Path)}, where all nodes of a site have the same peers. What only this node has, for it was
     * alone before, becomes everybody's at the {@linkplain #start start}. What DNS says stays in the folder.
     *
     * @param node a text that no other node has, the same over a restart
     * @param changed run behind each change of this node, on its thread: may not block or throw
     */
    public static PeerRegistry load(
            ConfiguredPeers configured, Path folder, SharedState state, String node, Clock clock, Runnable changed) {
        NodeFiles files = new NodeFiles(state, node, configured.names(), clock);
        return load(configured, new SharedPeers(state, new PeerStore(folder), files, changed));
    }

    private static PeerRegistry load(ConfiguredPeers configured, PeerStorage storage) {
        StoredPeers stored = storage.load();
        configured.requireOwnName(stored.names());
        return new PeerRegistry(configured, storage, stored);
    }

    /** What this registry changes. */
    public PeerDirectory directory() {
        return directory;
    }

    /**
     * Takes the stored peers into use, once no other process of this node can: drops from them what {@code domainsharing.xml} says
     * now, and remembers whose queues are served. Where other nodes have them too, these may not have that file yet: none is dropped.
     *
     * @throws UncheckedIOException they cannot be written: the start must fail
     */
    public synchronized void start() {
        try {
            if (storage != null) {
                stored = storage.begin(stored);
            }
            boolean isShared = storage != null && storage.isShared();
            StoredPeers next = configured.in(stored, isShared);
            // Of lists that make no peers nothing is kept: the names of those that they made are.
            if (configured.byMx(mx).isEmpty()) {
                mx = new MxKnowledge(Map.of(), mx.said(), mx.mayBeFound());
            }
            for (int i = 0; !save(next.withMx(mx.hosts())); i++) {
                readAgain(i);
                next = configured.in(stored, isShared);
            }
            swap();
        } catch (IOException e) {
            throw new UncheckedIOException("The peers added at run time cannot be written (<cache><path>): " + e, e);
        }
    }

    /**
     * Takes over what other nodes of the site have changed, if there are any.
     *
     * @throws IOException nobody can say now what there is; nothing has changed
     */
    public synchronized void refresh() throws IOException {
        if (storage == null) {
            return;
        }
        Set<PeerName> files = storage.othersFiles();
        StoredPeers read = storage.read(stored);
        if (read.hasSamePeers(stored) && storage.othersFiles().equals(files)) {
            return;
        }
        if (!read.peers().equals(stored.peers())) {
            LOGGER.info("Another node has changed the peers added at run time: they are {}", read.names());
        }
        stored = read;
        swap();
    }

    /** What DNS says, as it is taken for the peers now. */
    public MxKnowledge mx() {
        return directory.current().mx();
    }

    /**
     * Takes over what DNS says now.
     *
     * @param change makes it of what DNS has said before
     * @throws IOException it cannot be stored; nothing has changed
     */
    public synchronized void learn(UnaryOperator<MxKnowledge> change) throws IOException {
        MxKnowledge next = change.apply(mx);
        List<PeerName> found = configured.byMx(next).stream().map(Peer::name).toList();
        for (int i = 0; !save(stored.withKnown(found).withMx(next.hosts())); i++) {
            readAgain(i);
        }
        mx = next;
        swap();
    }

    /** The peer of that name, if it was added at run time. */
    public Optional<Peer> added(PeerName name) {
        return configured.has(name) ? Optional.empty() : stored.peer(name);
    }

    /**
     * Adds a peer, or takes the place of the one of that name, which keeps its rank.
     *
     * @param kept what of the one before counts
     * @param onlyIfNew whether one of that name stays as it is
     * @throws BadConfigurationException it is this server's own name, or has no secret to prove
     * @throws IOException it cannot be stored; nothing has changed
     */
    public synchronized Outcome put(Peer peer, Kept kept, boolean onlyIfNew)
            throws IOException, BadConfigurationException {
        if (storage == null) {
            return Outcome.SWITCHED_OFF;
        }
        for (int i = 0; ; i++) {
            readAgain(i);
            Optional<Peer> before = stored.peer(peer.name());
            if (onlyIfNew && added(peer.name()).isPresent()) {
                return Outcome.ALREADY_THERE;
            }
            if (configured.has(peer.name())) {
                return Outcome.IN_FILE;
            }
            configured.requireOther(peer.name());
            Peer next = before.map(was -> kept.of(was, peer)).orElse(peer);
            PeerBlock.requireSecretToProve(next, "proof");
            if (save(stored.with(next))) {
                if (!Optional.of(next).equals(before)) {
                    String what = before.isEmpty() ? "added" : "changed";
                    LOGGER.info("Peer {} is {} at run time: {}", peer.name(), what, peer.smtp());
                }
                swap();
                return Outcome.DONE;
            }
        }
    }

    /**
     * Gives a peer another mode, wherever it comes from. It outlives a restart, unless the file says another one by then.
     *
     * @throws IOException it cannot be stored; nothing has changed
     */
    public synchronized Outcome putMode(PeerName name, PeerMode mode) throws IOException {
        if (storage == null) {
            return Outcome.SWITCHED_OFF;
        }
        for (int i = 0; ; i++) {
            readAgain(i);
            Optional<StoredPeers> next = configured.withMode(stored, name, mode, mx);
            if (next.isEmpty()) {
                return Outcome.NO_SUCH_PEER;
            }
            if (save(next.get())) {
                swap();
                return Outcome.DONE;
            }
        }
    }

    /**
     * Removes a peer that was added at run time.
     *
     * @param mail what becomes of the mail that waits for it
     * @throws IOException it cannot be stored; nothing has changed
     */
    public synchronized Outcome remove(PeerName name, RemovedMail mail) throws IOException {
        if (storage == null) {
            return Outcome.SWITCHED_OFF;
        }
        for (int i = 0; ; i++) {
            readAgain(i);
            if (configured.has(name)) {
                return Outcome.IN_FILE;
            }
            if (stored.peer(name).isEmpty()) {
                return directory.current().peer(name).isPresent() ? Outcome.FOUND_BY_MX : Outcome.NO_SUCH_PEER;
            }
            if (save(stored.without(name, mail))) {
                swap();
                return Outcome.DONE;
            }
        }
    }

    @Override
    public Set<PeerName> removedNames() {
        Set<PeerName> removed = new HashSet<>(stored.known());
        removed.removeAll(directory.current().names());
        removed.removeAll(directory.current().elsewhere());
        return removed;
    }

    @Override
    public synchronized void forgetRemoved(PeerName name) {
        try {
            for (int i = 0; ; i++) {
                readAgain(i);
                // Else it is there again.
                if (directory.current().names().contains(name) || save(stored.forget(name))) {
                    return;
                }
            }
        } catch (IOException e) {
            LOGGER.warn(
                    "{} is removed, and that its queue is empty cannot be written down; looked at again at the next start",
                    name,
                    e);
        }
    }

    /** @param tries how many attempts have failed, for others were faster */
    private void readAgain(int tries) throws IOException {
        if (tries >= TRIES) {
            throw new IOException("other nodes change the peers all the time");
        }
        refresh();
    }

    private boolean save(StoredPeers next) throws IOException {
        boolean same = next.hasSamePeers(stored) && next.hasSameMx(stored);
        if (storage != null && !same && !storage.save(stored, next)) {
            return false;
        }
        stored = next;
        return true;
    }

    private void swap() {
        directory.swap(composed(), stored.kept());
    }

    private PeerSet composed() {
        return configured.composed(stored, mx).beside(storage == null ? Set.of() : storage.othersFiles());
    }
}
