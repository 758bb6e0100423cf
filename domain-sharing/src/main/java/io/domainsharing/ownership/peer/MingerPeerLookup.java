// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import com.google.common.net.HostAndPort;
import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.peer.HostsInTurn.HostAnswer;
import io.domainsharing.smtpclient.AddressSyntax;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.james.core.MailAddress;

/**
 * Asks a peer by Minger (draft-hathcock-minger-06, section 3), in the canonical spelling of the address. The first smtp
 * host is asked; the next one only when that is silent, within the same budget. Thread-safe; never blocks.
 */
public final class MingerPeerLookup implements PeerLookup {
    private final HostsInTurn<MingerServer> servers;
    private final MingerExchange minger;

    /**
     * Asks the hosts of this peer.
     *
     * @param budget for one look-up, all hosts included
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public MingerPeerLookup(Destination peer, MingerExchange minger, Duration budget, LongSupplier nanos) {
        this.servers = new HostsInTurn<>(
                peer.smtp().stream()
                        .map(HostAndPort::getHost)
                        .distinct()
                        .map(host -> new MingerServer(host, peer.mingerPort(), peer.secret()))
                        .toList(),
                budget,
                nanos);
        this.minger = minger;
    }

    @Override
    public CompletionStage<PeerAnswer> ask(MailAddress address) {
        String text = CanonicalAddress.of(address).value();
        return Optional.of(text)
                .filter(asked -> AddressSyntax.of(asked).isAscii())
                .map(Mailbox::parse)
                .map(mailbox -> servers.ask((server, share) -> minger.ask(server, mailbox, share)
                        .thenApply(MingerPeerLookup::answer)
                        .thenApply(answer -> new HostAnswer(answer, !isSilence(answer)))))
                .orElseGet(() -> CompletableFuture.completedStage(
                        new NoAnswer(Reason.UNASKABLE, "Minger cannot carry this address")));
    }

    private static boolean isSilence(PeerAnswer answer) {
        return answer instanceof NoAnswer none && none.reason().isSilence();
    }

    private static PeerAnswer answer(MingerOutcome outcome) {
        if (outcome instanceof MingerOutcome.Answered answered) {
            return answer(answered.status());
        }
        MingerOutcome.NoAnswer none = (MingerOutcome.NoAnswer) outcome;
        return new NoAnswer(reason(none.reason()), none.detail());
    }

    private static PeerAnswer answer(MingerStatus status) {
        return switch (status) {
            case EXISTS, EXISTS_BUT_CANNOT_RECEIVE, DOES_NOT_EXIST -> PeerAnswer.of(status);
            case BAD_CREDENTIALS -> refused("2, credentials missing or wrong: compare the secret of both servers");
            case ACCESS_DENIED -> refused("1, access denied: the peer must allow the address of this server");
            case INVALID_REQUEST -> refused("0, the peer could not read the query");
        };
    }

    private static PeerAnswer refused(String meaning) {
        return new NoAnswer(Reason.REFUSED, "answered " + meaning);
    }

    private static Reason reason(MingerOutcome.Reason reason) {
        return switch (reason) {
            case TIMEOUT -> Reason.TIMEOUT;
            case UNMATCHED -> Reason.UNANSWERED;
            case UNREACHABLE -> Reason.UNREACHABLE;
            case UNRESOLVABLE -> Reason.UNRESOLVABLE;
            case OVERLOADED -> Reason.OVERLOADED;
            case CLOSED -> Reason.CLOSED;
        };
    }
}
