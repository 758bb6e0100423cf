// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.CachedOwner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/** One address put to all its peers at once, or to all but one; several callers may wait for it. Thread-safe. */
final class Lookup {
    private final MailAddress address;
    private final CanonicalAddress key;
    private final AnswerTally answers;
    private final @Nullable CachedOwner refreshed;
    private final boolean ofAll;
    private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    private volatile boolean noIsStale;
    private volatile @Nullable Future<?> deadline;

    /**
     * @param refreshed the remembered owner that is asked for again in the background; null: nobody knows the owner
     */
    Lookup(MailAddress address, CanonicalAddress key, AnswerTally answers, @Nullable CachedOwner refreshed) {
        this(address, key, answers, refreshed, true);
    }

    private Lookup(
            MailAddress address,
            CanonicalAddress key,
            AnswerTally answers,
            @Nullable CachedOwner refreshed,
            boolean ofAll) {
        this.address = address;
        this.key = key;
        this.answers = answers;
        this.refreshed = refreshed;
        this.ofAll = ofAll;
    }

    /** One peer's word is missing: a yes counts as ever, but neither "nobody" nor "one only" says anything about it. */
    static Lookup ofSome(MailAddress address, CanonicalAddress key, AnswerTally answers) {
        Lookup lookup = new Lookup(address, key, answers, null, false);
        lookup.distrustNo();
        return lookup;
    }

    MailAddress address() {
        return address;
    }

    CanonicalAddress key() {
        return key;
    }

    AnswerTally answers() {
        return answers;
    }

    @Nullable
    CachedOwner refreshed() {
        return refreshed;
    }

    /** Whose the address was before; null: nobody knows. */
    @Nullable
    PeerName ownerBefore() {
        return refreshed == null ? null : refreshed.owner();
    }

    /** Whether every peer of the address was asked. */
    boolean isOfAll() {
        return ofAll;
    }

    /** A stage of the caller's own: what it does to it does not touch the others. */
    CompletionStage<Verdict> stage() {
        return verdict.minimalCompletionStage();
    }

    /** The first verdict counts. */
    void complete(Verdict result) {
        verdict.complete(result);
    }

    /** Runs once the verdict is there, at once if it is. */
    void whenComplete(Runnable task) {
        CompletableFuture<Verdict> unused = verdict.whenComplete((result, failure) -> task.run());
    }

    /** From now on a "no" of this look-up is too old to be remembered. */
    void distrustNo() {
        noIsStale = true;
    }

    boolean isNoStale() {
        return noIsStale;
    }

    void setDeadline(Future<?> timer) {
        deadline = timer;
    }

    void cancelDeadline() {
        Future<?> timer = deadline;
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
