// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import io.domainsharing.ownership.CanonicalAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The recipients of one copy for a peer, and the addresses by way of which the message reached this server. What comes back
 * tells nobody which recipient of the copy it came back from; so recipients share a copy only if the same arrivals lead to
 * them, or they are the arrivals themselves. Immutable.
 *
 * @param arrivals all of the message's, those that lead elsewhere included
 */
public record Departure(Set<CanonicalAddress> recipients, List<Arrival> arrivals) {
    /** Who writes to many forwards at once gets no more copies for one peer than so many. */
    static final int MOST_COPIES = 20;

    public Departure {
        recipients = Set.copyOf(recipients);
        arrivals = List.copyOf(arrivals);
    }

    /** What an address is to a copy, for the day when it leads back here. */
    enum Role {
        /** Somebody has a copy by way of it, or another copy takes care of it. */
        HAD,
        /** Everything that comes of this copy comes by way of it. */
        TO,
        /** Some of what comes of this copy comes by way of it. */
        WITH
    }

    /** As many copies as are needed for these recipients, all of one peer. */
    public static List<Departure> split(Collection<CanonicalAddress> recipients, Collection<Arrival> arrivals) {
        List<Arrival> all = List.copyOf(arrivals);
        Map<Set<CanonicalAddress>, Set<CanonicalAddress>> groups = new LinkedHashMap<>();
        for (CanonicalAddress recipient : recipients) {
            Set<CanonicalAddress> key = leadingTo(recipient, all);
            // One that nothing but itself leads to.
            boolean isDirect = key.equals(Set.of(recipient));
            Set<CanonicalAddress> group = isDirect || groups.size() >= MOST_COPIES ? Set.of() : key;
            groups.computeIfAbsent(group, ignored -> new LinkedHashSet<>()).add(recipient);
        }
        return groups.values().stream().map(group -> new Departure(group, all)).toList();
    }

    /**
     * Whether somebody has a copy by way of each arrival that leads to an address; not if none is known: who returns a message
     * too often loses none.
     */
    public static boolean isKept(CanonicalAddress address, Collection<Arrival> arrivals) {
        List<Arrival> leading = arrivals.stream()
                .filter(arrival -> arrival.ends().contains(address))
                .toList();
        return !leading.isEmpty() && leading.stream().allMatch(Arrival::isKept);
    }

    /** Whether somebody has a copy by way of each arrival that leads to a recipient of this one. */
    boolean isKept() {
        return recipients.stream().allMatch(recipient -> isKept(recipient, arrivals));
    }

    /**
     * Each address, and what it is to this copy. Those by which a circle closes stand first: a line that has no room for the
     * others does its work.
     */
    Map<CanonicalAddress, Role> roles() {
        Map<CanonicalAddress, Role> roles = new LinkedHashMap<>();
        List<Arrival> elsewhere = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            if (arrival.ends().stream().noneMatch(recipients::contains)) {
                elsewhere.add(arrival);
            } else if (arrival.isKept()) {
                roles.put(arrival.address(), Role.HAD);
            } else {
                roles.put(arrival.address(), arrival.ends().containsAll(recipients) ? Role.TO : Role.WITH);
            }
        }
        for (CanonicalAddress recipient : recipients) {
            Role role = recipients.size() == 1 ? Role.TO : Role.WITH;
            roles.putIfAbsent(recipient, isKept(recipient, arrivals) ? Role.HAD : role);
        }
        elsewhere.forEach(arrival -> roles.putIfAbsent(arrival.address(), Role.HAD));
        arrivals.stream()
                .flatMap(arrival -> arrival.ends().stream())
                .filter(this::isSeenTo)
                .forEach(end -> roles.putIfAbsent(end, Role.HAD));
        return roles;
    }

    /** Whether an end that this copy is not for needs no other: it has one, or another copy that is returned if it gets lost. */
    private boolean isSeenTo(CanonicalAddress end) {
        return isKept()
                || !isKept(end, arrivals)
                || arrivals.stream().anyMatch(arrival -> arrival.copied().contains(end));
    }

    private static Set<CanonicalAddress> leadingTo(CanonicalAddress recipient, List<Arrival> arrivals) {
        Set<CanonicalAddress> leading = new LinkedHashSet<>();
        arrivals.stream()
                .filter(arrival -> arrival.ends().contains(recipient))
                .forEach(arrival -> leading.add(arrival.address()));
        return leading;
    }
}
