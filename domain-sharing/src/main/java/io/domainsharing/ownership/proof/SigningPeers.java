// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import io.domainsharing.minger.ProofKeys;
import io.domainsharing.minger.client.Proving;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerProof;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.state.SharedState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which peers prove their answers by Minger (docs/adr/0043). That one has done so is stored, and known to all nodes of a site: from then on
 * its answers without proof do not count. Another secret, host or port begins anew, and so does {@code proof} {@code never}. Thread-safe;
 * only loading and {@link #refresh} block.
 */
public final class SigningPeers implements PeerChangeListener {
    /** So long a peer that answers nothing but queries without proof is asked without. */
    static final Duration PLAIN_FOR = Duration.ofHours(1);
    /** So long a reply without proof is news. */
    static final Duration NEWS_FOR = Duration.ofHours(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(SigningPeers.class);

    private final StoredSigners stored;
    private final Clock clock;
    private final Executor background;
    private final Signer.Listener listener;
    private final Map<PeerName, Signer> signers = new ConcurrentHashMap<>();

    private SigningPeers(StoredSigners stored, Clock clock, Executor background, Consumer<PeerName> unproven) {
        this.stored = stored;
        this.clock = clock;
        this.background = background;
        this.listener = new Signer.Listener() {
            @Override
            public void signs(Signer signer) {
                LOGGER.info("Peer {} proves its answers: from now on one without proof does not count", signer.name());
                inBackground(() -> store(signer));
            }

            @Override
            public void unproven(PeerName peer) {
                unproven.accept(peer);
            }
        };
    }

    /** Nobody is asked, and nothing stored: Domain Sharing is switched off. */
    public static SigningPeers switchedOff(Clock clock) {
        return new SigningPeers(new StoredSigners(SigningStorage.NONE, () -> {}), clock, Runnable::run, peer -> {});
    }

    /**
     * Those of a server that is alone.
     *
     * @param folder that of the owner cache
     * @param background where it is written
     * @param unproven told of each reply that lacks a proof, on an event loop: must not block
     * @throws UncheckedIOException what is stored cannot be read: the start must fail
     */
    public static SigningPeers load(Path folder, Clock clock, Executor background, Consumer<PeerName> unproven) {
        return new SigningPeers(new StoredSigners(new SigningFile(folder), () -> {}), clock, background, unproven);
    }

    /**
     * As {@link #load(Path, Clock, Executor, Consumer)}, where all nodes of a site know the same.
     *
     * @param changed run behind each change of this node, in the background: may not block or throw
     */
    public static SigningPeers load(
            Path folder,
            SharedState state,
            Clock clock,
            Executor background,
            Consumer<PeerName> unproven,
            Runnable changed) {
        SigningStorage storage = new SharedSigning(state, new SigningFile(folder));
        return new SigningPeers(new StoredSigners(storage, changed), clock, background, unproven);
    }

    /** How that one is asked, and who hears what it does. */
    public Proving of(Destination destination) {
        Signer signer = signer(destination);
        return signer == null ? Proving.NEVER : signer;
    }

    /** The same of one who is no peer yet: nothing is remembered. */
    public static Proving ofCandidate(Destination candidate) {
        Secret secret = candidate.secret();
        return secret == null || candidate.proof() == PeerProof.NEVER
                ? Proving.NEVER
                : Proving.of(ProofKeys.of(secret), candidate.proof() == PeerProof.REQUIRED);
    }

    /** What is known of that peer; empty: it cannot prove anything, or is not asked to. */
    public Optional<ProofState> state(Peer peer) {
        return Optional.ofNullable(signer(peer)).map(Signer::state);
    }

    /** The replies of that peer without the proof that is required, if one came lately. */
    public Optional<UnprovenReplies> unprovenLately(Peer peer) {
        Instant begin = clock.instant().minus(NEWS_FOR);
        return state(peer).map(ProofState::unproven).filter(replies -> replies.last()
                .isAfter(begin));
    }

    private @Nullable Signer signer(Destination destination) {
        Secret secret = destination.secret();
        boolean isAsked =
                destination.method().filter(LookupMethod.MINGER::equals).isPresent();
        if (secret == null || !isAsked || destination.proof() == PeerProof.NEVER) {
            return null;
        }
        Signer known = signers.get(destination.name());
        if (known != null && known.isOf(destination)) {
            return known;
        }
        // Once for each peer as it is now, and not for each question: keys and mark cost seven HMACs.
        ProofKeys keys = ProofKeys.of(secret);
        String mark = mark(destination, keys);
        return signers.compute(destination.name(), (name, before) -> {
            if (before != null && before.isOf(destination)) {
                return before;
            }
            Signer signer = new Signer(destination, mark, keys, clock, listener);
            // What is not stored yet counts too; that of another secret or host neither way.
            signer.learn(stored.get(name)
                    .or(() -> before == null ? Optional.empty() : before.entry())
                    .orElse(null));
            return signer;
        });
    }

    private static String mark(Destination destination, ProofKeys keys) {
        String hosts = destination.smtp().stream().map(host -> host.getHost()).collect(Collectors.joining(" "));
        return keys.mark(destination.name() + " " + destination.mingerPort() + " " + hosts);
    }

    /**
     * Forgets, at the start, of those that need prove nothing any more that they have ever signed.
     *
     * @throws UncheckedIOException it cannot be stored: the start must fail
     */
    public void start(Collection<Peer> peers) {
        for (Peer peer : peers) {
            Optional<SigningPeer> known = stored.get(peer.name());
            if (peer.proof() == PeerProof.NEVER && known.isPresent()) {
                try {
                    stored.remove(known.get());
                } catch (IOException e) {
                    throw new UncheckedIOException(
                            "That peer " + peer.name() + " need prove nothing cannot be stored (<cache><path>): " + e,
                            e);
                }
            }
        }
    }

    /**
     * Takes over what other nodes of the site have changed, and stores what could not be stored before.
     *
     * @throws IOException nobody can say now what there is; nothing has changed
     */
    public synchronized void refresh() throws IOException {
        List<SigningPeer> unsaved = signers.values().stream()
                .flatMap(signer -> signer.entry().stream())
                .filter(entry -> !stored.has(entry))
                .toList();
        stored.read();
        for (SigningPeer entry : unsaved) {
            if (!stored.has(entry)) {
                stored.put(entry);
            }
        }
        signers.forEach((name, signer) -> signer.learn(stored.get(name).orElse(null)));
    }

    // After: from here on nobody is asked as before.
    @Override
    public void afterSwap(PeerChange change) {
        change.removed().forEach(name -> {
            signers.remove(name);
            stored.get(name).ifPresent(this::forget);
        });
        change.changed().forEach(name -> change.after().peer(name).ifPresent(this::changed));
    }

    private void changed(Peer peer) {
        Signer signer = signer(peer);
        if (signer == null) {
            signers.remove(peer.name());
        }
        if (signer == null || signer.entry().isEmpty()) {
            stored.get(peer.name()).ifPresent(this::forget);
        }
    }

    private void forget(SigningPeer known) {
        inBackground(() -> {
            try {
                stored.remove(known);
            } catch (IOException e) {
                LOGGER.warn(
                        "That peer {} need prove nothing any more cannot be stored: a restart knows it again",
                        known.name(),
                        e);
            }
        });
    }

    // One that is no peer any more by now has nothing to be stored.
    private void store(Signer signer) {
        if (signers.get(signer.name()) != signer) {
            return;
        }
        try {
            for (SigningPeer entry : signer.entry().stream().toList()) {
                stored.put(entry);
            }
        } catch (IOException e) {
            LOGGER.warn(
                    "That peer {} proves its answers cannot be stored: a restart has to learn it again",
                    signer.name(),
                    e);
        }
    }

    private void inBackground(Runnable task) {
        try {
            background.execute(task);
        } catch (RejectedExecutionException e) {
            LOGGER.warn("This server is stopping: what has just become known of a peer's proofs is not stored");
        }
    }
}
