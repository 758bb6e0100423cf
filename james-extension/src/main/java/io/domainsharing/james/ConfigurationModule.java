// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.findings.Finding;
import io.domainsharing.findings.file.FileLines;
import io.domainsharing.findings.file.SharingFile;
import io.domainsharing.findings.file.StartRules;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.ConfigurationFile;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.configuration.SendersConfiguration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** {@code domainsharing.xml}, and its blocks for those who need no more of it. */
final class ConfigurationModule extends AbstractModule {
    @Provides
    @Singleton
    DomainSharingConfiguration configuration(ConfigurationProvider provider, ConfPlace conf)
            throws ConfigurationException {
        FileLines lines = new FileLines(conf.folder());
        LastWord.locateIn(lines);
        DomainSharingConfiguration configuration = ConfigurationFile.read(provider, lines.of(SharingFile.NAME));
        if (configuration.enabled()) {
            refuseWhatIsWrongForGood(provider, lines);
        }
        return configuration;
    }

    private static void refuseWhatIsWrongForGood(ConfigurationProvider provider, FileLines lines)
            throws ConfigurationException {
        List<Finding> wrong = StartRules.wrongForGood(provider, lines);
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(wrong.stream()
                    .map(finding -> "conf/" + finding.message() + ". " + finding.remedy())
                    .collect(Collectors.joining("; ")));
        }
    }

    @Provides
    @Singleton
    SharedDomains sharedDomains(DomainSharingConfiguration configuration, DomainList local) {
        return LocalOrListedDomains.of(configuration, local);
    }

    @Provides
    NodeName node(DomainSharingConfiguration configuration) {
        return configuration.node();
    }

    @Provides
    DeliveryConfiguration delivery(DomainSharingConfiguration configuration) {
        return configuration.delivery();
    }

    @Provides
    LookupConfiguration lookup(DomainSharingConfiguration configuration) {
        return configuration.lookup();
    }

    @Provides
    SendersConfiguration senders(DomainSharingConfiguration configuration) {
        return configuration.senders();
    }

    @Provides
    ListsConfiguration lists(DomainSharingConfiguration configuration) {
        return configuration.lists();
    }
}
