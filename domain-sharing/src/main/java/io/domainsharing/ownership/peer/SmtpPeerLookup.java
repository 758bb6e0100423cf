// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.peer.HostsInTurn.HostAnswer;
import io.domainsharing.smtpclient.SmtpCommand;
import io.domainsharing.smtpclient.SmtpCommand.Rcpt;
import io.domainsharing.smtpclient.SmtpCommand.Vrfy;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpOutcome.Answered;
import io.domainsharing.smtpclient.SmtpReply;
import io.domainsharing.smtpclient.SmtpServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.james.core.MailAddress;

/**
 * Asks a peer by SMTP VRFY, as Merak's distributed domain does, or by RCPT from the null sender without DATA, in the canonical
 * spelling of the address. The first smtp host is asked; the next one only when that cannot be, within the same budget.
 * Thread-safe; never blocks.
 */
public final class SmtpPeerLookup implements PeerLookup {
    private final HostsInTurn<SmtpServer> servers;
    private final SmtpExchange smtp;
    private final boolean byVrfy;
    private final Destination peer;
    private final SmtpWords words;
    private final RcptFallback fallback;
    private final LongSupplier nanos;

    /**
     * Asks the hosts of this peer.
     *
     * @param peer asked by VRFY or by RCPT, as its method says
     * @param fallback whether a server that does not tell by VRFY is asked by RCPT
     * @param budget for one look-up, all hosts included
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public SmtpPeerLookup(
            Destination peer, SmtpExchange smtp, RcptFallback fallback, Duration budget, LongSupplier nanos) {
        this.servers = new HostsInTurn<>(SmtpLookups.servers(peer), budget, nanos);
        this.smtp = smtp;
        this.byVrfy = peer.method().filter(LookupMethod.VRFY::equals).isPresent();
        this.peer = peer;
        this.words = new SmtpWords(peer.unknownUser());
        this.fallback = fallback;
        this.nanos = nanos;
    }

    @Override
    public CompletionStage<PeerAnswer> ask(MailAddress address) {
        String text = CanonicalAddress.of(address).value();
        if (!SmtpCommand.isUsable(text)) {
            return CompletableFuture.completedStage(
                    new NoAnswer(Reason.UNASKABLE, "SMTP without extensions cannot carry this address"));
        }
        return servers.ask((server, share) -> byVrfy ? verify(server, text, share) : recipient(server, text, share));
    }

    private CompletionStage<HostAnswer> verify(SmtpServer server, String address, Duration share) {
        long started = nanos.getAsLong();
        return smtp.ask(server, new Vrfy(address), share)
                .thenCompose(outcome -> fallback.isCalledFor(peer, outcome)
                        ? fallBack(outcome, server, address, share.minusNanos(nanos.getAsLong() - started))
                        : CompletableFuture.completedStage(word(outcome, words::toVrfy)));
    }

    private CompletionStage<HostAnswer> fallBack(
            SmtpOutcome toVrfy, SmtpServer server, String address, Duration share) {
        return fallback.circle(peer, toVrfy)
                .map(circle -> CompletableFuture.completedStage(new HostAnswer(circle, true)))
                .orElseGet(() -> recipient(server, address, share));
    }

    private CompletionStage<HostAnswer> recipient(SmtpServer server, String address, Duration share) {
        return smtp.ask(server, new Rcpt(address), share).thenApply(outcome -> word(outcome, words::toRcpt));
    }

    private static HostAnswer word(SmtpOutcome outcome, Function<SmtpReply, PeerAnswer> meaning) {
        if (outcome instanceof Answered answered) {
            return new HostAnswer(meaning.apply(answered.reply()), true);
        }
        SmtpOutcome.NoAnswer none = (SmtpOutcome.NoAnswer) outcome;
        Reason reason = reason(none.reason());
        return new HostAnswer(
                new NoAnswer(reason, none.detail()), !reason.isSilence() && !HostsInTurn.isMoreThanSilence(reason));
    }

    private static Reason reason(SmtpOutcome.Reason reason) {
        return switch (reason) {
            case TIMEOUT -> Reason.TIMEOUT;
            case UNREACHABLE -> Reason.UNREACHABLE;
            case UNRESOLVABLE -> Reason.UNRESOLVABLE;
            case REFUSED -> Reason.REFUSED;
            case OVERLOADED -> Reason.OVERLOADED;
            case CLOSED -> Reason.CLOSED;
        };
    }
}
