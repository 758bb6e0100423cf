// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.trace.Way.Standing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Several servers that share a domain, in memory: each has mailboxes, forwards and groups, hands over what is a peer's, and
 * takes the decisions that the mailets and the hook take. Counts who gets what.
 */
final class Sites {
    static final MessageIdentity MESSAGE = identity("<1@example.com>");

    /** More than any message needs: what is still on its way then goes round without end. */
    private static final int ENDLESS = 5_000;

    final Map<String, Integer> copies = new HashMap<>();
    /** The paths of the returns. */
    final List<String> returns = new ArrayList<>();

    int handovers;
    int farthest;

    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final Deque<Runnable> work = new ArrayDeque<>();

    /** Where an address leads; to itself too if it keeps a copy. */
    private record Entry(boolean isMailbox, List<String> targets) {}

    private record Transmission(List<TraceField> fields, Bringer bringer, Set<CanonicalAddress> recipients) {}

    static MessageIdentity identity(String messageId) {
        return MessageIdentity.of(name -> name.equals("Message-ID") ? List.of(messageId) : List.of());
    }

    Sites site(String name) {
        sites.put(name, new Site(new NodeName(name)));
        return this;
    }

    Sites mailbox(String site, String address) {
        siteNamed(site).entries.put(address, new Entry(true, List.of()));
        return this;
    }

    /** A forward, an alias or a group. */
    Sites forward(String site, String address, String... targets) {
        siteNamed(site).entries.put(address, new Entry(false, List.of(targets)));
        return this;
    }

    Sites forwardWithCopy(String site, String address, String... targets) {
        siteNamed(site).entries.put(address, new Entry(true, List.of(targets)));
        return this;
    }

    /** A script of a mailbox that sends its mail on, as Sieve does: a mail of its own, with the header that it came with. */
    Sites redirect(String site, String address, String target) {
        siteNamed(site).redirects.put(address, target);
        return mailbox(site, address);
    }

    /** Where a site believes that an address lives that it does not have; else it asks, and is told the truth. */
    Sites belief(String site, String address, String owner) {
        siteNamed(site).beliefs.put(address, owner);
        return this;
    }

    /** Mail from a stranger, to the end of all that comes of it. */
    Sites send(String site, String... recipients) {
        return send(site, List.of(), recipients);
    }

    /** The same with lines that the message has already. */
    Sites send(String site, List<TraceField> header, String... recipients) {
        Set<CanonicalAddress> all = new LinkedHashSet<>();
        for (String recipient : recipients) {
            all.add(new CanonicalAddress(recipient));
        }
        siteNamed(site).take(new Transmission(header, Bringer.ANYBODY, all));
        for (int steps = 0; !work.isEmpty(); steps++) {
            if (steps > ENDLESS) {
                throw new AssertionError("it goes round without end: " + this);
            }
            work.remove().run();
        }
        return this;
    }

    private Site siteNamed(String name) {
        Site site = sites.get(name);
        if (site == null) {
            throw new IllegalArgumentException(name);
        }
        return site;
    }

    private void giveBack(Way way, NodeName here) {
        returns.add(way.path(here));
    }

    @Override
    public String toString() {
        return sites + " copies " + copies + " returns " + returns;
    }

    private final class Site {
        final NodeName name;
        final TraceKey key = TraceKey.random();
        final Map<String, Entry> entries = new LinkedHashMap<>();
        final Map<String, String> beliefs = new HashMap<>();
        final Map<String, String> redirects = new HashMap<>();

        Site(NodeName name) {
            this.name = name;
        }

        /** False: refused at the end of DATA. */
        boolean take(Transmission mail) {
            int received = mail.bringer() == Bringer.THIS_SERVER ? 0 : 1;
            List<TraceField> fields = mail.fields().stream()
                    .map(field -> new TraceField(field.value(), field.received() + received))
                    .toList();
            Way way = Way.of(fields, mail.bringer(), MESSAGE, key);
            if (mail.bringer() == Bringer.PEER
                    && mail.recipients().stream()
                            .allMatch(recipient ->
                                    way.standing(recipient, arrival(recipient).isKept()) == Standing.CIRCLE)) {
                return false;
            }
            work.add(() -> process(way, fields, mail.recipients()));
            return true;
        }

