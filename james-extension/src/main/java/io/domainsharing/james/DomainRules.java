// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.live.Rounds;
import io.domainsharing.findings.sharing.LocalDomainRules;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import javax.inject.Inject;
import org.apache.james.domainlist.api.DomainList;

/** What only James itself knows: its domains, its queues, its mailets and listeners as they are. May block. */
final class DomainRules implements Rounds.Rules {
    private final LocalDomainRules domains;
    private final MailetRules mailets;
    private final ListenerRules listeners;
    private final RepositoryRules repositories;

    @Inject
    DomainRules(
            DomainSharingConfiguration configuration,
            DomainList local,
            MailetRules mailets,
            ListenerRules listeners,
            RepositoryRules repositories) {
        this.domains = new LocalDomainRules(configuration, local);
        this.mailets = mailets;
        this.listeners = listeners;
        this.repositories = repositories;
    }

    @Override
    public void check(Findings findings) {
        domains.check(findings);
        mailets.check(findings);
        listeners.check(findings);
        repositories.check(findings);
    }
}
