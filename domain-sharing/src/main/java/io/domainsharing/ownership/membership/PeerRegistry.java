// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.RemovedPeers;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
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

    private final ConfiguredPeers configured;
    private final @Nullable PeerStore store;
    private final PeerDirectory directory;
    private volatile Map<PeerName, Peer> added;
    private volatile Set<PeerName> known;
    private MxKnowledge mx;

    /** What came of a change. */
    public enum Outcome {
        DONE,
        /** Nothing has changed: the peer stands in {@code domainsharing.xml}. */
        IN_FILE,
        /** Nothing has changed: there is a peer of that name, and only a new one was wanted. */
        ALREADY_THERE,
        /** Nothing has changed: there is no such peer. */
        NO_SUCH_PEER,
        /** Nothing has changed: DNS names the peer. */
        FOUND_BY_MX,
        /** Nothing has changed: Domain Sharing is switched off. */
        SWITCHED_OFF
    }

    private PeerRegistry(
            ConfiguredPeers configured, @Nullable PeerStore store, PeerStore.Content content, MxKnowledge mx) {
        this.configured = configured;
        this.store = store;
        this.added = byName(content.peers());
        this.known = content.known();
        this.mx = mx;
        this.directory = new PeerDirectory(composed(added, mx));
    }

    /** Nobody, for good: Domain Sharing is switched off. */
    public static PeerRegistry switchedOff() {
        return new PeerRegistry(ConfiguredPeers.NONE, null, PeerStore.Content.NOTHING, MxKnowledge.NONE);
    }

    /**
     * Reads what an earlier run has stored. A peer of the same name in the file takes its place, with a warning.
     *
     * @param folder that of the owner cache
     * @throws UncheckedIOException what is stored cannot be read: the start must fail
     */
    public static PeerRegistry load(ConfiguredPeers configured, Path folder) {
        PeerStore store = new PeerStore(folder);
        PeerStore.Content content = store.load();
        for (Peer peer : content.peers()) {
            if (configured.isOwnName(peer.name())) {
                throw new UncheckedIOException(
                        new IOException(BadConfigurationException.FILE + ": node: '" + configured.node()
                                + "' is also the name of a peer added at run time. Give this server another name"));
            }
        }
        return new PeerRegistry(
                configured, store, content, new MxKnowledge(content.mx(), Map.of(), configured.mayBeFoundByMx()));
    }

    /** What this registry changes. */
    public PeerDirectory directory() {
        return directory;
    }

    /**
     * Takes the file of peers into use, once no other process can: drops from it what {@code domainsharing.xml} says now, and
     * remembers whose queues are served.
     *
     * @throws UncheckedIOException it cannot be written: the start must fail
     */
    public synchronized void start() {
        Map<PeerName, Peer> stay = new LinkedHashMap<>(added);
        for (Peer peer : configured.peers()) {
            if (stay.remove(peer.name()) != null) {
                LOGGER.warn(
                        "Peer {} stands in {} and was added at run time too: the file counts, the other one is forgotten",
                        peer.name(),
                        BadConfigurationException.FILE);
            }
        }
        Set<PeerName> names = new HashSet<>(known);
        configured.peers().forEach(peer -> names.add(peer.name()));
        configured.gateways().forEach(gateway -> names.add(gateway.name()));
        try {
            // Of lists that make no peers nothing is kept: the names of those that they made are.
            boolean makesPeers = !configured.byMx(mx).isEmpty();
            save(stay, names, makesPeers ? mx : new MxKnowledge(Map.of(), mx.said(), mx.mayBeFound()));
            directory.swap(composed(added, mx), RemovedMail.REQUEUE);
        } catch (IOException e) {
            throw new UncheckedIOException("The peers added at run time cannot be written (<cache><path>): " + e, e);
        }
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
        Set<PeerName> names = new HashSet<>(known);
        configured.byMx(next).forEach(peer -> names.add(peer.name()));
        save(added, names, next);
        directory.swap(composed(added, mx), RemovedMail.REQUEUE);
    }

    /** The peer of that name, if it was added at run time. */
    public Optional<Peer> added(PeerName name) {
        return configured.has(name) ? Optional.empty() : Optional.ofNullable(added.get(name));
    }

    /**
     * Adds a peer, or takes the place of the one of that name, which keeps its rank.
     *
     * @param keepSecret the secret of the one before counts
     * @param onlyIfNew whether one of that name stays as it is
     * @throws BadConfigurationException it is this server's own name
     * @throws IOException it cannot be stored; nothing has changed
     */
    public synchronized Outcome put(Peer peer, boolean keepSecret, boolean onlyIfNew)
            throws IOException, BadConfigurationException {
        if (store == null) {
            return Outcome.SWITCHED_OFF;
        }
        Peer before = added.get(peer.name());
        if (onlyIfNew && added(peer.name()).isPresent()) {
            return Outcome.ALREADY_THERE;
        }
        if (configured.has(peer.name())) {
            return Outcome.IN_FILE;
        }
        if (configured.isOwnName(peer.name())) {
            throw new BadConfigurationException(
                    "name", "'" + peer.name() + "' is this server itself", "Give its peers other names");
        }
        Map<PeerName, Peer> next = new LinkedHashMap<>(added);
        next.put(peer.name(), keepSecret && before != null ? peer.withSecret(before.secret()) : peer);
        save(next, known, mx);
        Peer now = next.get(peer.name());
        if (now != null && !now.equals(before)) {
            LOGGER.info(
                    "Peer {} is {} at run time: {}", peer.name(), before == null ? "added" : "changed", peer.smtp());
        }
        directory.swap(composed(added, mx), RemovedMail.REQUEUE);
        return Outcome.DONE;
    }

    /**
     * Removes a peer that was added at run time.
     *
     * @param mail what becomes of the mail that waits for it
     * @throws IOException it cannot be stored; nothing has changed
     */
    public synchronized Outcome remove(PeerName name, RemovedMail mail) throws IOException {
        if (store == null) {
            return Outcome.SWITCHED_OFF;
        }
        if (configured.has(name)) {
            return Outcome.IN_FILE;
        }
        Map<PeerName, Peer> next = new LinkedHashMap<>(added);
        if (next.remove(name) == null) {
            return directory.current().peer(name).isPresent() ? Outcome.FOUND_BY_MX : Outcome.NO_SUCH_PEER;
        }
        save(next, known, mx);
        directory.swap(composed(added, mx), mail);
        return Outcome.DONE;
    }

    @Override
    public Set<PeerName> removedNames() {
        Set<PeerName> removed = new HashSet<>(known);
        removed.removeAll(directory.current().names());
        return removed;
    }

    @Override
    public synchronized void forgetRemoved(PeerName name) {
        if (directory.current().names().contains(name)) {
            // It is there again.
            return;
        }
        Set<PeerName> others = new HashSet<>(known);
        others.remove(name);
        try {
            save(added, others, mx);
        } catch (IOException e) {
            LOGGER.warn(
                    "{} is removed, and that its queue is empty cannot be written down; looked at again at the next start",
                    name,
                    e);
        }
    }

    /**
     * All peers: those of the file or found by MX, then those added, oldest first. One that was added under the name of one found by
     * MX takes its place: an operator knows more of it than DNS does.
     */
    private PeerSet composed(Map<PeerName, Peer> runtime, MxKnowledge knowledge) {
        List<Peer> peers = Stream.of(
                        configured.peers().stream(),
                        configured.byMx(knowledge).stream().filter(peer -> !runtime.containsKey(peer.name())),
                        runtime.values().stream().filter(peer -> !configured.has(peer.name())))
                .flatMap(some -> some)
                .toList();
        return new PeerSet(peers, configured.gateways(), knowledge);
    }

    private void save(Map<PeerName, Peer> nextAdded, Set<PeerName> before, MxKnowledge nextMx) throws IOException {
        Set<PeerName> names = new HashSet<>(before);
        names.addAll(nextAdded.keySet());
        boolean same = nextAdded.equals(added) && names.equals(known) && isSameOrder(nextMx.hosts(), mx.hosts());
        if (store != null && !same) {
            store.save(nextAdded.values(), names, nextMx.hosts());
        }
        added = nextAdded;
        mx = nextMx;
        known = Set.copyOf(names);
    }

    private static boolean isSameOrder(Map<Domain, List<String>> hosts, Map<Domain, List<String>> others) {
        return List.copyOf(hosts.entrySet()).equals(List.copyOf(others.entrySet()));
    }

    private static Map<PeerName, Peer> byName(List<Peer> peers) {
        return peers.stream()
                .collect(Collectors.toMap(Peer::name, peer -> peer, (one, other) -> other, LinkedHashMap::new));
    }
}
