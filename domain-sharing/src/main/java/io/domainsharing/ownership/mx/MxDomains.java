// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.james.core.Domain;

/**
 * The domains whose peers are found by MX: those that the file lists, or else all of James's that are no gateway's. Thread-safe.
 */
public final class MxDomains {
    private final Set<Domain> listed;
    private final Set<Domain> relayed;
    private final Supplier<? extends Collection<Domain>> local;

    /**
     * @param listed empty: all of James's
     * @param relayed those of gateways
     * @param local all of James's domains; may block
     */
    public MxDomains(Set<Domain> listed, Set<Domain> relayed, Supplier<? extends Collection<Domain>> local) {
        this.listed = Set.copyOf(listed);
        this.relayed = Set.copyOf(relayed);
        this.local = local;
    }

    boolean areListed() {
        return !listed.isEmpty();
    }

    /** Touches memory only; no: it is none of them. */
    public boolean mayContain(Domain domain) {
        return listed.isEmpty() ? !relayed.contains(domain) : listed.contains(domain);
    }

    /** In the order of their names; blocks where James is asked. */
    public List<Domain> read() {
        Collection<Domain> all = listed.isEmpty() ? local.get() : listed;
        return all.stream()
                .filter(domain -> !relayed.contains(domain))
                .sorted(Comparator.comparing(Domain::asString))
                .toList();
    }
}
