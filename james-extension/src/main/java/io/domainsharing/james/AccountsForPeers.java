// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.server.MingerDirectory;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/**
 * What peers are told: this server's own accounts, aliases, groups and forwards exist (5, or 4 while they take no mail),
 * anything else does not (3), a catch-all included. Nobody else is asked. While James's repositories or its quota store
 * fail, nothing is said. Thread-safe.
 */
final class AccountsForPeers implements MingerDirectory {
    private final OwnershipResolver resolver;
    private final MailboxStatus status;
    private final Executor background;

    AccountsForPeers(OwnershipResolver resolver, MailboxStatus status, Executor background) {
        this.resolver = resolver;
        this.status = status;
        this.background = background;
    }

    @Override
    public CompletionStage<MingerStatus> statusOf(Mailbox mailbox) {
        return CompletableFuture.supplyAsync(() -> lookUp(mailbox), background);
    }

    private MingerStatus lookUp(Mailbox mailbox) {
        MailAddress address;
        try {
            address = new MailAddress(mailbox.toString());
        } catch (AddressException e) {
            // Not an address to James, so nobody can have it here.
            return MingerStatus.DOES_NOT_EXIST;
        }
        Verdict verdict = resolver.local(address);
        // A peer asks just before it creates an account: what nobody had a moment ago, somebody may soon have.
        resolver.forgetNotFound(address);
        if (verdict instanceof Verdict.Local) {
            return statusOf(address);
        }
        if (verdict instanceof Verdict.Nobody) {
            return MingerStatus.DOES_NOT_EXIST;
        }
        throw new IllegalStateException("the local directory cannot answer");
    }

    private MingerStatus statusOf(MailAddress address) {
        try {
            return status.of(address);
        } catch (Exception e) {
            throw new IllegalStateException("whether the mailbox takes mail cannot be told", e);
        }
    }
}
