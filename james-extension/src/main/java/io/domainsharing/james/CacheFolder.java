// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.james.filesystem.api.FileSystem;

/** Where the owner cache is, and what lies beside it: the peers added at run time, the key of the trace, the copies seen. */
final class CacheFolder {
    private final String url;
    private final FileSystem fileSystem;

    @Inject
    CacheFolder(DomainSharingConfiguration configuration, FileSystem fileSystem) {
        this.url = configuration.cache().path();
        this.fileSystem = fileSystem;
    }

    Path path() {
        try {
            Path path = fileSystem.getFile(url).toPath();
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new IllegalArgumentException("conf/domainsharing.xml: cache/path: '" + url
                        + "' is a file, where a folder must be. Move it away, or write another folder");
            }
            return path;
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException(
                    "conf/domainsharing.xml: cache/path: James finds no place for '" + url
                            + "'. Write a folder such as " + CacheConfiguration.DEFAULT_PATH,
                    e);
        }
    }
}
