// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.findings.file.ConfFolder;
import io.domainsharing.findings.file.FileLines;
import io.domainsharing.findings.file.FolderCheck;
import io.domainsharing.findings.file.SharingFile;
import io.domainsharing.findings.network.NetworkCheck;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.nio.file.Path;

/** What {@code check} says of one folder, for commands that have changed it. Stateless; blocks. */
public final class FolderReview {
    private FolderReview() {}

    /**
     * Looks at the files, and shows what is not well.
     *
     * @param asksPeers whether peers are asked as James asks them
     * @return whether there is no error
     */
    public static boolean show(Path conf, boolean asksPeers, Screen screen) {
        FolderCheck check = FolderCheck.of(new ConfFolder(conf));
        DomainSharingConfiguration configuration = check.configuration();
        if (asksPeers && configuration != null) {
            check.findings()
                    .attempt(SharingFile.FILE, () -> new NetworkCheck(check.folder(), configuration, check.findings())
                            .check());
            check.findings().replaceAll(new FileLines(check.folder())::locate);
        }
        CheckReport report = new CheckReport(check.findings().all());
        report.show(screen, true);
        return !report.hasErrors();
    }
}
