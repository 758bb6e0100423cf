// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.file.ConfFolder;
import io.domainsharing.findings.live.Rounds;
import io.domainsharing.findings.live.StartedFiles;
import java.io.FileNotFoundException;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.filesystem.api.FileSystem;
import org.jspecify.annotations.Nullable;

/** The files of this James's own {@code conf/}. Used by one thread. */
@Singleton
final class FileRules implements Rounds.Rules {
    private final FileSystem fileSystem;
    private @Nullable StartedFiles files;

    @Inject
    FileRules(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    @Override
    public void check(Findings findings) {
        StartedFiles ours = files;
        if (ours == null) {
            ours = new StartedFiles(folder());
            files = ours;
        }
        ours.check(findings);
    }

    private ConfFolder folder() {
        try {
            return new ConfFolder(
                    fileSystem.getFile(FileSystem.FILE_PROTOCOL_AND_CONF).toPath());
        } catch (FileNotFoundException e) {
            throw new IllegalStateException("James finds no folder conf/", e);
        }
    }
}
