// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.OwnAddresses;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.digest.OwnDigest;
import io.domainsharing.ownership.directory.LocalAddresses;
import io.domainsharing.ownership.pin.Pins;
import io.domainsharing.ownership.rehearsal.Rehearsal;
import io.domainsharing.ownership.resolution.AccountGuard;
import io.domainsharing.ownership.resolution.ConflictCheck;
import io.domainsharing.ownership.resolution.ConflictSweep;
import io.domainsharing.ownership.resolution.CreationCheck;
import io.domainsharing.ownership.resolution.FreshLookup;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import java.time.Clock;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.user.api.UsersRepository;
import reactor.core.scheduler.Schedulers;

/** This server's own accounts: what peers are told of them, and that each exists on one server only. */
final class AccountsModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(OwnAddresses.class).to(AccountsForPeers.class);
    }

    @Provides
    @Singleton
    CreationCheck creationCheck(ConflictCheck check, Clock clock, Workers workers) {
        return new CreationCheck(check, clock, workers.timer(), workers.background());
    }

    @Provides
    @Singleton
    AccountGuard accountGuard(
            OwnershipResolver resolver,
            FreshLookup freshLookup,
            Pins pins,
            DomainSharingConfiguration configuration,
            CreationCheck creationCheck,
            OwnDigest digest) {
        return new AccountGuard(
                resolver,
                freshLookup,
                pins,
                configuration.accounts(),
                configuration.digest().isPresent(),
                address -> {
                    creationCheck.later(address);
                    digest.expect(CanonicalAddress.of(address));
                });
    }

    @Provides
    @Singleton
    ConflictSweep conflictSweep(
            UsersRepository users,
            RecipientRewriteTable rewriteTable,
            SharedDomains shared,
            DomainSharingConfiguration configuration,
            ConflictCheck check,
            Rehearsal rehearsal) {
        return new ConflictSweep(
                new LocalAddresses(
                        users, rewriteTable, shared, configuration.lists().share()),
                check,
                rehearsal::check,
                Schedulers.boundedElastic(),
                Schedulers.parallel());
    }
}
