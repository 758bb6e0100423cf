// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;

/** The shared domains by name, in alphabetical order. Reads James's domain list where the configuration names none. */
final class SharedDomainList {
    private final DomainSharingConfiguration configuration;
    private final SharedDomains shared;
    private final DomainList local;

    @Inject
    SharedDomainList(DomainSharingConfiguration configuration, SharedDomains shared, DomainList local) {
        this.configuration = configuration;
        this.shared = shared;
        this.local = local;
    }

    List<Domain> all() {
        return (configuration.domains().isEmpty() ? local() : configuration.domains().stream())
                .filter(shared::contains)
                .sorted(Comparator.comparing(Domain::asString))
                .toList();
    }

    private Stream<Domain> local() {
        try {
            return local.getDomains().stream();
        } catch (DomainListException e) {
            throw WebError.failed("James cannot list its domains", e);
        }
    }
}
