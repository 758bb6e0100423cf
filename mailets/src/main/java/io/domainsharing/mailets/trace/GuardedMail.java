// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.trace;

import io.domainsharing.message.MailTrace;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.trace.Arrival;
import io.domainsharing.ownership.trace.Arrivals;
import io.domainsharing.ownership.trace.Departure;
import io.domainsharing.ownership.trace.Way;
import io.domainsharing.ownership.trace.Way.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the recipients of one mail that has been here before, and how it leaves for a peer. Reads James's rewrite
 * table only where a recipient is a peer's, or one of our own lines stands in the mail. Not thread-safe.
 */
public final class GuardedMail {
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

    /** Tells which recipients are a peer's. */
    public void learn(Map<MailAddress, Verdict> verdicts) {
        verdicts.forEach((recipient, verdict) -> {
            if (verdict instanceof Verdict.OnPeer) {
                atPeers.add(recipient);
            }
        });
    }

    /** The recipients to whom this copy is of no use: they have it already, or it was handed over for them before. */
    public Set<MailAddress> served(Collection<MailAddress> recipients) {
        Set<MailAddress> served = new LinkedHashSet<>();
        for (MailAddress recipient : recipients) {
            if (arrived.handedOver().contains(recipient) || standing(recipient) == Standing.HAD) {
                served.add(recipient);
            }
        }
        return served;
    }

    /** The recipients who cannot get the mail, by the reason. */
    public Map<String, List<MailAddress>> circles(Map<MailAddress, Verdict> verdicts) {
        Map<String, List<MailAddress>> circles = new LinkedHashMap<>();
        verdicts.forEach((recipient, verdict) -> {
            @Nullable String reason = null;
            if (isCircle(recipient, verdict)) {
                reason = "Routing loop: ";
            } else if (verdict instanceof Verdict.OnPeer && way.isTooLong()) {
                reason = "Too many hops between peers: ";
            }
            if (reason != null) {
                circles.computeIfAbsent(reason + way.path(node), ignored -> new ArrayList<>())
                        .add(recipient);
            }
        });
        return circles;
    }

    /** The copies that recipients of one peer need, for each the recipients and the line that goes in front of it. */
    public Map<List<MailAddress>, String> departures(PeerName peer, List<MailAddress> recipients) {
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
    public String path() {
        return way.path(node);
    }

    public MailTrace trace() {
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
