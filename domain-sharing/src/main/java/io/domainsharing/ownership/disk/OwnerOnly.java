// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only the account of the server may read: they list who has an address, and secrets. Stateless; blocks. */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /**
     * Creates what is missing and narrows the permissions of what is there, where the platform has such.
     *
     * @throws IOException the file cannot be read or written by this server
     */
    public static void prepare(Path folder, Path file) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] none = {};
        Files.createDirectories(
                folder, posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FOLDER)} : none);
        if (Files.notExists(file)) {
            Files.createFile(file, posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)} : none);
        }
        if (!Files.isReadable(file) || !Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString(), null, "not readable and writable by this server");
        }
        if (posix) {
            Files.setPosixFilePermissions(folder, FOLDER);
            Files.setPosixFilePermissions(file, FILE);
        }
    }
}
