// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Peers whose answers a test programs, at once or by hand. Thread-safe. */
public final class InMemoryLookups implements PeerLookups {
    private final Map<String, PeerAnswer> programmed = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<PeerAnswer>> pending = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** From now on the peer answers so, at once. */
    public InMemoryLookups program(String peer, PeerAnswer answer) {
        programmed.put(peer, answer);
        return this;
    }

    /** From now on the peer's questions wait for {@link #answer}. */
    public void hold(String peer) {
        programmed.remove(peer);
    }

    /**
     * Answers the question that waits at this peer.
     *
     * @throws IllegalStateException none does
     */
    public void answer(String peer, PeerAnswer answer) {
        CompletableFuture<PeerAnswer> question = pending.remove(peer);
        if (question == null) {
            throw new IllegalStateException(peer + " was not asked");
        }
        question.complete(answer);
    }

    /** Which peers were asked so far, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public void forgetAsked() {
        asked.clear();
    }

    @Override
    public PeerLookup of(Destination peer) {
        return address -> ask(peer.name().value());
    }

    private CompletableFuture<PeerAnswer> ask(String peer) {
        asked.add(peer);
        PeerAnswer answer = programmed.get(peer);
        if (answer != null) {
            return CompletableFuture.completedFuture(answer);
        }
        CompletableFuture<PeerAnswer> question = new CompletableFuture<>();
        pending.put(peer, question);
        return question;
    }
}
