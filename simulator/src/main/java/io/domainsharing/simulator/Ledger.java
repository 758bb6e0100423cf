// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.james.core.MailAddress;

/** Every promise, checked as it comes due; a broken one is a {@link Violation}. One thread. */
final class Ledger {
    /**
     * How long an address must have been there before a 550 is wrong: "nobody has it" is believed for the cache's {@code notFound}, and a
     * look-up may have begun before.
     */
    private static final Duration KNOWN_BY = CacheConfiguration.DEFAULT_NOT_FOUND
            .plus(LookupConfiguration.DEFAULT_BUDGET.multipliedBy(2))
            .plusSeconds(2);

    private final Truth truth;
    private final Broken broken;

    Ledger(Truth truth, Broken broken) {
        this.truth = truth;
        this.broken = broken;
    }

    private OptionalLong existing(MailAddress address) {
        return truth.siteThatHadItFor(KNOWN_BY, address.asString());
    }

    /** A site has said 550 to an RCPT. */
    void refused(int site, MailAddress address) {
        existing(address).ifPresent(owner -> {
            broken.promise("site" + site + " said 550 about " + address + ", which site" + owner
                    + " has had for more than " + KNOWN_BY.toSeconds() + " s");
        });
    }

    /** It goes back to its sender. */
    void mayBeReturned(Message message) {
        existing(message.address).ifPresent(owner -> {
            broken.promise("site" + message.at + " returned message " + message.number + " for " + message.address
                    + ", which site" + owner + " has had for more than " + KNOWN_BY.toSeconds() + " s");
        });
    }

    /** It has been put into a mailbox. */
    void delivered(Message message, int site) {
        if (!truth.existsAt(message.address.asString(), site)) {
            broken.promise("message " + message.number + " was put into a mailbox that site" + site + " has not: "
                    + message.address);
        }
        if (message.delivered > 1 + message.lostAcknowledgements) {
            broken.promise("message " + message.number + " for " + message.address + " was delivered "
                    + message.delivered + " times, and " + message.lostAcknowledgements
                    + " acknowledgements were lost");
        }
    }

    /** All has been well for long: it has to have ended. */
    void arrived(Message message) {
        if (!message.isDone) {
            broken.promise("message " + message.number + " for " + message.address
                    + " is still on its way though all has been well for long, at site" + message.at + ", "
                    + message.tries + " tries");
        }
    }

    /** A site has refused it as nobody's there. */
    void disowned(Message message, Site.Running process, int refuser) {
        process.resolver()
                .cached(message.address)
                .filter(owner -> owner.owner().equals(Site.nameOf(refuser)))
                .ifPresent(owner -> {
                    broken.promise("site" + message.at + " still remembers site" + refuser + " as the owner of "
                            + message.address + ", which has just refused it");
                });
    }

    /** The guard of a site has let an address be created: two may at once, and later none may that another has. */
    void allowed(int site, String address) {
        truth.siteThatHadItFor(KNOWN_BY, address).stream()
                .filter(owner -> owner != site)
                .findFirst()
                .ifPresent(owner -> {
                    broken.promise("site" + site + " let " + address + " be created, which site" + owner + " has");
                });
    }
}
