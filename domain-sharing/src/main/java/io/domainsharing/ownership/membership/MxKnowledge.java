// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Destination;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/**
 * What DNS says of the MX hosts of the shared domains, and what it has not said. Immutable.
 *
 * @param hosts the other servers among each domain's MX hosts, best first, as DNS said last, maybe in an earlier run
 * @param said what DNS has said since the start, by domain
 * @param mayBeFound whether the peers of a domain may be found by MX; touches memory only
 */
public record MxKnowledge(Map<Domain, List<String>> hosts, Map<Domain, Said> said, Predicate<Domain> mayBeFound) {
    /** Where no peer is found by MX. */
    public static final MxKnowledge NONE = new MxKnowledge(Map.of(), Map.of(), domain -> false);

    private static final String NOT_ASKED = "DNS has not been asked yet";

    /**
     * What DNS has said of one domain since the start.
     *
     * @param missing why its peers are not known; null: they are
     * @param below the hosts of lower precedence than this server
     */
    public record Said(@Nullable String missing, Set<String> below) {
        public Said {
            below = Set.copyOf(below);
        }
    }

    public MxKnowledge {
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
        said = Map.copyOf(said);
    }

    /** The same, where DNS says that of the domain. */
    public MxKnowledge with(Domain domain, List<String> itsHosts, Said itsSaid) {
        Map<Domain, List<String>> nextHosts = new LinkedHashMap<>(hosts);
        nextHosts.put(domain, List.copyOf(itsHosts));
        return new MxKnowledge(nextHosts, said, mayBeFound).with(List.of(domain), itsSaid);
    }

    /** The same, where that is said of these domains, and their hosts stay. */
    public MxKnowledge with(Collection<Domain> domains, Said itsSaid) {
        Map<Domain, Said> next = new HashMap<>(said);
        domains.forEach(domain -> next.put(domain, itsSaid));
        return new MxKnowledge(hosts, next, mayBeFound);
    }

    /** What is known of these domains and of no other. */
    public MxKnowledge retain(Collection<Domain> domains) {
        Map<Domain, List<String>> nextHosts = new LinkedHashMap<>(hosts);
        nextHosts.keySet().retainAll(domains);
        Map<Domain, Said> nextSaid = new HashMap<>(said);
        nextSaid.keySet().retainAll(domains);
        return new MxKnowledge(nextHosts, nextSaid, mayBeFound);
    }

    public List<String> hosts(Domain domain) {
        return hosts.getOrDefault(domain, List.of());
    }

    /** Why it cannot be told yet who the peers of that domain are; null: they are known, or not found by MX. */
    @Nullable
    String missing(Domain domain) {
        Said known = said.get(domain);
        if (known != null) {
            return known.missing();
        }
        return mayBeFound.test(domain) ? NOT_ASKED : null;
    }

    /** Whether its peers may be found by MX, and DNS has not been asked since the start. */
    boolean isNotRead(Domain domain) {
        return !said.containsKey(domain) && mayBeFound.test(domain);
    }

    /** Whether DNS, since the start, has named that host as one of lower precedence than this server. */
    public boolean isBelowThisServer(Domain domain, String host) {
        Said known = said.get(domain);
        return known != null && known.below().contains(host);
    }

    /** Where one that was asked stands in the domain's order: behind all hosts where it is none of them. */
    int rank(Domain domain, Destination asked) {
        List<String> order = hosts(domain);
        // One added at run time under the name of a host stands in its place.
        String host =
                asked.foundByMx() ? asked.smtp().get(0).getHost() : asked.name().value();
        int rank = order.indexOf(host);
        return rank < 0 ? order.size() : rank;
    }
}
