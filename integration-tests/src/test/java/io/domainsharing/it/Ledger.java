// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import io.domainsharing.it.GatedServers.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What became of each copy, named by its recipient. A server that dies takes what it had along, for James's memory server keeps
 * mail and mailboxes in memory: what its mailboxes held is noted right before, what a survivor had handed over to it is excused,
 * and what it had accepted itself does not count. One thread changes it; {@link #accepted} may be called by another.
 */
final class Ledger {
    private static final Pattern HANDED_OVER = Pattern.compile(" for \\[([^]]*)] is with (\\S+)");
    private static final Pattern EVENT = Pattern.compile(
            " for \\[([^]]*)] is (with|kept|looked up again|returned)[ :]| waits [\\w. ]+? for \\S+?(?:, untried)?: \\{([^=]*)=");
    private static final Pattern RETURNED = Pattern.compile("Final-Recipient: rfc822; (\\S+)");

    private final GatedServers servers;
    private final Map<String, Entry> accepted = new ConcurrentHashMap<>();
    private final Map<Site, Integer> deaths = new ConcurrentHashMap<>();
    private final List<String> deliveredToTheDead = new ArrayList<>();
    private final Set<String> diedWithTheirServer = new HashSet<>();

    /** Who accepted a copy, in which of its lives. */
    private record Entry(Site site, int life) {}

    /** Every counted copy under its fate. */
    record Balance(
            Set<String> delivered, Set<String> queued, Set<String> returned, Set<String> missing, Set<String> twice) {}

    Ledger(GatedServers servers) {
        this.servers = servers;
    }

    int livesOf(Site site) {
        return deaths.getOrDefault(site, 0);
    }

    void accepted(NumberedMessage.Copy copy, Site entry, int life) {
        accepted.put(copy.recipient(), new Entry(entry, life));
    }

    /** Ends a server in that way, in the middle of what it does, and shuts its gate for the time after. */
    void dies(Site site, Consumer<JamesServer> how) {
        deliveredToTheDead.addAll(inMailboxesOf(site));
        how.accept(site.james);
        // Only now: what it took while it stopped died with it too.
        deaths.merge(site, 1, Integer::sum);
        site.gate.shut();
        Awaitility.await("what was handed over to it is in the logs")
                .pollDelay(Duration.ofMillis(800))
                .until(() -> true);
        sites().filter(other -> other.james.isRunning())
                .forEach(other -> diedWithTheirServer.addAll(handedOver(other, site)));
    }

    /** Accepted by a server that has not died since. */
    Set<String> counted() {
        return accepted.entrySet().stream()
                .filter(copy ->
                        copy.getValue().life() == livesOf(copy.getValue().site()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How many mails wait, by James's own count. */
    int queueSizes() {
        return sites().filter(site -> site.james.isRunning())
                .mapToInt(site -> queuesOf(site)
                        .mapToInt(queue -> site.james.webAdmin().queueSize(queue))
                        .sum())
                .sum();
    }

    List<String> deliveredToTheMoved() {
        return NumberedMessage.numbersIn(servers.kyiv.inbox(NumberedMessage.EXILE))
                .map(number -> new NumberedMessage.Copy(number, servers.oslo).recipient())
                .toList();
    }

    Balance balance() {
        // Queues before mailboxes: what leaves a queue meanwhile is then seen in a mailbox.
        Set<String> queued = sites().filter(site -> site.james.isRunning())
                .flatMap(site -> queuedAt(site).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> ends = new ArrayList<>(deliveredToTheDead);
        sites().forEach(site -> ends.addAll(inMailboxesOf(site)));
        ends.addAll(deliveredToTheMoved());
        Set<String> delivered = new TreeSet<>(ends);
        List<String> returned = returned();
        ends.addAll(returned);
        Set<String> missing = counted();
        missing.removeAll(queued);
        missing.removeAll(diedWithTheirServer);
        missing.removeAll(new HashSet<>(ends));
        Set<String> seen = new HashSet<>();
        Set<String> twice =
                ends.stream().filter(copy -> !seen.add(copy)).collect(Collectors.toCollection(TreeSet::new));
        return new Balance(delivered, queued, new TreeSet<>(returned), missing, twice);
    }

    private List<String> returned() {
        return servers.world.mails().stream()
                .flatMap(mail -> RETURNED.matcher(mail.content()).results())
                .map(match -> match.group(1))
                .filter(recipient -> recipient.matches("n\\d+-.*"))
                .toList();
    }

    private Stream<Site> sites() {
        return Stream.of(servers.rome, servers.oslo, servers.kyiv);
    }

    private static List<String> inMailboxesOf(Site site) {
        return NumberedMessage.numbersIn(site.inbox(NumberedMessage.home(site)))
                .map(number -> new NumberedMessage.Copy(number, site).recipient())
                .toList();
    }

    private static Set<String> handedOver(Site from, Site to) {
        return HANDED_OVER
                .matcher(from.james.log())
                .results()
                .filter(match -> match.group(2).equals(to.name()))
                .flatMap(match -> recipients(match.group(1)).stream())
                .collect(Collectors.toSet());
    }

    private Stream<String> queuesOf(Site site) {
        return Stream.concat(sites().filter(other -> other != site).map(Site::name), Stream.of("undetermined"))
                .map(name -> "domain-sharing-" + name);
    }

    /** By the last that the log says of them: listing the mails of a memory queue through WebAdmin would empty it. */
    private Set<String> queuedAt(Site site) {
        Set<String> queued = new HashSet<>();
        EVENT.matcher(site.james.log()).results().forEach(event -> {
            if (event.group(3) != null) {
                queued.add(event.group(3));
            } else if (event.group(2).equals("kept")) {
                queued.addAll(recipients(event.group(1)));
            } else {
                queued.removeAll(recipients(event.group(1)));
            }
        });
        return queued;
    }

    private static List<String> recipients(String list) {
        return List.of(list.split(", ", -1));
    }
}
