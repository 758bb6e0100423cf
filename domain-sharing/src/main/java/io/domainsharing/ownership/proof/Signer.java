// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.ProofKeys;
import io.domainsharing.minger.client.Proving;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerProof;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One peer whose answers may be proven, as it is configured. Thread-safe; never blocks. */
final class Signer implements Proving {
    private final Destination peer;
    private final String mark;
    private final Clock clock;
    private final Listener listener;
    private final Way required;
    private final Way wished;
    private final AtomicReference<@Nullable Instant> since = new AtomicReference<>();
    private final AtomicReference<@Nullable UnprovenReplies> unproven = new AtomicReference<>();
    private volatile @Nullable Instant plainUntil;
    private volatile boolean isPlain;

    /** Hears of a peer. Called on event loops: must not block. */
    interface Listener {
        /** It has proven an answer for the first time. */
        void signs(Signer signer);

        /** A reply to a query that it had to prove lacked the proof. */
        void unproven(PeerName peer);
    }

    /** @param mark of its name, hosts, port and secret */
    Signer(Destination peer, String mark, ProofKeys keys, Clock clock, Listener listener) {
        this.peer = peer;
        this.mark = mark;
        this.clock = clock;
        this.listener = listener;
        this.required = new Way.Proven(keys, true);
        this.wished = new Way.Proven(keys, false);
    }

    PeerName name() {
        return peer.name();
    }

    /** Whether it is that one, as far as proofs go. Derives nothing: asked for each question. */
    boolean isOf(Destination other) {
        return peer == other
                || (Objects.equals(peer.secret(), other.secret())
                        && peer.proof() == other.proof()
                        && peer.mingerPort() == other.mingerPort()
                        && peer.smtp().equals(other.smtp()));
    }

    /** As it is stored; empty: it has not signed. */
    Optional<SigningPeer> entry() {
        return Optional.ofNullable(since.get()).map(first -> new SigningPeer(name(), mark, first));
    }

    /** What others know of a peer of this name: it counts if it is this one. */
    void learn(@Nullable SigningPeer known) {
        since.set(known != null && known.mark().equals(mark) ? known.since() : null);
    }

    @Override
    public Way way() {
        if (peer.proof() == PeerProof.REQUIRED || since.get() != null) {
            return required;
        }
        Instant until = plainUntil;
        return until != null && clock.instant().isBefore(until) ? new Way.Plain() : wished;
    }

    @Override
    public void proven() {
        if (since.get() == null && since.compareAndSet(null, clock.instant())) {
            listener.signs(this);
        }
    }

    @Override
    public void unproven() {
        isPlain = true;
    }

    @Override
    public void plainly() {
        isPlain = true;
        plainUntil = clock.instant().plus(SigningPeers.PLAIN_FOR);
    }

    @Override
    public void dropped(MingerStatus status) {
        Instant now = clock.instant();
        UnprovenReplies unused = unproven.updateAndGet(before -> UnprovenReplies.after(before, now, status));
        listener.unproven(name());
    }

    ProofState state() {
        Instant first = since.get();
        ProofState.Kind kind =
                first != null ? ProofState.Kind.SIGNS : isPlain ? ProofState.Kind.PLAIN : ProofState.Kind.UNTRIED;
        return new ProofState(kind, first, unproven.get());
    }
}
