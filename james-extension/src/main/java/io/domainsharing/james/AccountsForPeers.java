// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.server.MingerDirectory;
import io.domainsharing.ownership.OwnAddresses;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/**
 * What peers are told, by Minger and by VRFY: this server's own accounts, aliases, groups and forwards exist (5, or 4 while
 * they take no mail), anything else does not (3), a catch-all included. Nobody else is asked. While James's repositories or
 * its quota store fail, nothing is said. Has threads of its own: what peers ask takes none from RCPT. Thread-safe.
 */
@Singleton
final class AccountsForPeers implements MingerDirectory, OwnAddresses, AutoCloseable {
    private final OwnershipResolver resolver;
    private final MailboxStatus status;
    private final SharedDomains shared;
    private final ExecutorService directory = Threads.pool("domain-sharing-for-peers");

    @Inject
    AccountsForPeers(OwnershipResolver resolver, MailboxStatus status, SharedDomains shared) {
        this.resolver = resolver;
        this.status = status;
        this.shared = shared;
    }

    @Override
    public CompletionStage<MingerStatus> statusOf(Mailbox mailbox) {
        return ask(() -> lookUp(mailbox));
    }

    @Override
    public CompletionStage<Status> statusOf(MailAddress address) {
        return ask(() -> shared.contains(address.getDomain()) ? told(lookUp(address)) : Status.NOT_SHARED);
    }

    @Override
    @PreDestroy
    public void close() {
        directory.shutdown();
    }

    private <T> CompletionStage<T> ask(Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(question, directory);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static Status told(MingerStatus status) {
        return switch (status) {
            case EXISTS -> Status.TAKES_MAIL;
            case EXISTS_BUT_CANNOT_RECEIVE -> Status.TAKES_NO_MAIL_NOW;
            case DOES_NOT_EXIST -> Status.UNKNOWN;
            case INVALID_REQUEST, ACCESS_DENIED, BAD_CREDENTIALS -> throw new IllegalStateException(
                    "the local directory says " + status);
        };
    }

    private MingerStatus lookUp(Mailbox mailbox) {
        try {
            return lookUp(new MailAddress(mailbox.toString()));
        } catch (AddressException e) {
            // Not an address to James, so nobody can have it here.
            return MingerStatus.DOES_NOT_EXIST;
        }
    }

    private MingerStatus lookUp(MailAddress address) {
        Verdict verdict = resolver.local(address);
        // A peer asks just before it creates an account: what nobody had a moment ago, somebody may soon have.
        resolver.forgetNotFound(address);
        if (verdict instanceof Verdict.Local) {
            return statusOfLocal(address);
        }
        if (verdict instanceof Verdict.Nobody) {
            return MingerStatus.DOES_NOT_EXIST;
        }
        throw new IllegalStateException("the local directory cannot answer");
    }

    private MingerStatus statusOfLocal(MailAddress address) {
        try {
            return status.of(address);
        } catch (Exception e) {
            throw new IllegalStateException("whether the mailbox takes mail cannot be told", e);
        }
    }
}
