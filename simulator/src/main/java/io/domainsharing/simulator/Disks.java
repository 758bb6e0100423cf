// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The disks of all sites, in memory, and a backup of each. One thread. */
final class Disks {
    private final FileSystem system = Jimfs.newFileSystem(Configuration.unix().toBuilder()
            .setAttributeViews("basic", "owner", "posix", "unix")
            .build());

    /** One site's folder. There need not be one yet. */
    Path of(int site) {
        return system.getPath("/site" + site);
    }

    private Path backupOf(int site) {
        return system.getPath("/backup" + site);
    }

    /** The backup is what is on the disk now. */
    void backUp(int site) {
        copy(of(site), backupOf(site));
    }

    /** The disk is as it was when the backup was made; without one it is empty. */
    void restore(int site) {
        copy(backupOf(site), of(site));
    }

    private static void copy(Path from, Path to) {
        clear(to);
        try {
            Files.createDirectories(to);
            for (Path file : filesIn(from)) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes all files away. */
    static void clear(Path folder) {
        try {
            for (Path file : filesIn(folder)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
