// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import com.google.common.base.CharMatcher;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.secondary.Secondaries;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;

/**
 * The part of a hook that may wait: as the first handler of its command it sees to it that the verdict on the command's
 * address is in the session before James's own handler, and with it the hook, runs. Called by whoever runs the session's
 * command, an event loop mostly; never blocks. One instance per listener; thread-safe once wired.
 */
abstract class VerdictFirst extends GatedCommand {
    final PeerSessions peerSessions;
    private final Ownership ownership;

    VerdictFirst(
            String command,
            Ownership ownership,
            Peers peers,
            Secondaries secondaries,
            ReplayPool pool,
            HookTrouble trouble) {
        super(command, pool, trouble);
        this.ownership = ownership;
        this.peerSessions = new PeerSessions(peers, secondaries);
    }

    /** Empty where James's own handler refuses the command whatever the verdict is. */
    abstract Optional<MailAddress> addressIn(SMTPSession session, Request request);

    abstract boolean needsVerdict(SMTPSession session, MailAddress address);

    /** @throws ConfigurationException a key other than {@code submission}, or a value of it that is not a boolean */
    @Override
    public void init(Configuration configuration) throws ConfigurationException {
        peerSessions.configure(configuration, getClass().getSimpleName());
    }

    /** Null, so that James's own handler runs now; or, while the verdict is still to come, nothing yet. */
    @Override
    public @Nullable Response onCommand(SMTPSession session, Request request) {
        Optional<MailAddress> argument = addressIn(session, request);
        if (argument.isEmpty()) {
            return null;
        }
        MailAddress address = argument.get();
        try {
            return RememberedVerdict.isIn(session, address) || !needsVerdict(session, address)
                    ? null
                    : obtain(session, request, address);
        } catch (RuntimeException e) {
            remember(session, address, failed(address, e));
            return null;
        }
    }

    private @Nullable Response obtain(SMTPSession session, Request request, MailAddress address) {
        Optional<Verdict> known = ownership.known(address);
        if (known.isPresent()) {
            remember(session, address, known.get());
            return null;
        }
        // A command is run again from its text, of which James's session charset keeps nothing else.
        if (!CharMatcher.ascii().matchesAllOf(request.getArgument())) {
            return null;
        }
        CompletableFuture<Verdict> verdict = ownership.resolve(address).toCompletableFuture();
        if (verdict.isDone()) {
            remember(session, address, verdict.join());
            return null;
        }
        return gate(session)
                .defer(
                        request,
                        verdict.exceptionally(failure -> failed(address, failure)),
                        answer -> remember(session, address, answer));
    }

    private static void remember(SMTPSession session, MailAddress address, Verdict verdict) {
        new RememberedVerdict(address, verdict).keepIn(session);
    }

    private Verdict failed(MailAddress address, Throwable failure) {
        trouble.error(
                HookTrouble.Kind.LOOK_UP,
                "Looking up an address of " + address.getDomain().asString() + " for " + verb + " failed",
                failure);
        return OwnDoubt.because("internal error");
    }
}
