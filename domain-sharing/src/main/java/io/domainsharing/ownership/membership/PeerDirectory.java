// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that says who is asked: it holds the {@link PeerSet} of this moment and tells its listeners of each change.
 * Thread-safe; reading never blocks.
 */
public final class PeerDirectory {
    private static final Logger LOGGER = LoggerFactory.getLogger(PeerDirectory.class);

    private final List<PeerChangeListener> listeners = new CopyOnWriteArrayList<>();
    private volatile PeerSet current;
    private volatile Runnable domainNotRead = () -> {};

    public PeerDirectory(PeerSet first) {
        this.current = first;
    }

    /** The set of this moment. Who decides on more than one thing by it takes it once. */
    public PeerSet current() {
        return current;
    }

    /** Who is asked about addresses of that domain now. */
    public Asked asked(Domain domain) {
        return asked(domain, null);
    }

    /** As {@link PeerSet#asked(Domain, PeerName)}, of this moment. */
    public Asked asked(Domain domain, @Nullable PeerName owner) {
        PeerSet now = current;
        if (now.mx().isNotRead(domain)) {
            domainNotRead.run();
        }
        return now.asked(domain, owner);
    }

    /** As {@link PeerSet#mayOwn}, of this moment. */
    public boolean mayOwn(PeerName name, CanonicalAddress address) {
        return current.mayOwn(name, address);
    }

    /** As {@link PeerSet#isNobodyAsked}, of this moment. */
    public boolean isNobodyAsked(Domain domain) {
        return current.isNobodyAsked(domain);
    }

    public void addListener(PeerChangeListener listener) {
        listeners.add(listener);
    }

    /**
     * Has the task run whenever a domain is asked about whose MX hosts DNS has not been asked for.
     *
     * @param task must not block
     */
    public void onDomainNotRead(Runnable task) {
        domainNotRead = task;
    }

    /** Takes the place of the set of this moment, in one change. */
    public synchronized void swap(PeerSet next, RemovedMail removedMail) {
        PeerChange change = new PeerChange(current, next, removedMail);
        if (change.isSilent()) {
            current = next;
            return;
        }
        listeners.forEach(listener -> tell(() -> listener.beforeSwap(change)));
        current = next;
        change.newModes()
                .forEach(
                        peer -> LOGGER.info("Peer {} is in mode {} from now on", peer.name(), Words.word(peer.mode())));
        listeners.forEach(listener -> tell(() -> listener.afterSwap(change)));
    }

    /**
     * As {@link #swap(PeerSet, RemovedMail)}; in two changes where those who are removed differ, for a change has one answer for all.
     *
     * @param kept whose mail is kept, of those who are removed
     */
    synchronized void swap(PeerSet next, Set<PeerName> kept) {
        List<Peer> others = current.peers().stream()
                .filter(peer ->
                        !kept.contains(peer.name()) || next.peer(peer.name()).isPresent())
                .toList();
        if (others.size() < current.peers().size()) {
            swap(current.withPeers(others), RemovedMail.KEEP);
        }
        swap(next, RemovedMail.REQUEUE);
    }

    /**
     * Waits until no change is under way. For a listener that acts on a change on another thread, which thereby acts when every
     * other listener has heard of it. Never called by a listener on the thread that tells it.
     */
    public synchronized void awaitListeners() {
        LOGGER.trace("Every listener has heard of the last change");
    }

    // A change that one of them cannot cope with is still one, for all others as well.
    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOGGER.error("A change of the peers was not taken in, which it always must be", e);
        }
    }
}
