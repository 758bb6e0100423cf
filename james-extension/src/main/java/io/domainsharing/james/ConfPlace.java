// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.findings.file.ConfFolder;
import java.io.FileNotFoundException;
import javax.inject.Inject;
import org.apache.james.filesystem.api.FileSystem;

/** Where James has its own files. */
final class ConfPlace {
    private final FileSystem fileSystem;

    @Inject
    ConfPlace(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /** @throws IllegalStateException James finds no such folder */
    ConfFolder folder() {
        try {
            return new ConfFolder(
                    fileSystem.getFile(FileSystem.FILE_PROTOCOL_AND_CONF).toPath());
        } catch (FileNotFoundException e) {
            throw new IllegalStateException("James finds no folder conf/", e);
        }
    }
}
