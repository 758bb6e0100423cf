// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;

/** The domains of the configuration, or, where it names none, all that James serves (D5) and that are no gateway's. */
final class LocalOrListedDomains {
    private LocalOrListedDomains() {}

    static SharedDomains of(DomainSharingConfiguration configuration, DomainList local) {
        if (!configuration.enabled()) {
            return SharedDomains.NONE;
        }
        Set<Domain> listed = configuration.domains();
        Set<Domain> relayed =
                configuration.gateways().stream().map(Gateway::domain).collect(Collectors.toUnmodifiableSet());
        return listed.isEmpty() ? domain -> !relayed.contains(domain) && isLocal(local, domain) : listed::contains;
    }

    private static boolean isLocal(DomainList local, Domain domain) {
        try {
            return local.containsDomain(domain);
        } catch (DomainListException e) {
            throw new IllegalStateException(
                    "James cannot tell whether " + domain.asString() + " is one of its domains", e);
        }
    }
}
