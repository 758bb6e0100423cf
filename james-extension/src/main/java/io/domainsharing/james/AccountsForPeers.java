// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.server.MingerDirectory;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.OwnAddresses;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.digest.AskedLately;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.secondary.AllowedClients;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.internet.AddressException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/**
 * What peers are told, by Minger and by VRFY: this server's own accounts, aliases, groups and forwards exist (5, or 4 while
 * they take no mail), anything else does not (3), a catch-all included. Nobody else is asked. A secondary is told of all sites,
 * as it is at RCPT: it holds mail for them. While James's repositories, its quota store or a peer whose word is needed fail,
 * nothing is said. Has threads of its own: what is asked here takes none from RCPT. Thread-safe.
 */
@Singleton
final class AccountsForPeers implements MingerDirectory, OwnAddresses, AutoCloseable {
    private final OwnershipResolver resolver;
    private final Ownership ownership;
    private final AllowedClients allowedClients;
    private final MailboxStatus status;
    private final SharedDomains shared;
    private final AskedLately asked;
    private final ExecutorService directory = Threads.pool("domain-sharing-for-peers");

    @Inject
    AccountsForPeers(
            OwnershipResolver resolver,
            Ownership ownership,
            AllowedClients allowedClients,
            MailboxStatus status,
            SharedDomains shared,
            AskedLately asked) {
        this.resolver = resolver;
        this.ownership = ownership;
        this.allowedClients = allowedClients;
        this.status = status;
        this.shared = shared;
        this.asked = asked;
    }

    @Override
    public CompletionStage<MingerStatus> statusOf(Mailbox mailbox, InetAddress asker) {
        MailAddress address;
        try {
            address = new MailAddress(mailbox.toString());
        } catch (AddressException e) {
            // Not an address to James, so nobody can have it here.
            return CompletableFuture.completedStage(MingerStatus.DOES_NOT_EXIST);
        }
        return ask(() -> statusFor(asker, address));
    }

    @Override
    public CompletionStage<Optional<MingerStatus>> statusOf(MailAddress address, InetAddress asker) {
        return ask(() -> shared.contains(address.getDomain())
                ? statusFor(asker, address).thenApply(Optional::of)
                : CompletableFuture.completedStage(Optional.empty()));
    }

    @Override
    public void close() {
        directory.shutdown();
    }

    private <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> lookup) {
        try {
            return CompletableFuture.supplyAsync(lookup, directory).thenCompose(answer -> answer);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    // Peers are asked for a secondary only, and a secondary is nobody whom this server asks: no look-up goes round.
    private CompletionStage<MingerStatus> statusFor(InetAddress asker, MailAddress address) {
        Domain domain = address.getDomain();
        return allowedClients.isSecondaryFor(asker, domain) && shared.contains(domain)
                ? ownership.resolve(address).thenApplyAsync(verdict -> statusBy(verdict, address), directory)
                : CompletableFuture.completedStage(lookUp(address));
    }

    private MingerStatus lookUp(MailAddress address) {
        asked.note(CanonicalAddress.of(address));
        Verdict verdict = ownership.local(address);
        // A peer asks just before it creates an account: what nobody had a moment ago, somebody may soon have.
        resolver.forgetNotFound(address);
        return statusBy(verdict, address);
    }

    private MingerStatus statusBy(Verdict verdict, MailAddress address) {
        return switch (verdict.kind()) {
                // A catch-all is no account whose quota could be looked at.
            case LOCAL -> ((Verdict.Local) verdict).match() == LocalMatch.CATCH_ALL
                    ? MingerStatus.EXISTS
                    : statusOfLocal(address);
            case ON_PEER, ON_GATEWAY -> MingerStatus.EXISTS;
            case NOBODY -> MingerStatus.DOES_NOT_EXIST;
            case UNDETERMINED -> statusOfUndetermined((Verdict.Undetermined) verdict);
        };
    }

    private static MingerStatus statusOfUndetermined(Verdict.Undetermined undetermined) {
        if (undetermined.mailboxUnavailable()) {
            return MingerStatus.EXISTS_BUT_CANNOT_RECEIVE;
        }
        throw new IllegalStateException("whether the address exists cannot be told: " + undetermined.missingAnswers());
    }

    private MingerStatus statusOfLocal(MailAddress address) {
        try {
            return status.of(address);
        } catch (Exception e) {
            throw new IllegalStateException("whether the mailbox takes mail cannot be told", e);
        }
    }
}
