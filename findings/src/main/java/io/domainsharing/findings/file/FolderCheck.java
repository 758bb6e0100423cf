// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the files of one folder say.
 *
 * @param configuration null: James would not start with it
 */
public record FolderCheck(ConfFolder folder, Findings findings, @Nullable DomainSharingConfiguration configuration) {
    /** Reads them all; nothing goes over the network. */
    public static FolderCheck of(ConfFolder folder) {
        Findings findings = new Findings(folder.toString());
        DomainSharingConfiguration configuration = configuration(folder, findings);
        new PropertiesFiles(folder, findings).check();
        Findings ofJars = findings.another();
        JamesRelease james = new ExtensionJars(folder, ofJars).check();
        findings.attempt(
                Place.of(ListenersFile.NAME), () -> new ListenersFile(folder, findings, james, configuration).check());
        findings.attempt(Place.of(PipelineFile.NAME), () -> new PipelineFile(folder, findings, configuration).check());
        findings.attempt(Place.of(LogbackFile.NAME), () -> new LogbackFile(folder, findings).check());
        if (configuration != null) {
            new DomainListFile(folder, findings).check(configuration);
        }
        findings.attempt(Place.of(RepositoryFiles.STORE), () -> new RepositoryFiles(folder, findings).check());
        findings.addAll(ofJars);
        FileLines lines = new FileLines(folder);
        findings.replaceAll(lines::locate);
        return new FolderCheck(folder, findings, configuration);
    }

    private static @Nullable DomainSharingConfiguration configuration(ConfFolder folder, Findings findings) {
        AtomicReference<@Nullable DomainSharingConfiguration> configuration = new AtomicReference<>();
        findings.attempt(
                SharingFile.FILE,
                () -> configuration.set(
                        new SharingFile(folder, findings).check().orElse(null)));
        return configuration.get();
    }
}
