// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.sharing;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.util.Comparator;
import java.util.List;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;

/**
 * Whether the domains of {@code domainsharing.xml} are James's own, or are not, as they should be. Reads James's domain list, which
 * may block.
 */
public final class LocalDomainRules {
    private final DomainSharingConfiguration configuration;
    private final DomainList local;

    public LocalDomainRules(DomainSharingConfiguration configuration, DomainList local) {
        this.configuration = configuration;
        this.local = local;
    }

    public void check(Findings findings) {
        try {
            List<Domain> shared = configuration.domains().stream()
                    .sorted(Comparator.comparing(Domain::asString))
                    .toList();
            for (Domain domain : shared) {
                notLocal(
                        domain,
                        Sharing.FILE.key("domains/domain"),
                        "is shared, and not one of James's own domains",
                        findings);
            }
            for (Gateway gateway : configuration.gateways()) {
                localGateway(gateway, findings);
                foreignUsers(gateway, findings);
            }
            for (Secondary secondary : configuration.secondaries().secondaries()) {
                for (Domain domain : secondary.domains()) {
                    notLocal(
                            domain,
                            Sharing.FILE.key("secondaries/secondary[" + secondary.name() + "]/domain"),
                            "is held by that secondary, and not one of James's own domains",
                            findings);
                }
            }
        } catch (DomainListException e) {
            throw new IllegalStateException("James cannot list its domains", e);
        }
    }

    private void notLocal(Domain domain, Place place, String what, Findings findings) throws DomainListException {
        if (!local.containsDomain(domain)) {
            findings.error(
                    Rule.DOMAIN_NOT_LOCAL,
                    place.value(domain.asString()),
                    what + ": all its mail is refused here",
                    "Correct it, or add it: james-cli AddDomain " + domain.asString());
        }
    }

    private void localGateway(Gateway gateway, Findings findings) throws DomainListException {
        if (local.containsDomain(gateway.domain())) {
            findings.warning(
                    Rule.GATEWAY_LOCAL,
                    Sharing.place(gateway, "domain"),
                    "is one of James's own domains as well: its mail goes to the gateway's host, accounts, aliases and groups of it"
                            + " here get none",
                    "Remove it: james-cli RemoveDomain " + gateway.domain().asString());
        }
    }

    private void foreignUsers(Gateway gateway, Findings findings) throws DomainListException {
        for (Username user : gateway.etrn().users()) {
            Domain domain = user.getDomainPart().orElse(null);
            if (domain != null && !local.containsDomain(domain)) {
                findings.warning(
                        Rule.ETRN_USER,
                        Sharing.place(gateway, "etrnUser").value(user.asString()),
                        "can have no account here, so nobody logs in as that user and asks for the mail",
                        "Name a user of one of James's own domains");
            }
        }
    }
}
