// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.FormerPeers;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peers added at run time (D6), beside those of {@code domainsharing.xml}, which cannot be changed here, or, instead of these,
 * those found by MX (V3), which DNS changes. A change is on disk before it has an effect; its listeners hear of it before {@link
 * #put}, {@link #remove} and {@link #replaceMx} return. Thread-safe: one change at a time; a change blocks while it is written,
 * reading does not.
 */
public final class RuntimePeers implements FormerPeers {
    private static final Logger LOGGER = LoggerFactory.getLogger(RuntimePeers.class);

    private final List<Peer> fromFile;
    private final Set<PeerName> gateways;
    private final @Nullable NodeName node;
    private final @Nullable PeerStore store;
    private final Function<Map<Domain, List<String>>, List<Peer>> byMx;
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<PeerName, Peer> added;
    private volatile Set<PeerName> known;
    private volatile Map<Domain, List<String>> mxHosts;
    private volatile List<Peer> mx;

    /** What came of a change. */
    public enum Outcome {
        DONE,
        /** Nothing has changed: the peer stands in {@code domainsharing.xml}. */
        IN_FILE,
        /** Nothing has changed: there is no such peer. */
        NO_SUCH_PEER,
        /** Nothing has changed: DNS names the peer. */
        FOUND_BY_MX,
        /** Nothing has changed: Domain Sharing is switched off. */
        SWITCHED_OFF
    }

    /** Hears of changes, one at a time, on the thread that makes them. */
    @FunctionalInterface
    public interface ChangeListener {
        /**
         * The peers have changed.
         *
         * @param all from now on, those of the file first
         * @param name the one that has been added, changed or removed
         * @param changed it was there before and still is
         */
        void changed(List<Peer> all, PeerName name, boolean changed);
    }

    private RuntimePeers(
            List<Peer> fromFile,
            Set<PeerName> gateways,
            @Nullable NodeName node,
            @Nullable PeerStore store,
            PeerStore.Content content,
            Function<Map<Domain, List<String>>, List<Peer>> byMx) {
        this.fromFile = List.copyOf(fromFile);
        this.gateways = Set.copyOf(gateways);
        this.node = node;
        this.store = store;
        this.added = byName(content.peers());
        this.known = content.known();
        this.byMx = byMx;
        this.mxHosts = content.mx();
        this.mx = byMx.apply(mxHosts);
    }

    /** Nobody, for good: Domain Sharing is switched off. */
    public static RuntimePeers switchedOff() {
        return new RuntimePeers(List.of(), Set.of(), null, null, PeerStore.Content.NOTHING, hosts -> List.of());
    }

    /** As {@link #load(List, Set, NodeName, Path, Function)}, where no peer is found by MX. */
    public static RuntimePeers load(List<Peer> fromFile, Set<PeerName> gateways, NodeName node, Path folder) {
        return load(fromFile, gateways, node, folder, hosts -> List.of());
    }

    /**
     * Reads what an earlier run has stored. A peer of the same name in the file takes its place, with a warning.
     *
     * @param fromFile the peers of {@code domainsharing.xml}
     * @param gateways the names of its gateways, whose queues are served as well
     * @param folder that of the owner cache
     * @param byMx makes peers of each domain's MX hosts, such as those that an earlier run found
     * @throws UncheckedIOException what is stored cannot be read: the start must fail
     */
    public static RuntimePeers load(
            List<Peer> fromFile,
            Set<PeerName> gateways,
            NodeName node,
            Path folder,
            Function<Map<Domain, List<String>>, List<Peer>> byMx) {
        PeerStore store = new PeerStore(folder);
        PeerStore.Content content = store.load();
        for (Peer peer : content.peers()) {
            if (isOwnName(peer.name(), node)) {
                throw new UncheckedIOException(new IOException(BadConfigurationException.FILE + ": node: '" + node
                        + "' is also the name of a peer added at run time. Give this server another name"));
            }
        }
        return new RuntimePeers(fromFile, gateways, node, store, content, byMx);
    }

    /**
     * Takes the file of peers into use, once no other process can: drops from it what {@code domainsharing.xml} says now, and
     * remembers whose queues are served.
     *
     * @throws UncheckedIOException it cannot be written: the start must fail
     */
    public synchronized void start() {
        Map<PeerName, Peer> left = new LinkedHashMap<>(added);
        for (Peer peer : fromFile) {
            if (left.remove(peer.name()) != null) {
                LOGGER.warn(
                        "Peer {} stands in {} and was added at run time too: the file counts, the other one is forgotten",
                        peer.name(),
                        BadConfigurationException.FILE);
            }
        }
        Set<PeerName> names = new HashSet<>(known);
        names.addAll(names(fromFile));
        names.addAll(gateways);
        try {
            // Of lists that make no peers nothing is kept: the names of those that they made are.
            save(left, names, mx.isEmpty() ? Map.of() : mxHosts);
        } catch (IOException e) {
            throw new UncheckedIOException("The peers added at run time cannot be written (<cache><path>): " + e, e);
        }
    }

    public void addListener(ChangeListener listener) {
        listeners.add(listener);
    }

    /**
     * All peers: those of the file or found by MX, then those added, oldest first. One that was added under the name of one found by
     * MX takes its place: an operator knows more of it than DNS does.
     */
    public List<Peer> all() {
        Map<PeerName, Peer> runtime = added;
        Set<PeerName> inFile = names(fromFile);
        return Stream.of(
                        fromFile.stream(),
                        mx.stream().filter(peer -> !runtime.containsKey(peer.name())),
                        runtime.values().stream().filter(peer -> !inFile.contains(peer.name())))
                .flatMap(peers -> peers)
                .toList();
    }

    /** The other servers among each domain's MX hosts, best first, as they are taken for peers now. */
    public Map<Domain, List<String>> mxHosts() {
        return mxHosts;
    }

    /**
     * Takes over what DNS says now.
     *
     * @param hosts the other servers among each domain's MX hosts, best first
     * @return the peers that came, changed or went
     * @throws IOException it cannot be stored; nothing has changed
     */
    public synchronized Set<PeerName> replaceMx(Map<Domain, List<String>> hosts) throws IOException {
        Map<Domain, List<String>> copy = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
        List<Peer> found = byMx.apply(copy);
        Set<PeerName> names = new HashSet<>(known);
        names.addAll(names(found));
        Map<PeerName, Peer> before = byName(all());
        save(added, names, copy);
        mx = found;
        Map<PeerName, Peer> after = byName(all());
        Set<PeerName> changed = new LinkedHashSet<>(before.keySet());
        changed.addAll(after.keySet());
        changed.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        changed.forEach(name -> tell(name, before.containsKey(name) && after.containsKey(name)));
        return changed;
    }

    /** The peer of that name, if it was added at run time. */
    public Optional<Peer> added(PeerName name) {
        return isInFile(name) ? Optional.empty() : Optional.ofNullable(added.get(name));
    }

    /**
     * Adds a peer, or takes the place of the one of that name, which keeps its rank.
     *
     * @param keepSecret the secret of the one before counts
     * @throws BadConfigurationException it is this server's own name
     * @throws IOException it cannot be stored; nothing has changed
     */
    public synchronized Outcome put(Peer peer, boolean keepSecret) throws IOException, BadConfigurationException {
        if (store == null) {
            return Outcome.SWITCHED_OFF;
        }
        if (isInFile(peer.name())) {
            return Outcome.IN_FILE;
        }
        if (isOwnName(peer.name(), node)) {
            throw new BadConfigurationException(
                    "name", "'" + peer.name() + "' is this server itself", "Give its peers other names");
        }
        Map<PeerName, Peer> peers = new LinkedHashMap<>(added);
        Peer before = peers.get(peer.name());
        peers.put(peer.name(), keepSecret && before != null ? peer.withSecret(before.secret()) : peer);
        save(peers, known, mxHosts);
        LOGGER.info("Peer {} is {} at run time: {}", peer.name(), before == null ? "added" : "changed", peer.smtp());
        tell(peer.name(), before != null || isFoundByMx(peer.name()));
        return Outcome.DONE;
    }

    /**
     * Takes a peer away.
     *
     * @throws IOException it cannot be stored; nothing has changed
     */
    public synchronized Outcome remove(PeerName name) throws IOException {
        if (store == null) {
            return Outcome.SWITCHED_OFF;
        }
        if (isInFile(name)) {
            return Outcome.IN_FILE;
        }
        Map<PeerName, Peer> peers = new LinkedHashMap<>(added);
        if (peers.remove(name) == null) {
            return isFoundByMx(name) ? Outcome.FOUND_BY_MX : Outcome.NO_SUCH_PEER;
        }
        save(peers, known, mxHosts);
        tell(name, isFoundByMx(name));
        return Outcome.DONE;
    }

    @Override
    public Set<PeerName> formerNames() {
        Set<PeerName> former = new HashSet<>(known);
        former.removeAll(names(all()));
        former.removeAll(gateways);
        return former;
    }

    @Override
    public synchronized void forgetFormer(PeerName name) {
        Set<PeerName> others = new HashSet<>(known);
        others.remove(name);
        try {
            save(added, others, mxHosts);
        } catch (IOException e) {
            LOGGER.warn(
                    "{} is no peer or gateway any more, which cannot be written down; looked at again at the next start",
                    name,
                    e);
        }
    }

    private void save(Map<PeerName, Peer> peers, Set<PeerName> before, Map<Domain, List<String>> hosts)
            throws IOException {
        Set<PeerName> names = new HashSet<>(before);
        names.addAll(peers.keySet());
        boolean same = peers.equals(added) && names.equals(known) && isSameOrder(hosts, mxHosts);
        if (store != null && !same) {
            store.save(peers.values(), names, hosts);
        }
        added = peers;
        mxHosts = hosts;
        known = Set.copyOf(names);
    }

    private void tell(PeerName name, boolean changed) {
        List<Peer> all = all();
        listeners.forEach(listener -> listener.changed(all, name, changed));
    }

    private static boolean isSameOrder(Map<Domain, List<String>> hosts, Map<Domain, List<String>> others) {
        return List.copyOf(hosts.entrySet()).equals(List.copyOf(others.entrySet()));
    }

    private boolean isFoundByMx(PeerName name) {
        return names(mx).contains(name);
    }

    private boolean isInFile(PeerName name) {
        return names(fromFile).contains(name);
    }

    private static boolean isOwnName(PeerName name, @Nullable NodeName node) {
        return node != null && name.value().equalsIgnoreCase(node.value());
    }

    private static Set<PeerName> names(List<Peer> peers) {
        return peers.stream().map(Peer::name).collect(Collectors.toSet());
    }

    private static Map<PeerName, Peer> byName(List<Peer> peers) {
        Map<PeerName, Peer> result = new LinkedHashMap<>();
        peers.forEach(peer -> result.put(peer.name(), peer));
        return result;
    }
}