        private void process(Way way, List<TraceField> fields, Set<CanonicalAddress> recipients) {
            List<Arrival> arrivals = recipients.stream().map(this::arrival).toList();
            Set<CanonicalAddress> gone = new LinkedHashSet<>();
            Set<CanonicalAddress> circles = new LinkedHashSet<>();
            Set<CanonicalAddress> expanded = new LinkedHashSet<>();
            Map<String, Set<CanonicalAddress>> direct = new LinkedHashMap<>();
            for (Arrival arrival : arrivals) {
                CanonicalAddress recipient = arrival.address();
                Standing standing = way.standing(recipient, false);
                boolean isLocal = entries.containsKey(recipient.value());
                if ((standing == Standing.CIRCLE && !arrival.isKept())
                        || (standing == Standing.HANDED_OVER && !isLocal)) {
                    circles.add(recipient);
                } else if (standing != Standing.HAD) {
                    if (isLocal) {
                        expanded.addAll(arrival.ends());
                    } else {
                        gone.add(recipient);
                        direct.computeIfAbsent(ownerOf(recipient), owner -> new LinkedHashSet<>())
                                .add(recipient);
                    }
                }
            }
            boolean isTooLong = handOver(way, fields, arrivals, direct);
            Map<String, Set<CanonicalAddress>> byPeer = new LinkedHashMap<>();
            for (CanonicalAddress end : expanded) {
                Standing standing = way.standing(end, Departure.isKept(end, arrivals));
                Entry entry = entries.get(end.value());
                if (standing == Standing.HAD || gone.contains(end)) {
                    continue;
                }
                if (entry != null && entry.isMailbox()) {
                    deliver(end, fields);
                } else if (standing == Standing.CIRCLE) {
                    circles.add(end);
                } else {
                    byPeer.computeIfAbsent(ownerOf(end), owner -> new LinkedHashSet<>())
                            .add(end);
                }
            }
            isTooLong |= handOver(way, fields, arrivals, byPeer);
            if (!circles.isEmpty() || isTooLong) {
                giveBack(way, name);
            }
        }

        private void deliver(CanonicalAddress mailbox, List<TraceField> fields) {
            String target = redirects.get(mailbox.value());
            if (target == null) {
                copies.merge(mailbox.value(), 1, Integer::sum);
            } else {
                take(new Transmission(fields, Bringer.THIS_SERVER, Set.of(new CanonicalAddress(target))));
            }
        }

        /** True: there were some, and the way is too long already. */
        private boolean handOver(
                Way way, List<TraceField> fields, List<Arrival> arrivals, Map<String, Set<CanonicalAddress>> byPeer) {
            if (way.isTooLong()) {
                return !byPeer.isEmpty();
            }
            byPeer.forEach((peer, recipients) -> {
                for (Departure departure : Departure.split(recipients, arrivals)) {
                    send(way, fields, peer, departure);
                }
            });
            return false;
        }

        private void send(Way way, List<TraceField> fields, String peer, Departure departure) {
            String field = way.next(name, new PeerName(peer), departure);
            List<TraceField> all = new ArrayList<>();
            all.add(new TraceField(
                    field.substring(field.indexOf(':') + 1).replace("\r\n", "").strip(), 0));
            all.addAll(fields);
            handovers++;
            work.add(() -> {
                Way now = Way.of(
                        all.stream()
                                .map(line -> new TraceField(line.value(), line.received() + 1))
                                .toList(),
                        Bringer.PEER,
                        MESSAGE,
                        key);
                farthest = Math.max(farthest, now.path(name).split(" -> ", -1).length - 1);
                if (!siteNamed(peer).take(new Transmission(all, Bringer.PEER, departure.recipients()))) {
                    giveBack(now, new NodeName(peer));
                }
            });
        }

        private Arrival arrival(CanonicalAddress address) {
            Set<CanonicalAddress> ends = new LinkedHashSet<>();
            walk(address.value(), new LinkedHashSet<>(), ends);
            Set<CanonicalAddress> copied = ends.stream()
                    .filter(end -> {
                        Entry entry = entries.get(end.value());
                        return entry != null && entry.isMailbox();
                    })
                    .collect(Collectors.toSet());
            return new Arrival(address, ends, copied);
        }

        private void walk(String address, Set<String> seen, Collection<CanonicalAddress> ends) {
            if (!seen.add(address)) {
                return;
            }
            Entry entry = entries.get(address);
            if (entry == null || entry.isMailbox() || entry.targets().isEmpty()) {
                ends.add(new CanonicalAddress(address));
            }
            if (entry != null) {
                entry.targets().forEach(target -> walk(target, seen, ends));
            }
        }

        private String ownerOf(CanonicalAddress address) {
            String believed = beliefs.get(address.value());
            return believed != null
                    ? believed
                    : sites.values().stream()
                            .filter(site -> site.entries.containsKey(address.value()))
                            .map(site -> site.name.value())
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("nobody has " + address));
        }

        @Override
        public String toString() {
            return entries.toString();
        }
    }
}
