// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.smtpclient.AddressSyntax;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;

/**
 * The part of a hook that may wait: as the first handler of its command, or, for RCPT, between James's checks and its hooks,
 * it sees to it that the verdict on the command's address is in the session before the hook runs. Called by whoever runs the
 * session's command, an event loop mostly; never blocks. One instance per listener; thread-safe once wired.
 */
abstract class VerdictFirst extends DeferringHandler {
    final PeerSessions peerSessions;
    private final Ownership ownership;
    private final HarvestGate harvest;

    VerdictFirst(String command, HandlerServices services, PeerSessions peerSessions) {
        super(command, services.check(), services.pool(), services.trouble());
        this.ownership = services.ownership();
        this.harvest = services.harvest();
        this.peerSessions = peerSessions;
    }

    /** Empty where James's own handler refuses the command whatever the verdict is. */
    abstract Optional<MailAddress> addressIn(SMTPSession session, Request request);

    abstract boolean needsVerdict(SMTPSession session, MailAddress address);

    /** Whether more than the verdict has to be known before the hook runs. */
    boolean isDoubtful(SMTPSession session, Verdict verdict, MailAddress address) {
        return false;
    }

    /** The same verdict, once that is known. */
    CompletionStage<Verdict> beforeHook(SMTPSession session, Verdict verdict, MailAddress address) {
        return CompletableFuture.completedStage(verdict);
    }

    /** @throws ConfigurationException a key other than {@code submission}, or a value of it that is not a boolean */
    @Override
    public void init(Configuration configuration) throws ConfigurationException {
        peerSessions.configure(configuration, getClass().getSimpleName());
    }

    /** Null, so that James goes on with the command; or, while the verdict is still to come, nothing yet. */
    @Override
    @Nullable
    Response answer(SMTPSession session, Request request) {
        Optional<RememberedVerdict> left = RememberedVerdict.leftIn(session);
        Optional<MailAddress> argument = addressIn(session, request);
        if (argument.isEmpty()) {
            return null;
        }
        MailAddress address = argument.get();
        try {
            if (left.isPresent() && left.get().isForRerun() && left.get().isOf(verb, address)) {
                remember(session, address, left.get().verdict(), left.get().tookMillis());
                return null;
            }
            return needsVerdict(session, address) ? obtain(session, request, address) : null;
        } catch (RuntimeException e) {
            remember(session, address, failed(address, e), RememberedVerdict.NOT_ASKED);
            return null;
        }
    }

    private @Nullable Response obtain(SMTPSession session, Request request, MailAddress address) {
        Optional<Verdict> known = ownership.known(address);
        boolean isSuspect = harvest.isSuspect(session, peerSessions);
        boolean isDelayed = isSuspect && known.filter(VerdictFirst::isNobody).isPresent();
        boolean isEnough = known.isPresent() && !isDelayed;
        if (isEnough && !isDoubtful(session, known.get(), address)) {
            remember(session, address, known.get(), RememberedVerdict.NOT_ASKED);
            return null;
        }
        // Nobody is asked about an address that the hook refuses whoever has it.
        if (!AddressSyntax.of(address.asString()).isAscii()) {
            return null;
        }
        long start = System.nanoTime();
        IntSupplier took = () -> isEnough ? RememberedVerdict.NOT_ASKED : millisSince(start);
        CompletableFuture<Verdict> verdict = found(session, address, isEnough ? known : Optional.empty(), isSuspect)
                .thenCompose(found -> beforeHook(session, found, address))
                .toCompletableFuture();
        if (verdict.isDone()) {
            remember(session, address, verdict.join(), took.getAsInt());
            return null;
        }
        return deferral(session)
                .defer(
                        request,
                        verdict.exceptionally(failure -> failed(address, failure)),
                        answer -> new RememberedVerdict(verb, address, answer, took.getAsInt(), true).keepIn(session));
    }

    private CompletionStage<Verdict> found(
            SMTPSession session, MailAddress address, Optional<Verdict> known, boolean isSuspect) {
        if (known.isPresent()) {
            return CompletableFuture.completedStage(known.get());
        }
        return isSuspect ? harvest.answer(address) : asked(session, address);
    }

    private CompletableFuture<Verdict> asked(SMTPSession session, MailAddress address) {
        return PeerSessions.remoteAddress(session)
                .map(client -> ownership.askFor(client, address))
                .orElseGet(() -> ownership.resolve(address))
                .toCompletableFuture();
    }

    private static boolean isNobody(Verdict verdict) {
        return verdict.kind() == Verdict.Kind.NOBODY;
    }

    // Each verdict passes here once.
    private void remember(SMTPSession session, MailAddress address, Verdict verdict, int tookMillis) {
        harvest.noted(session, peerSessions, verdict);
        new RememberedVerdict(verb, address, verdict, tookMillis, false).keepIn(session);
    }

    private static int millisSince(long start) {
        return (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private Verdict failed(MailAddress address, Throwable failure) {
        trouble.error(
                HookFailure.Kind.LOOK_UP,
                "Looking up an address of " + address.getDomain().asString() + " for " + verb + " failed",
                failure);
        return OwnMissingAnswer.because("internal error");
    }
}
