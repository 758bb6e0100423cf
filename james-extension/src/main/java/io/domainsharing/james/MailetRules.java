// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.live.Rounds;
import io.domainsharing.mailets.ListMailets;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.HeloName;
import java.util.stream.Stream;
import javax.inject.Inject;

/** What James's pipeline lacks for shared lists, and the name that this server says of itself, configured or not. */
final class MailetRules implements Rounds.Rules {
    private final DomainSharingConfiguration configuration;
    private final ListMailets listMailets;

    @Inject
    MailetRules(DomainSharingConfiguration configuration, ListMailets listMailets) {
        this.configuration = configuration;
        this.listMailets = listMailets;
    }

    @Override
    public void check(Findings findings) {
        if (configuration.lists().share()) {
            listMailets
                    .missing()
                    .forEach(
                            mailet -> findings.error(
                                    Rule.LIST_MAILETS,
                                    Place.of("domainsharing.xml")
                                            .key("lists/share")
                                            .value(mailet),
                                    "is in no processor: members of a list may get a post twice or not at all",
                                    "Add it to conf/mailetcontainer.xml as docs/adr/0010 and james-conf/mailetcontainer.xml have it"));
        }
        Stream.of(
                        configuration.delivery().handover().heloName(),
                        configuration.lookup().smtp().heloName())
                .filter(name -> name == null)
                .map(HeloName::of)
                .distinct()
                .filter(name -> !HeloName.isFullyQualified(name))
                .forEach(name -> findings.warning(
                        Rule.HELO_NAME,
                        Place.of("domainsharing.xml").key("delivery/heloName").value(name),
                        "is this machine's own name, and no fully-qualified one: some servers refuse all mail for what EHLO says",
                        "Write delivery/heloName and lookup/heloName, such as mx1.example.com"));
    }
}
