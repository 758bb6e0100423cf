// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What the files of one folder say.
 *
 * @param configuration null: James would not start with it
 */
record FolderCheck(ConfFolder folder, Findings findings, @Nullable DomainSharingConfiguration configuration) {
    /** Reads them all; nothing goes over the network. */
    static FolderCheck of(ConfFolder folder) {
        Findings findings = new Findings(folder.toString());
        DomainSharingConfiguration configuration =
                new SharingFile(folder, findings).check().orElse(null);
        new PropertiesFiles(folder, findings).check();
        new ListenersFile(folder, findings, configuration).check();
        new PipelineFile(folder, findings, configuration).check();
        new ExtensionJars(folder, findings).check();
        return new FolderCheck(folder, findings, configuration);
    }
}
