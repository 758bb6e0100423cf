// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.OnGateway;
import io.domainsharing.ownership.Verdict.Proof;
import io.domainsharing.ownership.resolution.ResolverListener;
import io.domainsharing.smtpclient.AddressSyntax;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * {@link Ownership} with gateways: what a gateway's file lists, and everything where nothing is verified, is the gateway's
 * without a look-up and without being remembered; the rest is asked for and remembered as at peers (docs/adr/0012).
 * Thread-safe.
 */
public final class GatewayOwnership implements Ownership {
    private final Ownership asking;
    private final Gateways gateways;
    private final ResolverListener listener;

    /** @param asking asks gateways' hosts as well */
    public GatewayOwnership(Ownership asking, Gateways gateways, ResolverListener listener) {
        this.asking = asking;
        this.gateways = gateways;
        this.listener = listener;
    }

    @Override
    public Optional<Verdict> known(MailAddress address) {
        Gateway gateway = gatewayOf(address);
        if (gateway == null) {
            return asking.known(address);
        }
        Verdict unasked = withoutAsking(gateway, address);
        return unasked == null ? asking.known(address).map(verdict -> judged(gateway, verdict)) : Optional.of(unasked);
    }

    @Override
    public CompletionStage<Verdict> resolve(MailAddress address) {
        return resolve(address, () -> asking.resolve(address));
    }

    @Override
    public CompletionStage<Verdict> askFor(InetAddress client, MailAddress address) {
        return resolve(address, () -> asking.askFor(client, address));
    }

    @Override
    public CompletionStage<Verdict> withoutAsking(MailAddress address) {
        return resolve(address, () -> asking.withoutAsking(address));
    }

    private CompletionStage<Verdict> resolve(MailAddress address, Supplier<CompletionStage<Verdict>> asked) {
        Gateway gateway = gatewayOf(address);
        if (gateway == null) {
            return asked.get();
        }
        Verdict unasked = withoutAsking(gateway, address);
        return unasked == null
                ? asked.get().thenApply(verdict -> judged(gateway, verdict))
                : CompletableFuture.completedStage(unasked);
    }

    // What the file says of a host that has refused the address is its old word as well.
    @Override
    public CompletionStage<Verdict> resolveWithout(MailAddress address, PeerName refuser) {
        Gateway gateway = gatewayOf(address);
        if (gateway == null) {
            return asking.resolveWithout(address, refuser);
        }
        Verdict unasked = gateway.name().equals(refuser) ? null : withoutAsking(gateway, address);
        return unasked == null
                ? asking.resolveWithout(address, refuser).thenApply(verdict -> judged(gateway, verdict))
                : CompletableFuture.completedStage(unasked);
    }

    @Override
    public Verdict local(MailAddress address) {
        return asking.local(address);
    }

    @Override
    public void disown(MailAddress address, PeerName peer) {
        asking.disown(address, peer);
    }

    /** Null as well where no command to the gateway's host could carry the address. */
    private @Nullable Gateway gatewayOf(MailAddress address) {
        return gateways.of(address.getDomain())
                .filter(gateway -> AddressSyntax.of(address.asString()).isAscii())
                .orElse(null);
    }

    private @Nullable Verdict withoutAsking(Gateway gateway, MailAddress address) {
        if (gateway.verify() == Verification.NONE) {
            return new OnGateway(gateway.domain(), Proof.UNCHECKED);
        }
        return gateways.lists(address) ? new OnGateway(gateway.domain(), Proof.LISTED) : null;
    }

    private Verdict judged(Gateway gateway, Verdict verdict) {
        Domain domain = gateway.domain();
        if (gateway.method().isEmpty()) {
            return verdict;
        }
        PeerName host = gateway.name();
        if (verdict instanceof Verdict.OnPeer there && there.owner().equals(host)) {
            return new OnGateway(domain, there.source() == Verdict.Source.CACHE ? Proof.CACHE : Proof.ASKED);
        }
        if (verdict instanceof Verdict.Undetermined undetermined && isAccepted(gateway, host, undetermined)) {
            listener.gatewayUnverified();
            return new OnGateway(domain, Proof.UNREACHABLE);
        }
        return verdict;
    }

    // Only where the host cannot be reached. Where it refuses to answer, a wrong secret say, accepting would mean
    // that nothing is verified any more and nobody notices; and who says that it has the mailbox has said it.
    private static boolean isAccepted(Gateway gateway, PeerName host, Verdict.Undetermined undetermined) {
        return gateway.whenUnreachable() == WhenUnreachable.ACCEPT
                && !undetermined.mailboxUnavailable()
                && undetermined.missingAnswers().stream()
                        .anyMatch(missingAnswer ->
                                missingAnswer.silent() && missingAnswer.who().equals(host.value()));
    }
}
