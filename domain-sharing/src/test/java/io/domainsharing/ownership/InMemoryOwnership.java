// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Ownership} that a test programs. A verdict is known at once, or a question waits until the test completes it;
 * completing it runs the waiting code on the test's thread. Thread-safe.
 */
public final class InMemoryOwnership implements Ownership {
    private final Map<MailAddress, Verdict> known = new ConcurrentHashMap<>();
    private final Map<MailAddress, CompletableFuture<Verdict>> pending = new ConcurrentHashMap<>();
    private final Map<MailAddress, Verdict> elsewhere = new ConcurrentHashMap<>();
    private final List<MailAddress> asked = new CopyOnWriteArrayList<>();
    private volatile @Nullable Verdict otherwise;
    private volatile @Nullable RuntimeException failure;

    /** From now on the verdict is there without asking. */
    public InMemoryOwnership know(MailAddress address, Verdict verdict) {
        known.put(address, verdict);
        return this;
    }

    public InMemoryOwnership know(String address, Verdict verdict) {
        return know(Addresses.address(address), verdict);
    }

    /** What comes of the address where its owner is left out; {@link Verdict.Nobody} unless it is said. */
    public InMemoryOwnership knowElsewhere(String address, Verdict verdict) {
        elsewhere.put(Addresses.address(address), verdict);
        return this;
    }

    /** The verdict has to be asked for again. */
    public InMemoryOwnership forget(MailAddress address) {
        known.remove(address);
        return this;
    }

    /** Questions for addresses that are not known get this at once, instead of waiting. */
    public InMemoryOwnership resolveOthersTo(Verdict verdict) {
        otherwise = verdict;
        return this;
    }

    /** Every question throws this from now on. */
    public void fail(RuntimeException thrown) {
        failure = thrown;
    }

    /**
     * Completes the question that waits; the verdict is not known afterwards unless {@link #know} says so.
     *
     * @throws IllegalStateException nobody asked
     */
    public void complete(MailAddress address, Verdict verdict) {
        CompletableFuture<Verdict> question = pending.remove(address);
        if (question == null) {
            throw new IllegalStateException("nobody asked for " + address.asString() + ", but for " + pending.keySet());
        }
        question.complete(verdict);
    }

    public void complete(String address, Verdict verdict) {
        complete(Addresses.address(address), verdict);
    }

    /** Whether a question for the address waits. */
    public boolean isPending(MailAddress address) {
        return pending.containsKey(address);
    }

    /** Every address that {@link #resolve} was called with, in order, repetitions included. */
    public List<MailAddress> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Optional<Verdict> known(MailAddress address) {
        return Optional.ofNullable(known.get(address));
    }

    @Override
    public CompletionStage<Verdict> resolve(MailAddress address) {
        asked.add(address);
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        Verdict verdict = known.getOrDefault(address, otherwise);
        return verdict == null
                ? pending.computeIfAbsent(address, ignored -> new CompletableFuture<>())
                        .copy()
                : CompletableFuture.completedFuture(verdict);
    }

    @Override
    public CompletionStage<Verdict> resolveWithout(MailAddress address, PeerName refuser) {
        Verdict verdict = known.getOrDefault(address, otherwise);
        return verdict != null && isOwner(refuser, verdict)
                ? CompletableFuture.completedFuture(elsewhere.getOrDefault(address, new Verdict.Nobody()))
                : resolve(address);
    }

    @Override
    public Verdict local(MailAddress address) {
        Verdict verdict = known.get(address);
        if (verdict instanceof Verdict.Local local && local.match() != LocalMatch.CATCH_ALL) {
            return local;
        }
        if (verdict instanceof Verdict.Undetermined undetermined
                && undetermined.missingAnswers().stream()
                        .anyMatch(missingAnswer -> missingAnswer.who().equals("local directory"))) {
            return undetermined;
        }
        return new Verdict.Nobody();
    }

    @Override
    public void disown(MailAddress address, PeerName peer) {
        known.computeIfPresent(address, (same, verdict) -> isOwner(peer, verdict) ? null : verdict);
    }

    private static boolean isOwner(PeerName peer, Verdict verdict) {
        if (verdict instanceof Verdict.OnGateway onGateway) {
            return Gateway.nameOf(onGateway.domain()).equals(peer);
        }
        return verdict instanceof Verdict.OnPeer onPeer && onPeer.owner().equals(peer);
    }
}
