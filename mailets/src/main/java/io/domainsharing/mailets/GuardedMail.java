// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.trace.Arrival;
import io.domainsharing.ownership.trace.Arrivals;
import io.domainsharing.ownership.trace.Departure;
import io.domainsharing.ownership.trace.Way;
import io.domainsharing.ownership.trace.Way.Standing;
import io.domainsharing.smtp.MailTrace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the recipients of one mail that has been here before, and how it leaves for a peer. Reads James's rewrite
 * table only where a recipient is a peer's, or one of our own lines stands in the mail. Not thread-safe.
 */
final class GuardedMail {
    private final ArrivedFor arrived;
    private final MailTrace trace;
    private final Way way;
    private final Arrivals finder;
    private final NodeName node;
    private final Set<MailAddress> atPeers = new LinkedHashSet<>();
    private @Nullable List<Arrival> arrivals;

    GuardedMail(ArrivedFor arrived, MailTrace trace, Way way, Arrivals finder, NodeName node) {
        this.arrived = arrived;
        this.trace = trace;
        this.way = way;
        this.finder = finder;
        this.node = node;
        this.atPeers.addAll(arrived.handedOver());
    }

    /** A recipient who gets a copy of his own, besides the one that an alias or a forward leads to him. */
    boolean isHandedOver(MailAddress recipient) {
        return arrived.handedOver().contains(recipient);
    }

    /** Tells which recipients are a peer's. */
    void learn(Map<MailAddress, Verdict> verdicts) {
        verdicts.forEach((recipient, verdict) -> {
            if (verdict instanceof Verdict.OnPeer) {
                atPeers.add(recipient);
            }
        });
    }

    /** The recipients to whom this copy is of no use: they have it already, or it was handed over for them before. */
    Set<MailAddress> served(Collection<MailAddress> recipients) {
        Set<MailAddress> served = new LinkedHashSet<>();
        for (MailAddress recipient : recipients) {
            if (isHandedOver(recipient) || standing(recipient) == Standing.HAD) {
                served.add(recipient);
            }
        }
        return served;
    }

    /** Why recipients cannot get the mail, or no entry for those who can. */
    Map<MailAddress, String> refusals(Map<MailAddress, Verdict> verdicts) {
        Map<MailAddress, String> refusals = new LinkedHashMap<>();
        verdicts.forEach((recipient, verdict) -> {
            boolean isAtPeer = verdict instanceof Verdict.OnPeer;
            if (isCircle(recipient, verdict)) {
                refusals.put(recipient, "Routing loop: " + way.path(node));
            } else if (isAtPeer && way.isTooLong()) {
                refusals.put(recipient, "Too many hops between peers: " + way.path(node));
            }
        });
        return refusals;
    }

    /** The copies that recipients of one peer need, for each the recipients and the line that goes in front of it. */
    Map<List<MailAddress>, String> departures(PeerName peer, List<MailAddress> recipients) {
        Map<CanonicalAddress, List<MailAddress>> spellings = new LinkedHashMap<>();
        recipients.forEach(recipient -> spellings
                .computeIfAbsent(CanonicalAddress.of(recipient), ignored -> new ArrayList<>())
                .add(recipient));
        Map<List<MailAddress>, String> copies = new LinkedHashMap<>();
        for (Departure departure : Departure.split(spellings.keySet(), arrivals())) {
            copies.put(
                    spellings.entrySet().stream()
                            .filter(spelling -> departure.recipients().contains(spelling.getKey()))
                            .flatMap(spelling -> spelling.getValue().stream())
                            .toList(),
                    way.next(node, peer, departure));
        }
        return copies;
    }

    /** The servers that the mail has come by, this one included. */
    String path() {
        return way.path(node);
    }

    MailTrace trace() {
        return trace;
    }

    private boolean isCircle(MailAddress recipient, Verdict verdict) {
        Standing standing = standing(recipient);
        if (verdict instanceof Verdict.OnPeer) {
            return standing == Standing.CIRCLE
                    || (standing == Standing.HANDED_OVER && arrived.addresses().contains(recipient));
        }
        // A mailbox that it has got meanwhile ends every circle.
        return verdict instanceof Verdict.Local
                && standing == Standing.CIRCLE
                && arrived.addresses().contains(recipient)
                && !finder.of(recipient).isKept();
    }

    private Standing standing(MailAddress recipient) {
        if (!way.isGuarded()) {
            return Standing.FRESH;
        }
        CanonicalAddress address = CanonicalAddress.of(recipient);
        boolean keptHere = !arrived.addresses().contains(recipient) && Departure.isKept(address, arrivals());
        return way.standing(address, keptHere);
    }

    private List<Arrival> arrivals() {
        if (arrivals == null) {
            arrivals = arrived.addresses().stream()
                    .map(address -> atPeers.contains(address)
                            ? Arrival.atPeer(CanonicalAddress.of(address))
                            : finder.of(address))
                    .toList();
        }
        return arrivals;
    }
}
