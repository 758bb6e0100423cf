// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator should know at start although it may well be meant; what cannot be meant is a finding. */
final class StartupWarnings {
    private static final Logger LOGGER = LoggerFactory.getLogger(StartupWarnings.class);

    private final DomainSharingConfiguration configuration;
    private final DomainList local;
    private final RecipientRewriteTable rewriteTable;

    @Inject
    StartupWarnings(DomainSharingConfiguration configuration, DomainList local, RecipientRewriteTable rewriteTable) {
        this.configuration = configuration;
        this.local = local;
        this.rewriteTable = rewriteTable;
    }

    void log() {
        if (configuration.peersByMx()) {
            LOGGER.warn(
                    "conf/domainsharing.xml: peers: is left out, so the peers are the MX hosts of each shared domain but for this"
                            + " server, as DNS has them now. Write <peers/> if it has none, or name them there");
        }
        try {
            Set<Domain> relayed =
                    configuration.gateways().stream().map(Gateway::domain).collect(Collectors.toSet());
            Collection<Domain> shared =
                    configuration.domains().isEmpty() ? local.getDomains() : configuration.domains();
            for (Domain domain : shared) {
                if (!relayed.contains(domain)) {
                    catchAll(domain);
                }
            }
        } catch (DomainListException | RecipientRewriteTableException e) {
            LOGGER.warn("The shared domains could not be checked", e);
        }
    }

    private void catchAll(Domain domain) throws RecipientRewriteTableException {
        Mappings wildcard = rewriteTable.getStoredMappings(MappingSource.fromDomain(domain));
        if (!wildcard.isEmpty()) {
            LOGGER.warn(
                    "{} is shared and has a catch-all ({}): it takes what no peer has, and an alias to a colleague at a"
                            + " peer may end in it too",
                    domain.asString(),
                    wildcard.serialize());
        }
    }
}
