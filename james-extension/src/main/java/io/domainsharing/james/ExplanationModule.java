// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.digest.PeerDigests;
import io.domainsharing.ownership.directory.JamesLocalTrails;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.peer.LookupsByMethod;
import io.domainsharing.ownership.pin.Pins;
import io.domainsharing.ownership.resolution.Claimants;
import io.domainsharing.ownership.resolution.ConflictCheck;
import io.domainsharing.ownership.resolution.Explainer;
import io.domainsharing.ownership.resolution.FreshLookup;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.PeerTest;
import java.util.List;
import javax.inject.Provider;
import org.apache.james.rrt.api.RecipientRewriteTable;

/** What is looked up for people: past all that is remembered, with every step told. */
final class ExplanationModule extends AbstractModule {
    @Provides
    @Singleton
    FreshLookup freshLookup(PeerDirectory directory, GuardedLookups lookups) {
        return new FreshLookup(directory, lookups::unguarded, System::nanoTime);
    }

    @Provides
    @Singleton
    Explainer explainer(
            Ownership ownership,
            OwnershipResolver resolver,
            PeerDirectory directory,
            Pins pins,
            FreshLookup freshLookup,
            RecipientRewriteTable rewriteTable,
            ConflictCheck conflicts,
            DomainSharingConfiguration configuration,
            Provider<PeerDigests> digests,
            Workers workers) {
        return new Explainer(
                ownership,
                resolver,
                directory,
                pins,
                freshLookup,
                new JamesLocalTrails(rewriteTable),
                new Claimants(
                        conflicts,
                        match -> match == LocalMatch.GROUP
                                && configuration.lists().share()),
                configuration.digest().isPresent() ? digests.get()::wordsOn : (address, peers) -> List.of(),
                workers.background());
    }

    @Provides
    PeerTest peerTest(FreshLookup freshLookup, PeerDirectory directory, LookupsByMethod lookups) {
        FreshLookup ofCandidates = new FreshLookup(directory, lookups::ofCandidate, System::nanoTime);
        return new PeerTest(freshLookup, ofCandidates, NobodysAddresses.random());
    }
}
