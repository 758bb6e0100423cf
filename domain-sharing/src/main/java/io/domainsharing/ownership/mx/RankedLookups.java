// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.ownership.membership.PeerDirectory;
import java.util.function.BiPredicate;
import org.apache.james.core.Domain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Look-ups in which a host found by MX never is the last resort: one that accepts everything, as a backup does that is no member
 * of the sharing, would hand back what it is handed. Thread-safe.
 *
 * <p>Mail comes from a host of lower precedence than this server to this server, so the yes to everything of such a one counts as
 * a no. Any other's, and one that is so for this once only, is no answer.
 */
public final class RankedLookups implements PeerLookups {
    private static final Logger LOGGER = LoggerFactory.getLogger(RankedLookups.class);

    private final PeerLookups lookups;
    private final PeerDirectory directory;
    private final BiPredicate<Destination, Domain> acceptsAll;
    private final LogLimit open;

    /** @param acceptsAll whether that peer is known to accept every address of that domain */
    public RankedLookups(
            PeerLookups lookups, PeerDirectory directory, BiPredicate<Destination, Domain> acceptsAll, LogLimit open) {
        this.lookups = lookups;
        this.directory = directory;
        this.acceptsAll = acceptsAll;
        this.open = open;
    }

    @Override
    public PeerLookup of(Destination peer) {
        PeerLookup lookup = lookups.of(peer);
        return peer.foundByMx()
                ? address -> lookup.ask(address).thenApply(answer -> judged(peer, address.getDomain(), answer))
                : lookup;
    }

    private PeerAnswer judged(Destination peer, Domain domain, PeerAnswer answer) {
        if (!(answer instanceof PeerAnswer.AcceptsAll)) {
            return answer;
        }
        boolean isKnown = acceptsAll.test(peer, domain);
        if (isKnown
                && directory
                        .current()
                        .mx()
                        .isBelowThisServer(domain, peer.smtp().get(0).getHost())) {
            return new PeerAnswer.Unknown();
        }
        if (isKnown) {
            open.run(leftOut -> LOGGER.warn(
                    "{}, an MX host of {} no lower than this server, says yes to every address. So addresses that no other server"
                            + " claims are answered 451. Have it refuse unknown recipients, or put it at run time as a peer of that"
                            + " name, which gets what all others refuse ({} such lines were left out)",
                    peer.name(),
                    domain.asString(),
                    leftOut));
        }
        return new PeerAnswer.NoAnswer(
                PeerAnswer.Reason.REFUSED,
                isKnown
                        ? "says yes to every address, and is no lower MX than this server"
                        : "says yes, and does not tell whether it does so to every address");
    }
}
