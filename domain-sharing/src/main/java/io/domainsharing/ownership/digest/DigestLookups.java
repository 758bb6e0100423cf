// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.digest.DigestRules.Word;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.james.core.MailAddress;

/**
 * Look-ups in which a digest speaks for its peer where {@link DigestRules} let it: before the peer is asked, and when it does not answer.
 * Of a peer that is not connected an answer is waited for half the time, so that the digest can still speak in time. Thread-safe; never
 * blocks.
 */
public final class DigestLookups implements PeerLookups {
    private static final PeerAnswer NOT_ASKED = new PeerAnswer.NoAnswer(PeerAnswer.Reason.NOT_ASKED, "");

    private final PeerLookups lookups;
    private final PeerDigests digests;
    private final DigestRules rules;
    private final Duration patience;
    private final ScheduledExecutorService timer;
    private final BiConsumer<PeerName, Word> spoken;

    /**
     * @param budget for one whole look-up
     * @param timer runs nothing that blocks
     * @param spoken told each answer of a digest; must not block
     */
    public DigestLookups(
            PeerLookups lookups,
            PeerDigests digests,
            DigestRules rules,
            Duration budget,
            ScheduledExecutorService timer,
            BiConsumer<PeerName, Word> spoken) {
        this.lookups = lookups;
        this.digests = digests;
        this.rules = rules;
        this.patience = budget.dividedBy(2);
        this.timer = timer;
        this.spoken = spoken;
    }

    @Override
    public PeerLookup of(Destination destination) {
        PeerLookup asked = lookups.of(destination);
        return digests.of(destination)
                .<PeerLookup>map(digest -> address -> ask(destination.name(), digest, asked, address))
                .orElse(asked);
    }

    /**
     * The same where no peer is asked: the yes of a digest as if its peer were silent, its no as before the peer is asked, and else
     * nothing. A peer that is not connected was not found silent, so its digest says no to nothing.
     */
    public PeerLookups unasked() {
        return destination -> address -> CompletableFuture.completedStage(digests.of(destination)
                .flatMap(digest -> digest.standing(CanonicalAddress.of(address)))
                .map(standing -> unasked(destination.name(), standing))
                .orElse(NOT_ASKED));
    }

    private PeerAnswer unasked(PeerName peer, Standing standing) {
        Word word = rules.withoutAsking(standing);
        return word == Word.NOTHING ? NOT_ASKED : say(peer, word, standing);
    }

    private CompletionStage<PeerAnswer> ask(PeerName peer, PeerDigest digest, PeerLookup lookup, MailAddress address) {
        CanonicalAddress key = CanonicalAddress.of(address);
        Optional<Standing> standing = digest.standing(key);
        if (standing.isEmpty()) {
            return lookup.ask(address);
        }
        Standing now = standing.get();
        if (rules.beforeAsking(now) == Word.NO) {
            return CompletableFuture.completedStage(say(peer, Word.NO, now));
        }
        CompletableFuture<PeerAnswer> answer = new CompletableFuture<>();
        CompletionStage<PeerAnswer> unused = lookup.ask(address).whenComplete((said, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(isSilence(said) ? instead(peer, digest, key, said) : said);
            }
        });
        if (!now.isLive() && rules.onSilence(now) != Word.NOTHING) {
            stopWaiting(answer, peer, digest, key);
        }
        return answer;
    }

    private void stopWaiting(
            CompletableFuture<PeerAnswer> answer, PeerName peer, PeerDigest digest, CanonicalAddress key) {
        if (answer.isDone()) {
            return;
        }
        PeerAnswer none = new PeerAnswer.NoAnswer(PeerAnswer.Reason.TIMEOUT, "");
        try {
            Future<?> wait = timer.schedule(
                    () -> answer.complete(instead(peer, digest, key, none)),
                    patience.toMillis(),
                    TimeUnit.MILLISECONDS);
            CompletableFuture<PeerAnswer> unused = answer.whenComplete((said, failure) -> wait.cancel(false));
        } catch (RejectedExecutionException e) {
            // This server is stopping, and the look-up ends by itself.
            return;
        }
    }

    private static boolean isSilence(PeerAnswer answer) {
        return answer instanceof PeerAnswer.NoAnswer none && none.reason().isUnreachable();
    }

    private PeerAnswer instead(PeerName peer, PeerDigest digest, CanonicalAddress key, PeerAnswer silence) {
        Standing standing = digest.standing(key).orElse(null);
        Word word = standing == null ? Word.NOTHING : rules.onSilence(standing);
        if (standing == null || word == Word.NOTHING) {
            return silence;
        }
        return say(peer, word, standing);
    }

    private PeerAnswer say(PeerName peer, Word word, Standing standing) {
        spoken.accept(peer, word);
        return word == Word.YES ? new PeerAnswer.Accepts(standing.age()) : new PeerAnswer.Unknown(standing.age());
    }
}
