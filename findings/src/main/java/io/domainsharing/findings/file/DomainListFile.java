// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;

/** {@code domainlist.xml}: James's own domains, as far as files tell. Others may be in its database. */
public final class DomainListFile {
    private static final String COMPONENT = "domainlist";
    private static final String NAME = COMPONENT + ".xml";

    private final ConfFolder folder;
    private final Findings findings;

    public DomainListFile(ConfFolder folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
    }

    /** Those that the file names; empty: none, or it cannot be read, which is told. */
    public List<Domain> domains() {
        try {
            return Arrays.stream(folder.xml(COMPONENT).getStringArray("domainnames.domainname"))
                    .map(String::trim)
                    .filter(name -> !name.isEmpty() && !name.equals("localhost"))
                    .map(Domain::of)
                    .distinct()
                    .toList();
        } catch (ConfigurationException | IllegalArgumentException e) {
            findings.skipped(Rule.DOMAIN_LIST, Place.of(NAME), "cannot be read: " + e.getMessage(), "Correct it");
            return List.of();
        }
    }

    /** Finds shared domains that are not James's, where the file names any. */
    void check(DomainSharingConfiguration configuration) {
        List<Domain> local = domains();
        if (!local.isEmpty()) {
            configuration.domains().stream()
                    .filter(domain -> !local.contains(domain))
                    .sorted(Comparator.comparing(Domain::asString))
                    .forEach(domain -> findings.warning(
                            Rule.DOMAIN_NOT_LOCAL,
                            SharingFile.FILE.key("domains/domain").value(domain.asString()),
                            "is shared, and not among James's own domains in " + NAME
                                    + ": unless it was added at run time, all its mail is refused",
                            "Correct it, or add it: james-cli AddDomain " + domain.asString()));
        }
    }
}
