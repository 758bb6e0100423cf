// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import io.domainsharing.findings.sharing.Sharing;
import io.domainsharing.findings.sharing.SharingRule;
import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.DigestConfiguration;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.digest.PeerDigests;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import io.domainsharing.ownership.peer.AcceptAllPeers;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.peer.LastQueries;
import io.domainsharing.ownership.peer.PeerState;
import io.domainsharing.ownership.pin.Pins;
import io.domainsharing.ownership.proof.SigningPeers;
import io.domainsharing.ownership.secondary.EtrnCaller;
import io.domainsharing.ownership.secondary.SecondaryState;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.slf4j.LoggerFactory;

/** What this server knows already of its peers, its mail and itself: asks nobody and never blocks. Thread-safe. */
public final class LiveState implements Rounds.Rules {
    private static final String LOGGER = "io.domainsharing";

    private final DomainSharingConfiguration configuration;
    private final PeerDirectory directory;
    private final GuardedLookups lookups;
    private final AcceptAllPeers acceptAll;
    private final LastQueries queries;
    private final LateMail lateMail;
    private final EtrnCaller secondaries;
    private final OwnerCache cache;
    private final Pins pins;
    private final SigningPeers signing;
    private final PeerDigests digests;

    @Inject
    LiveState(
            DomainSharingConfiguration configuration,
            PeerDirectory directory,
            GuardedLookups lookups,
            AcceptAllPeers acceptAll,
            LastQueries queries,
            LateMail lateMail,
            EtrnCaller secondaries,
            OwnerCache cache,
            Pins pins,
            SigningPeers signing,
            PeerDigests digests) {
        this.configuration = configuration;
        this.directory = directory;
        this.lookups = lookups;
        this.acceptAll = acceptAll;
        this.queries = queries;
        this.lateMail = lateMail;
        this.secondaries = secondaries;
        this.cache = cache;
        this.pins = pins;
        this.signing = signing;
        this.digests = digests;
    }

    @Override
    public void check(Findings findings) {
        PeerSet now = directory.current();
        SharingRule.checkAll(new Sharing(configuration, now.peers()), findings);
        Stream.<Destination>concat(now.peers().stream(), now.gateways().stream())
                .forEach(destination -> destination(destination, findings));
        now.peers().forEach(peer -> queries(peer, findings));
        now.peers().forEach(peer -> UnprovenAnswers.check(peer, signing, findings));
        configuration.digest().ifPresent(digest -> now.peers().forEach(peer -> digest(peer, digest, findings)));
        secondaries.states().forEach(secondary -> secondary(secondary, findings));
        lateMail.check(findings);
        cache.storeFailure()
                .ifPresent(failure -> findings.error(
                        Rule.CACHE_FOLDER,
                        Place.of("domainsharing.xml").key("cache/path"),
                        "owners cannot be written since " + failure.since() + ": " + failure.cause()
                                + "; a restart forgets them",
                        "Make room on that disk, or let James's user write there"));
        now.elsewhere()
                .forEach(name -> findings.warning(
                        Rule.OTHER_FILES,
                        Place.of("domainsharing.xml").key("peers").value(name),
                        "stands in the file of another node of this site, and not in this one's: whom no other server has is deferred",
                        "Give all nodes the same domainsharing.xml and restart those that had another; the file of a node that is gone"
                                + " counts for a day"));
        pins.all().stream()
                .filter(pin -> !pins.counts(pin))
                .forEach(pin -> findings.warning(
                        Rule.PIN_WITHOUT_PEER,
                        Place.of("")
                                .key("pin of " + Escaped.of(pin.address().value()))
                                .value(pin.owner()),
                        "names no peer that shares that domain: the pin does not count, and the address is looked up like any other",
                        "Remove it: domain-sharing pins remove "
                                + Escaped.of(pin.address().value()) + ". Or pin the address to another peer"));
        log(findings);
    }

    private void destination(Destination destination, Findings findings) {
        Place place = place(destination);
        lookups.state(destination.name()).ifPresent(state -> state(destination, state, place, findings));
        if (!acceptAll.domainsOf(destination).isEmpty()) {
            findings.warning(
                    Rule.PEER_ACCEPTS_ALL,
                    place,
                    "says yes to every address: its yes counts for little",
                    "Let it refuse unknown recipients, or choose another <lookup>");
        }
    }

    private static void state(Destination destination, PeerState state, Place place, Findings findings) {
        switch (state.status()) {
            case DOWN -> findings.warning(
                    Rule.PEER_DOWN,
                    place,
                    "does not answer: " + consequence(destination),
                    "Is " + destination.name() + " running, and does every firewall let the look-ups through?");
            case REFUSES -> findings.warning(
                    Rule.PEER_REFUSES,
                    place,
                    "answers, and tells of no address: " + state.detail(),
                    "Give both servers the same <secret> for each other, and let it answer this server's address");
            case UP, UNKNOWN -> {
                // Nothing to tell.
            }
        }
    }

    private static String consequence(Destination destination) {
        return switch (destination instanceof Peer peer ? peer.mode() : PeerMode.SHARE) {
            case SHARE -> "addresses that nobody is known to have are deferred";
            case OBSERVE -> "it is only observed, so no mail waits for that, and its rehearsal tells nothing";
            case DRAIN -> "mail for the addresses that are remembered of it waits";
        };
    }

    private void queries(Peer peer, Findings findings) {
        queries.wrongSecretSince(peer.name())
                .ifPresent(since -> findings.warning(
                        Rule.PEER_ASKS,
                        Sharing.place(peer, "name"),
                        "asks with a secret that this server does not accept: its clients are deferred for addresses here",
                        "Write a <minger><secret> of this server into the peer entry for it at " + peer.name()));
    }

    private void digest(Peer peer, DigestConfiguration digest, Findings findings) {
        digests.state(peer.name()).ifPresent(state -> lookups.state(peer.name())
                .ifPresent(of -> OldDigests.check(peer, state, of.status(), digest.trustedFor(), findings)));
    }

    private static void secondary(SecondaryState secondary, Findings findings) {
        if (secondary.state().status() == PeerState.Status.DOWN) {
            findings.warning(
                    Rule.PEER_DOWN,
                    Place.of("domainsharing.xml")
                            .key("secondaries/secondary["
                                    + secondary.secondary().name() + "]/smtp"),
                    "does not answer: the mail that it holds for this server stays there",
                    "Is it running, and does every firewall let SMTP through?");
        }
    }

    private static void log(Findings findings) {
        boolean isOursHeard = LoggerFactory.getLogger(LOGGER).isInfoEnabled();
        if (!isOursHeard || !LoggerFactory.getLogger(LOGGER + ".audit").isInfoEnabled()) {
            String silent = isOursHeard ? LOGGER + ".audit" : LOGGER;
            findings.add(
                    isOursHeard ? Rule.AUDIT_SILENT : Rule.LOG_SILENT,
                    Severity.WARNING,
                    Place.of("logback.xml"),
                    "writes no INFO of " + silent
                            + (isOursHeard
                                    ? ": who was refused, and why, is in no log"
                                    : ": that it is on, what changes, and who was refused, is in no log"),
                    "Add <logger name=\"" + silent + "\" level=\"INFO\"/>");
        }
    }

    private static Place place(Destination destination) {
        if (destination instanceof Gateway gateway) {
            return Sharing.place(gateway, "smtp");
        }
        return Place.of("domainsharing.xml").key("peers/peer[" + destination.name() + "]/smtp");
    }
}
