// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.mailets.ListMailets;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.HeloName;
import io.domainsharing.ownership.configuration.MingerServerConfiguration;
import io.domainsharing.ownership.membership.PeerDirectory;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator should know at start although it is allowed. */
final class StartupWarnings {
    private static final Logger LOGGER = LoggerFactory.getLogger(StartupWarnings.class);

    private final DomainSharingConfiguration configuration;
    private final PeerDirectory peers;
    private final DomainList local;
    private final RecipientRewriteTable rewriteTable;
    private final ListMailets listMailets;

    @Inject
    StartupWarnings(
            DomainSharingConfiguration configuration,
            PeerDirectory peers,
            DomainList local,
            RecipientRewriteTable rewriteTable,
            ListMailets listMailets) {
        this.configuration = configuration;
        this.peers = peers;
        this.local = local;
        this.rewriteTable = rewriteTable;
        this.listMailets = listMailets;
    }

    void log() {
        weakSecrets();
        listMailets();
        heloNames();
        if (configuration.peersByMx()) {
            LOGGER.warn(
                    "conf/domainsharing.xml: peers: is left out, so the peers are the MX hosts of each shared domain but for this"
                            + " server, as DNS has them now. Write <peers/> if it has none, or name them there");
        } else if (peers.current().peers().isEmpty()) {
            LOGGER.warn(
                    "There is no peer yet, neither in conf/domainsharing.xml nor added at run time: every address in a"
                            + " shared domain is this server's own business");
        }
        try {
            for (Domain domain : configuration.domains()) {
                if (!local.containsDomain(domain)) {
                    LOGGER.warn(
                            "{} is shared but not one of James's own domains: its mail will be refused. Add it:"
                                    + " james-cli AddDomain {}",
                            domain.asString(),
                            domain.asString());
                }
            }
            Set<Domain> relayed =
                    configuration.gateways().stream().map(Gateway::domain).collect(Collectors.toSet());
            Collection<Domain> shared =
                    configuration.domains().isEmpty() ? local.getDomains() : configuration.domains();
            for (Domain domain : shared) {
                if (!relayed.contains(domain)) {
                    catchAll(domain);
                }
            }
            for (Gateway gateway : configuration.gateways()) {
                localGateway(gateway.domain());
                foreignUsers(gateway);
            }
            for (Secondary secondary : configuration.secondaries().secondaries()) {
                foreignDomains(secondary);
            }
        } catch (DomainListException | RecipientRewriteTableException e) {
            LOGGER.warn("The shared domains could not be checked", e);
        }
    }

    private void listMailets() {
        if (!configuration.lists().share()) {
            return;
        }
        for (String mailet : listMailets.missing()) {
            LOGGER.warn(
                    "conf/domainsharing.xml: lists/share: is true, but {} is in no processor: members of a list may get a"
                            + " post twice or not at all. Add it to conf/mailetcontainer.xml as docs/adr/0010 and"
                            + " james-conf/mailetcontainer.xml have it",
                    mailet);
        }
    }

    private void heloNames() {
        Stream.of(
                        configuration.delivery().handover().heloName(),
                        configuration.lookup().smtp().heloName())
                .map(HeloName::of)
                .distinct()
                .filter(name -> !HeloName.isFullyQualified(name))
                .forEach(name -> LOGGER.warn(
                        "This server says EHLO {} to peers and gateways, which is no fully-qualified name: some refuse all mail"
                                + " for that. Write delivery/heloName and lookup/heloName in conf/domainsharing.xml, such as"
                                + " mx1.example.com",
                        name));
    }

    private void weakSecrets() {
        Stream<Secret> ours = configuration.minger().map(MingerServerConfiguration::secrets).stream()
                .flatMap(List::stream);
        if (ours.anyMatch(Secret::isWeak)) {
            LOGGER.warn("conf/domainsharing.xml: minger/secret: is shorter than 16 characters, hence easy to guess");
        }
        for (Peer peer : peers.current().peers()) {
            weakSecret("peer " + peer.name(), peer.secret());
        }
        for (Gateway gateway : configuration.gateways()) {
            weakSecret("gateway " + gateway.domain().asString(), gateway.secret());
        }
    }

    private static void weakSecret(String whose, @Nullable Secret secret) {
        if (secret != null && secret.isWeak()) {
            LOGGER.warn("The secret of {} is shorter than 16 characters, hence easy to guess", whose);
        }
    }

    private void localGateway(Domain domain) throws DomainListException {
        if (local.containsDomain(domain)) {
            LOGGER.warn(
                    "{} is a gateway and one of James's own domains as well: its mail goes to the gateway's host, accounts,"
                            + " aliases and groups of it here get none. Remove it: james-cli RemoveDomain {}",
                    domain.asString(),
                    domain.asString());
        }
    }

    private void foreignUsers(Gateway gateway) throws DomainListException {
        for (Username user : gateway.etrn().users()) {
            Domain domain = user.getDomainPart().orElse(null);
            if (domain != null && !local.containsDomain(domain)) {
                LOGGER.warn(
                        "conf/domainsharing.xml: gateways/gateway/etrnUser: {} can have no account here, so nobody logs in as"
                                + " that user and asks for the mail of {}. Name a user of one of James's own domains",
                        user.asString(),
                        gateway.domain().asString());
            }
        }
    }

    private void foreignDomains(Secondary secondary) throws DomainListException {
        for (Domain domain : secondary.domains()) {
            if (!local.containsDomain(domain)) {
                LOGGER.warn(
                        "{} is a domain of the secondary {}, but not one of James's own: what that hands over for it will be"
                                + " refused. Add it: james-cli AddDomain {}",
                        domain.asString(),
                        secondary.name(),
                        domain.asString());
            }
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
